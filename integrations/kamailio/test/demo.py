"""What an eavesdropper reads of two phones' presence, without the edges and with them."""
import os
import subprocess
import sys

from capture import Capture
from lab import PASSWORDS, Lab
from phone import Phone

NOTE = "Seeing the doctor, back at 3pm"


def printable(octets):
    """The head of a message, and its body with a dot for each octet that is no printable character."""
    head, _, body = octets.partition(b"\r\n\r\n")
    text = "".join(chr(octet) if 32 <= octet < 127 or octet == 10 else "." for octet in body)
    return head.decode(errors="replace").replace("\r\n", "\n") + "\n\n" + (text if len(text) < 700 else text[:300] + " ...")


def main():
    tool, service, results = sys.argv[1:4]
    with Lab(tool, service) as lab:
        network = lab.phones.rsplit(".", 1)[0] + ".0/24"
        capture = Capture(lab.path("all.pcap"), network)
        edge = (lab.user_edge, lab.phone_port)
        alice, bob = (Phone(user, lab.phones, edge, PASSWORDS[user]) for user in ("alice", "bob"))
        bob.subscribe("alice")
        alice.publish(NOTE)
        notification = bob.notified(NOTE)
        capture.stop()
        if notification is None:
            print("demo-kamailio: bob was not notified", file=sys.stderr)
            return 1
        protected = [message for message in capture.messages(lab.user_edge, lab.server_edge)
                     if message.startswith(b"PUBLISH")][-1]
        # The same PUBLISH on the side of the phone is what the network would carry without the edges.
        plain = [octets for protocol, source, _, destination, _, _, octets in capture.packets()
                 if protocol == "udp" and destination == lab.user_edge and octets.startswith(b"PUBLISH")][-1]
        for name, title, octets in (("before", "Without the edges, the network carries this PUBLISH", plain),
                                    ("after", "With the edges, it carries this", protected)):
            print(f"\n== {title}\n\n{printable(octets)}")
            path = os.path.join(results, name + ".sip")
            with open(path, "wb") as file:
                file.write(octets)
            page = os.path.join(results, name + ".html")
            with open(page, "wb") as file:
                compare = ["--before", os.path.join(results, "before.sip")] if name == "after" else []
                done = subprocess.run([lab.tool, "--no-config", "exposure", "--format", "html", *compare, path],
                                      stdout=file, stderr=subprocess.PIPE, check=False)
            if done.returncode != 0:
                print(done.stderr.decode(errors="replace"), file=sys.stderr)
                return 1
        print(f"\n== Bob's phone, which knows nothing of S/MIME, shows\n\n{printable(notification.octets)}")
        print(f"\n== What stays readable, as pages: {results}/before.html and {results}/after.html")
        alice.close()
        bob.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
