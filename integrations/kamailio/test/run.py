"""Shows the whole way: phones, two edges, a presence server and two services. One line "ok ..." for each claim."""
import signal
import sys
import time

import attacker
from capture import Capture
from impostor import MUST_OPEN, MUST_PROTECT, NO_JUDGEMENT, NO_MESSAGE, Impostor
from lab import DOMAIN, PASSWORDS, Lab
from phone import Phone, document

MARK = "eavesdropper"


class Failed(Exception):
    """A claim that did not hold."""


def check(claim, holds, found=""):
    """Prints a claim that holds.

    Raises Failed if it does not hold.
    """
    if not holds:
        raise Failed(f"{claim}: {found}")
    print("ok", claim, flush=True)


class Story:
    """The lab, its phones, and the claims in order."""

    def __init__(self, lab, capture):
        self.lab, self.capture = lab, capture
        self.edge = (lab.user_edge, lab.phone_port)
        self.server = (lab.server_edge, lab.edge_port)
        self.phones, self.dialog, self.etag, self.count = {}, None, None, 0

    def phone(self, user, login=None):
        phone = Phone(user, self.lab.phones, self.edge, PASSWORDS[login or user], login)
        self.phones[(user, login)] = phone
        return phone

    def note(self):
        self.count += 1
        return f"{MARK} {self.count}."

    def publish(self, phone):
        """Publishes a new note. Returns it, with the last status."""
        note = self.note()
        statuses, response = phone.publish(note)
        return note, statuses[-1]

    def signatures(self):
        """How many messages the user's service has protected."""
        with open(self.lab.path("user-service.log"), encoding="utf-8", errors="replace") as file:
            return sum("operation=protect" in line and "status=200" in line for line in file)

    def protected(self, user, note=None, store="user", to=None):
        """A PUBLISH of a user as its edge would send it, which has not been sent."""
        phone = Phone(user, self.lab.phones, self.edge, "")
        uri = f"sip:{user}@{DOMAIN}"
        plain = phone.request("PUBLISH", uri, uri, ["Event: presence", "Expires: 3600",
                              "Content-Type: application/pidf+xml"], document(user, note or self.note()))
        phone.close()
        return attacker.Service(self.lab.path(store + ".sock")).protect(plain)

    def attack(self, octets):
        response = attacker.send_tcp(self.lab.phones, self.server, attacker.fresh_branch(octets))
        return response.status if response else None

    def expect_refused(self, claim, octets, statuses=(403,)):
        """The server's edge refuses a message with a status, and the watcher hears of nothing."""
        status = self.attack(octets)
        check(f"{claim} is refused with {status}", status in statuses, status)
        check("  and changes nothing", self.bob.notified(timeout=0.7) is None, "a NOTIFY arrived")

    # The claims.

    def delivery(self):
        self.alice, self.bob = self.phone("alice"), self.phone("bob")
        statuses, self.dialog = self.bob.subscribe("alice")
        check("bob proves by Digest who he is, and subscribes", statuses == [407, 200], statuses)
        first = self.bob.notified()
        check("bob's subscription is active by alice's presence rules", first is not None
              and first.field("Subscription-State").startswith("active"), first and first.octets)
        note = self.note()
        statuses, response = self.alice.publish(note)
        check("alice publishes", statuses == [407, 200], statuses)
        check("bob's phone gets the NOTIFY in clear", self.bob.notified(note) is not None, "no NOTIFY")
        statuses, response = self.alice.publish(None, etag=response.field("SIP-ETag"))
        check("alice refreshes her publication, without a body", statuses == [200], statuses)
        statuses, _ = self.bob.subscribe("alice", dialog=self.dialog)
        check("bob refreshes his subscription", statuses == [200], statuses)
        check("bob gets the whole state again", self.bob.notified(note) is not None, "no NOTIFY")

    def rules(self):
        carol = self.phone("carol")
        statuses, _ = carol.subscribe("alice")
        first = carol.notified()
        check("carol, whom alice's rules do not name, stays pending",
              statuses[-1] in (200, 202) and first is not None and not first.body
              and first.field("Subscription-State").startswith("pending"), (statuses, first and first.octets))
        note, status = self.publish(self.alice)
        check("bob is notified and carol is not", status == 200 and self.bob.notified(note) is not None
              and carol.notified(note, timeout=0.7) is None, status)

    def tampering(self):
        sent = [message for message in self.capture.messages(self.lab.user_edge, self.lab.server_edge)
                if message.startswith(b"PUBLISH") and b"pkcs7-mime" in message]
        check("an eavesdropper has captured protected PUBLISHes", len(sent) >= 2, len(sent))
        self.expect_refused("a replayed PUBLISH", sent[0])
        note = self.note()
        message = self.protected("alice", note)
        self.expect_refused("a PUBLISH with a flipped bit", attacker.flip(message), (403, 493))
        self.expect_refused("a PUBLISH whose Request-URI was changed to bob",
                            attacker.replace_first_line(message, f"sip:bob@{DOMAIN}"))
        check("the same PUBLISH without these changes is accepted", self.attack(message) == 200)
        check("  and bob is notified", self.bob.notified(note) is not None, "no NOTIFY")
        forged = self.protected("mallory").replace(b"sip:mallory@", b"sip:alice@")
        self.expect_refused("a PUBLISH from alice that mallory signed", forged)

    def clear_text(self):
        phone = Phone("alice", self.lab.phones, self.edge, "")
        uri = f"sip:alice@{DOMAIN}"
        for kind in ("application/pidf+xml", "text/plain", "application/pkcs7-mime", "x/y"):
            plain = phone.request("PUBLISH", uri, uri, ["Event: presence", f"Content-Type: {kind}"],
                                  document("alice", self.note()))
            self.expect_refused(f"a clear-text PUBLISH called {kind}", plain, (400, 403, 415, 493))
        plain = phone.request("PUBLISH", uri, uri, ["Event: presence", "Content-Type: application/pidf+xml"],
                              document("alice", self.note()))
        response = attacker.send_udp(self.lab.phones, (self.lab.server_edge, 5063), plain)
        check("the core takes nothing from another address", response and response.status == 403, response)
        response = attacker.send_udp(self.lab.phones, (self.lab.server_edge, 5062), plain)
        check("nor does the edge's inner port", response and response.status == 403, response)
        mallory = Phone("bob", self.lab.phones, self.edge, "")
        plain = mallory.request("SUBSCRIBE", uri, uri, ["Event: presence", "Expires: 600"])
        self.expect_refused("a SUBSCRIBE from bob with mallory's Contact", plain)
        mallory.dialogs.add(self.dialog.field("Call-ID"))
        check("  and mallory's phone is not notified", mallory.notified(timeout=0.5) is None, "a NOTIFY arrived")
        phone.close()
        mallory.close()

    def impersonation(self):
        before = self.signatures()
        statuses, _ = self.phone("alice", login="mallory").publish(self.note())
        check("mallory with From alice gets 407, then 403", statuses == [407, 403], statuses)
        statuses, _ = self.phone("bob", login="mallory").subscribe("alice")
        check("mallory with From bob gets 407, then 403", statuses == [407, 403], statuses)
        check("  and nothing was signed", self.signatures() == before, self.signatures() - before)
        uri = f"sip:alice@{DOMAIN}"
        fields = ["Event: presence", "Content-Type: application/pidf+xml"]
        sent = self.alice.request("PUBLISH", uri, uri, fields, document("alice", self.note()))
        status = self.alice.send(sent).status
        before = self.signatures()
        head = attacker.fresh_branch(sent).partition(b"\r\n\r\n")[0]
        response = attacker.send_udp(self.lab.phones, self.edge, head + b"\r\n\r\n" + document("alice", self.note()))
        check("alice's Digest response with another body gets 407, and nothing is signed", status == 200
              and response.status == 407 and self.signatures() == before, (status, response.first))
        self.bob.notified(MARK)

    def notifications(self):
        """NOTIFYs that an attacker sends to the user's edge in bob's dialog."""
        user = (self.lab.user_edge, self.lab.network_port)
        sent = [message for message in self.capture.messages(self.lab.server_edge, self.lab.user_edge)
                if message.startswith(b"NOTIFY") and b"pkcs7-mime" in message]
        plain = attacker.fresh_branch(sent[-1]).partition(b"\r\n\r\n")[0]
        body = document("alice", self.note())
        lines = [line for line in plain.split(b"\r\n") if not line.lower().startswith(b"content-")]
        plain = b"\r\n".join(lines + [b"Content-Type: application/pidf+xml", b"Content-Length: %d" % len(body)])
        for claim, octets in (("a replayed NOTIFY", attacker.fresh_branch(sent[-1])),
                              ("a clear-text NOTIFY", plain + b"\r\n\r\n" + body),
                              ("a NOTIFY with a flipped bit", attacker.fresh_branch(attacker.flip(sent[-1])))):
            response = attacker.send_tcp(self.lab.phones, user, octets)
            check(f"{claim} is refused with 403, which ends no subscription",
                  response and response.status == 403, response and response.first)
        check("  and bob's phone hears of none of them", self.bob.notified(timeout=0.7) is None, "a NOTIFY arrived")
        self.diverted(user)

    def diverted(self, user):
        """An on-path attacker holds a NOTIFY back and sends it on with an address of its own."""
        _, dialog = self.bob.subscribe("alice")
        self.bob.notified(MARK)
        thief = Phone("bob", self.lab.phones, self.edge, "")
        thief.dialogs.add(dialog.field("Call-ID"))
        note = self.note()
        body = document("alice", note)
        lines = [f"NOTIFY sip:bob@{self.bob.host}:{self.bob.port} SIP/2.0",
                 f"Via: SIP/2.0/UDP {self.lab.phones}:5060;branch=z9hG4bK1;rport", "Max-Forwards: 70",
                 *(f"Route: {route}" for route in dialog.all("Record-Route")[2:]),
                 "From: " + dialog.field("To"), "To: " + dialog.field("From"),
                 "Call-ID: " + dialog.field("Call-ID"), "CSeq: 500 NOTIFY", f"Contact: <sip:{self.lab.server_edge}>",
                 "Event: presence", "Subscription-State: active;expires=600", "Content-Type: application/pidf+xml",
                 f"Content-Length: {len(body)}"]
        held = attacker.Service(self.lab.path("server.sock")).protect(("\r\n".join(lines) + "\r\n\r\n").encode() + body)
        stolen = attacker.replace_first_line(attacker.fresh_branch(held), f"sip:bob@{thief.host}:{thief.port}")
        response = attacker.send_tcp(self.lab.phones, user, stolen)
        check(f"a NOTIFY sent on with another Request-URI ({response and response.status}) does not reach that address",
              thief.notified(timeout=1) is None, "the thief got it")
        check("  but bob's phone, which proved itself in that dialog", self.bob.notified(note) is not None, "no NOTIFY")
        self.bob.dialogs.remove(dialog.field("Call-ID"))
        thief.close()

    def restart_of_the_users_edge(self):
        self.lab.stop("user-edge")
        note = self.note()
        status = self.attack(self.protected("alice", note))
        check("a PUBLISH counts while the watcher's edge is down", status == 200, status)
        self.lab.start("user-edge")
        statuses, _ = self.bob.subscribe("alice", dialog=self.dialog)
        check("after its return bob's phone refreshes its subscription, and gets the state",
              statuses[-1] == 200 and self.bob.notified(note) is not None, statuses)

    def revocation(self):
        mallory = self.phone("mallory")
        _, status = self.publish(mallory)
        check("mallory publishes her own state", status == 200, status)
        self.lab.run("ca", "cert", "revoke", f"sip:mallory@{DOMAIN}")
        self.lab.run("ca", "ca", "crl", "-o", "new.crl")
        self.lab.run("core", "trust", "crl", "import", "new.crl")
        start = time.monotonic()
        while (status := self.publish(mallory)[1]) == 200 and time.monotonic() - start < 5:
            time.sleep(0.05)
        took = time.monotonic() - start
        check(f"a CRL imported at the server's edge cuts her off within a second ({status})",
              status in (403, 493) and took <= 1, (status, took))
        self.works("alice still reaches bob", 5)

    def works(self, claim, seconds):
        """Alice publishes until bob gets it, within a time."""
        start = time.monotonic()
        while time.monotonic() - start < seconds:
            note, status = self.publish(self.alice)
            if status == 200 and self.bob.notified(note, timeout=1):
                check(f"{claim}", time.monotonic() - start <= seconds)
                return
        raise Failed(f"{claim}: not within {seconds} s (last status {status})")

    def failures(self):
        for name in ("user-service", "server-service"):
            self.lab.stop(name)
            note, status = self.publish(self.alice)
            check(f"without the {name}, a PUBLISH gets 503", status == 503, status)
            check("  and bob nothing", self.bob.notified(timeout=0.7) is None, "a NOTIFY arrived")
            self.lab.start(name)
            self.works(f"  service within 5 s of the return of the {name}", 5)
        for name in ("user-service", "server-service"):
            self.lab.children[name].signal(signal.SIGSTOP)
            start = time.monotonic()
            note, status = self.publish(self.alice)
            took = time.monotonic() - start
            check(f"with a {name} that does not answer, a PUBLISH gets 503 within 5 s", status == 503 and took < 5,
                  (status, took))
            self.lab.children[name].signal(signal.SIGCONT)
            self.works(f"  service within 5 s of the return of the {name}", 5)
        self.lab.stop("server-edge")
        note, status = self.publish(self.alice)
        check("without the server's edge, a PUBLISH gets 503", status == 503, status)
        self.lab.start("server-edge")
        self.works("  NOTIFYs arrive within 5 s of its restart, in the same subscription", 5)

    def impostors(self):
        """Another program in the place of a service."""
        for side, judged in (("user", MUST_PROTECT), ("server", MUST_OPEN)):
            self.lab.stop(side + "-service")
            cases = [(name, judgement, None) for name, judgement in NO_JUDGEMENT.items()]
            cases += [(name, judged, answer) for name, answer in NO_MESSAGE.items()]
            for name, judgement, answer in cases:
                impostor = Impostor(self.lab.path(side + ".sock"), judgement, answer)
                start = time.monotonic()
                _, status = self.publish(self.alice)
                took = time.monotonic() - start
                impostor.close()
                check(f"a {side}-service that {name}: 503", status == 503 and took < 5, (status, took))
                opened = [target for target in impostor.requests if target.startswith("/v1/open")]
                if side == "server" and judgement is judged:
                    check("  and /v1/open was sent once", len(opened) == 1, impostor.requests)
                if name == "sends half an answer":
                    time.sleep(1.1)
            check("  and bob is never notified", self.bob.notified(timeout=0.5) is None, "a NOTIFY arrived")
            self.lab.start(side + "-service")
            self.works(f"  service within 5 s of the return of the {side}-service", 5)

    def eavesdropping(self):
        self.capture.stop()
        one, other = self.lab.user_edge, self.lab.server_edge
        between = f"ip.addr == {one} && ip.addr == {other}"
        octets = b"\0".join(self.capture.streams(one, other).values())
        protected = self.capture.shark(f"{between} && sip")
        check("tshark reads SIP between the edges", protected > 20, protected)
        check("tshark reads notes on the side of the phones",
              self.capture.shark(f'ip.addr == {self.lab.phones} && ip.addr == {one} && frame contains "{MARK}"') > 5)
        for text in (MARK, "<presence", "<basic>", "urn:ietf:params:xml:ns:pidf"):
            found = octets.count(text.encode()) + self.capture.shark(f'{between} && frame contains "{text}"')
            check(f"nothing between the edges holds {text!r}", found == 0, found)


def main():
    with Lab(*sys.argv[1:3]) as lab:
        capture = Capture(lab.path("all.pcap"), lab.phones.rsplit(".", 1)[0] + ".0/24")
        story = Story(lab, capture)
        try:
            for claims in (story.delivery, story.rules, story.tampering, story.clear_text, story.impersonation,
                           story.notifications, story.restart_of_the_users_edge, story.revocation, story.failures, story.impostors,
                           story.eavesdropping):
                claims()
        except Exception as failure:  # pylint: disable=broad-except
            print("failed", type(failure).__name__, failure, file=sys.stderr)
            for name in lab.children:
                with open(lab.path(name + ".log"), encoding="utf-8", errors="replace") as file:
                    lines = [line for line in file if "status=200" not in line and "INFO" not in line]
                    print(f"--- {name}", *lines[-25:], sep="\n", file=sys.stderr)
            return 1
        finally:
            capture.stop()
            for phone in story.phones.values():
                phone.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
