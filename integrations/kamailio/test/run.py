"""Shows the whole way: phones, two edges, a presence server and two services. One line "ok ..." for each claim."""
import signal
import sys
import time

import attacker
from attacks import Attacks
from capture import Capture
from claims import MARK, Failed, check
from downgrades import Downgrades
from impostor import MUST_OPEN, MUST_PROTECT, NO_JUDGEMENT, NO_MESSAGE, TWICE, Impostor, page
from lab import CLEAR_PASSWORDS, DOMAIN, PASSWORDS, Lab
from leaving import Leaving
from phone import Phone, document
from policies import Policies
from stock_phones import StockPhones


class Story(Attacks, Downgrades, Leaving, StockPhones, Policies):
    """The lab, its phones, and the claims in order."""

    def __init__(self, lab, capture):
        self.lab, self.capture = lab, capture
        self.edge = (lab.user_edge, lab.phone_port)
        self.server = (lab.server_edge, lab.edge_port)
        self.phones, self.dialog, self.etag, self.count = {}, None, None, 0

    def phone(self, user, login=None):
        phone = Phone(user, self.lab.phones, self.edge, {**PASSWORDS, **CLEAR_PASSWORDS}[login or user], login)
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
        # Nothing between the edges may hold it.
        self.bob.response_body = document("alice", f"{MARK} in a response")
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
        self.etag = response.field("SIP-ETag")
        check("alice refreshes her publication, without a body", statuses == [200], statuses)
        statuses, _ = self.bob.subscribe("alice", dialog=self.dialog)
        check("bob refreshes his subscription", statuses == [200], statuses)
        check("bob gets the whole state again", self.bob.notified(note) is not None, "no NOTIFY")

    def removals(self):
        statuses, dialog = self.bob.subscribe("alice")
        check("bob subscribes once more", statuses[-1] == 200 and self.bob.notified(MARK) is not None, statuses)
        note = self.note()
        statuses, response = self.alice.publish(None, body=document("alice", note + "." * 20000))
        check("alice publishes 20,000 octets", statuses == [200], statuses)
        received = self.bob.notified(note), self.bob.notified(note)
        check("bob's phone gets them in both dialogs", all(message and b"." * 20000 in message.body
                                                           for message in received), received)
        uri = f"sip:alice@{DOMAIN}"
        statuses, _ = self.alice.ask("PUBLISH", uri, uri, [
            "Event: presence", "Expires: 0", "SIP-If-Match: " + response.field("SIP-ETag")])
        check("alice removes this publication", statuses == [200] and self.bob.notified() is not None
              and self.bob.notified() is not None, statuses)
        statuses, _ = self.bob.subscribe("alice", dialog=dialog, expires=0)
        last = self.bob.notified()
        check("bob ends one subscription", statuses == [200] and last is not None
              and last.field("Subscription-State").startswith("terminated"), (statuses, last and last.octets))

    def copies(self):
        """Copies of a datagram that arrive at once, so that several workers read one request."""
        phone = self.phone("alice")
        phone.copies = 3
        answers = []
        for _ in range(20):
            statuses, response = phone.publish(self.note(), etag=self.etag)
            self.etag = response.field("SIP-ETag") or self.etag
            answers.append(statuses[-1])
            time.sleep(0.02)
            while not phone.responses.empty():
                answers.append(phone.responses.get().status)
        phone.copies = 1
        check("a datagram that comes three times at once is one request: no copy of it is challenged", set(answers) == {200}, answers)
        while self.bob.notified(timeout=0.7):
            pass

    def rules(self):
        carol = self.phone("carol")
        statuses, _ = carol.subscribe("alice")
        first = carol.notified()
        check("carol, whom alice's rules do not name, stays pending",
              statuses[-1] in (200, 202) and first is not None and not first.body
              and first.field("Subscription-State").startswith("pending"), (statuses, first and first.octets))
        gail = self.phone("gail")
        statuses, _ = gail.subscribe("alice")
        check("gail, whom Kamailio's table allows and the rules of the service do not, gets 403",
              statuses[-1] == 403 and gail.notified(timeout=0.3) is None, statuses)
        note, status = self.publish(self.alice)
        check("bob is notified and carol is not", status == 200 and self.bob.notified(note) is not None
              and carol.notified(note, timeout=0.7) is None, status)

    def restart_of_the_users_edge(self):
        self.lab.stop("user-edge")
        note = self.note()
        status = self.attack(self.protected("alice", note))
        check("a PUBLISH counts while the watcher's edge is down", status == 200, status)
        self.lab.start("user-edge")
        self.works("  NOTIFYs arrive within 5 s of its restart, in the same subscription", 5)
        statuses, _ = self.bob.subscribe("alice", dialog=self.dialog)
        check("  and bob's phone refreshes it, and gets the state",
              statuses[-1] == 200 and self.bob.notified(f"{MARK} {self.count}.") is not None, statuses)

    def many_subscriptions(self):
        """One user cannot fill the memory of the user's edge."""
        mallory, statuses = self.phone("mallory"), []
        while len(statuses) < 201 and 503 not in statuses:
            statuses.append(mallory.subscribe("alice")[0][-1])
        uri = f"sip:alice@{DOMAIN}"
        fields = ["Event: presence", "Expires: 600", f"Route: <sip:{self.edge[0]}:{self.edge[1]};lr>"]
        unknown, _ = mallory.ask("SUBSCRIBE", uri, uri, fields, call="unknown", to_tag=";tag=x")
        check("a refresh of an unknown subscription gets 481", unknown[-1] == 481, unknown)
        check(f"a user who begins more and more subscriptions gets 503 ({len(statuses)})",
              len(statuses) > 150 and statuses[-1] == 503, statuses)

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

    def stop_servers_edge(self):
        """Another program takes its place: the user's edge must first notice that the connection has ended."""
        self.lab.stop("server-edge")
        self.publish(self.alice)

    def failures(self):
        for name in ("user-service", "server-service"):
            # NOTIFYs of the claims before.
            while self.bob.notified(timeout=0.5):
                pass
            self.lab.stop(name)
            note, status = self.publish(self.alice)
            check(f"without the {name}, a PUBLISH gets 503", status == 503, status)
            check("  and bob nothing", self.bob.notified(timeout=0.7) is None, "a NOTIFY arrived")
            self.lab.start(name)
            self.works(f"  service within 5 s of the return of the {name}", 5)
        for name in ("user-service", "server-service"):
            self.lab.stop(name)
            self.lab.start(name)
            statuses = [self.publish(self.alice)[1] for _ in range(6)]
            check(f"after a restart of the {name} no PUBLISH is lost to an old connection", statuses == [200] * 6, statuses)
            while self.bob.notified(timeout=0.3):
                pass
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
                if side == "user" and name == "closes the connection":
                    sent = [target for target in impostor.requests if target.startswith("/v1/protect")]
                    check("  and /v1/protect was sent once more, on a new connection", len(sent) == 2, impostor.requests)
                if name == "sends half an answer":
                    time.sleep(1.1)
            if side == "user":
                impostor = Impostor(self.lab.path("user.sock"), TWICE, page(""))
                for _ in range(8):
                    self.publish(self.alice)
                impostor.close()
                check("an answer that no request asked for is read by none", len(impostor.requests) == 16
                      and len(impostor.streams) == 16, (len(impostor.streams), impostor.requests))
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


    def in_front_of_another_server(self):
        """The same, where the edge's own instance has no presence server."""
        self.delivery()
        # A refresh may bring the state twice.
        while self.bob.notified(timeout=0.7):
            pass
        message = self.protected("alice")
        self.expect_refused("a PUBLISH with a flipped bit", attacker.flip(message), (403, 493))
        forged = self.protected("mallory").replace(b"sip:mallory@", b"sip:alice@")
        self.expect_refused("a PUBLISH from alice that mallory signed", forged)
        self.lab.stop("other-server")
        _, status = self.publish(self.alice)
        check("without the other server, a PUBLISH gets 503", status == 503, status)
        self.lab.start("other-server")
        self.works("  NOTIFYs arrive within 5 s of its return", 5)
        self.capture.stop()
        octets = b"\0".join(self.capture.streams(self.lab.user_edge, self.lab.server_edge).values())
        check("nothing between the edges holds a document", MARK.encode() not in octets
              and b"<presence" not in octets and b"<watcherinfo" not in octets)


def tell(lab, claims):
    """Shows the claims of a story; returns whether all hold."""
    capture = Capture(lab.path("all.pcap"), lab.phones.rsplit(".", 1)[0] + ".0/24")
    story = Story(lab, capture)
    try:
        for claim in claims:
            claim(story)
    except Exception as failure:  # pylint: disable=broad-except
        print("failed", type(failure).__name__, failure, file=sys.stderr)
        for name in lab.children:
            with open(lab.path(name + ".log"), encoding="utf-8", errors="replace") as file:
                lines = [line for line in file if "status=200" not in line and "INFO" not in line]
                print(f"--- {name}", *lines[-25:], sep="\n", file=sys.stderr)
        return False
    finally:
        capture.stop()
        for phone in story.phones.values():
            phone.close()
    return True


def main():
    whole = (
        Story.delivery, Story.copies, Story.removals, Story.rules, Story.baresips, Story.certificates, Story.tampering,
        Story.rewriting, Story.clear_text, Story.impersonation, Story.proofs, Story.pretences, Story.notifications,
        Story.responses, Story.restart_of_the_users_edge, Story.revocation, Story.failures, Story.impostors,
        Story.eavesdropping, Story.downgrades,
        Story.policies, Story.forged_notification, Story.confidential_rules, Story.clear_without_proof,
        Story.digest_without_qop, Story.what_leaves_the_users_edge, Story.no_way_back,
        Story.many_subscriptions)
    with Lab(*sys.argv[1:3]) as lab:
        if not tell(lab, whole):
            return 1
    with Lab(*sys.argv[1:3], has_other_server=True) as lab:
        # Here neither the service nor the presence server asks rules.
        claims = (Story.watcher_information, Story.in_front_of_another_server, Story.requests_to_the_core,
                  Story.what_leaves_the_servers_edge)
        return 0 if tell(lab, claims) else 1


if __name__ == "__main__":
    sys.exit(main())
