"""baresip, as Debian has it: a phone that knows nothing of the edges, driven over its control socket."""
import json
import os
import re
import socket
import time

from lab import DOMAIN, Child

CONFIG = """sip_listen {host}:{port}
module_path /usr/lib/baresip/modules
module account.so
module contact.so
module menu.so
module presence.so
module ctrl_tcp.so
ctrl_tcp_listen {host}:{control}
"""


class Baresip:
    """One user's baresip, which publishes its state and watches one other user."""

    def __init__(self, lab, user, password, watched, port):
        self.host, self.port, self.control = lab.phones, port, port + 1000
        directory = lab.path("baresip-" + user)
        os.makedirs(directory)
        edge = f"sip:{lab.user_edge}:{lab.phone_port};transport=udp"
        files = {
            "config": CONFIG.format(host=self.host, port=self.port, control=self.control),
            "accounts": f'<sip:{user}@{DOMAIN};transport=udp>;auth_user={user};auth_pass={password};outbound="{edge}"'
                        ";regint=0;pubint=600\n",
            "contacts": f'"{watched}" <sip:{watched}@{DOMAIN}>;presence=p2p\n'}
        for name, text in files.items():
            with open(os.path.join(directory, name), "w", encoding="utf-8") as file:
                file.write(text)
        lab.children["baresip-" + user] = Child(["baresip", "-f", directory], lab.path(f"baresip-{user}.log"))
        lab.wait_for("baresip-" + user, lambda: lab.connects((self.host, self.control)))
        self.stream = socket.create_connection((self.host, self.control), 3)

    def command(self, name):
        """What baresip prints for a command; control messages are JSON in netstrings."""
        octets = json.dumps({"command": name, "token": name}).encode()
        self.stream.sendall(b"%d:%s," % (len(octets), octets))
        received = b""
        while True:
            received += self.stream.recv(65536)
            while match := re.match(rb"(\d+):", received):
                end = match.end() + int(match.group(1))
                if len(received) <= end:
                    break
                message, received = json.loads(received[match.end():end]), received[end + 1:]
                if message.get("token") == name:
                    return message.get("data", "")

    def shows(self, state, seconds=5):
        """Whether its list of contacts shows this state of the watched user within a time."""
        limit = time.monotonic() + seconds
        while state not in self.command("contacts"):
            if time.monotonic() > limit:
                return False
            time.sleep(0.1)
        return True

    def close(self):
        self.stream.close()
