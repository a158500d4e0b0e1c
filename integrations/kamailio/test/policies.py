"""The claims about users who may go in clear: who they are, what they must prove, and that no user falls back."""
import time
from email.utils import formatdate

import attacker
import crafted
from attacks import CONTENT_TYPES
from claims import check
from lab import CLEAR_PASSWORDS, DOMAIN
from phone import Phone, document

ERIN = f"sip:erin@{DOMAIN}"


class Policies:
    """A part of the story: erin publishes and dave watches, both under prefer-protection and without certificates."""

    def policies(self):
        self.erin, self.dave = self.phone("erin"), self.phone("dave")
        statuses, self.subscription = self.dave.subscribe("erin")
        check("dave, who may go in clear, proves who he is at both edges", statuses == [407, 401, 200], statuses)
        note = self.note()
        statuses, response = self.erin.publish(note)
        check("so does erin, who publishes", statuses == [407, 401, 200], statuses)
        self.etag = response.field("SIP-ETag")
        check("dave's phone gets her note", self.dave.notified(note) is not None, "no NOTIFY")
        check("no user of these is recorded as protected", self.recorded() == set(), self.recorded())

    def watcher_information(self):
        """Who watches: for the presentity alone, and protected."""
        for user, target, wanted in (("bob", "alice", [407, 403]), ("alice", "alice", [407, 200])):
            phone, uri, call = self.phone(user), f"sip:{target}@{DOMAIN}", "winfo-" + user
            phone.dialogs.add(call)
            statuses, _ = phone.ask("SUBSCRIBE", uri, uri, ["Event: presence.winfo", "Expires: 600"], call=call)
            received = phone.notified(timeout=3 if wanted[-1] == 200 else 0.7)
            check(f"{user}'s SUBSCRIBE to the watchers of {target} gets {statuses[-1]}", statuses == wanted
                  and (received is not None and b"<watcherinfo" in received.body) == (wanted[-1] == 200), statuses)
        for event in ("Event: presence.winfo", "o: presence.winfo", "Event: Presence.Winfo;id=1", "Event: dialog"):
            phone = Phone("frank", self.lab.phones, self.edge, "")
            status = self.attack(phone.request("SUBSCRIBE", f"sip:frank@{DOMAIN}", f"sip:frank@{DOMAIN}",
                                               [event, "Expires: 600"]))
            check(f"a clear SUBSCRIBE from frank with '{event}' gets {status}", status in (403, 489), status)
            phone.close()

        self.hidden_event()

    def hidden_event(self):
        """Bob's tunnel asks for the watchers of alice, under the Event of her presence."""
        bob = self.phone("bob")
        for event in ("presence", "presence.winfo"):
            lines = [f"SUBSCRIBE sip:alice@{DOMAIN} SIP/2.0",
                     f"Via: SIP/2.0/TCP {bob.host}:{bob.port};branch=z9hG4bK{event}", "Max-Forwards: 70",
                     f"From: <sip:bob@{DOMAIN}>;tag=1", f"To: <sip:alice@{DOMAIN}>", f"Call-ID: hidden-{event}",
                     "CSeq: 1 SUBSCRIBE", f"Contact: <sip:bob@{bob.host}:{bob.port};transport=tcp>",
                     "Event: presence", "Expires: 600", f"Date: {formatdate(usegmt=True)}"]
            outside = ("\r\n".join(lines) + "\r\n").encode()
            inside = outside.replace(b"Event: presence", b"Event: " + event.encode()) + b"Content-Length: 0\r\n\r\n"
            octets = crafted.tunnel(self.lab, "bob", inside, outside)
            response = attacker.send_tcp(self.lab.phones, self.server, octets)
            wanted = {"presence": 200, "presence.winfo": 403}[event]
            check(f"bob's tunnel with '{event}' inside and 'presence' outside gets {wanted}",
                  response and response.status == wanted, response and response.first)

    def confidential_rules(self):
        """Grace may go in clear, but her rules demand an envelope."""
        statuses, _ = self.dave.subscribe("grace")
        check("a clear SUBSCRIBE to grace, whose rules demand an envelope, gets 403", statuses[-1] == 403, statuses)
        statuses, _ = self.phone("grace").publish(self.note())
        check("so does a clear PUBLISH of her own", statuses[-1] == 403, statuses)

    def recorded(self):
        """The users whose messages the server's edge knows as protected, of those who may go in clear."""
        lines = self.lab.run("core", "peer", "list").decode().splitlines()
        return {line.split(" ")[0] for line in lines} & {ERIN, f"sip:dave@{DOMAIN}"}

    def clear_without_proof(self):
        """What the server's edge takes from the network in clear."""
        phone = Phone("erin", self.lab.phones, self.edge, "")
        for kind in CONTENT_TYPES:
            statuses = {user: self.attack(Phone(user, self.lab.phones, self.edge, "").request(
                "PUBLISH", f"sip:{user}@{DOMAIN}", f"sip:{user}@{DOMAIN}", ["Event: presence", f"Content-Type: {kind}"],
                document(user, self.note()))) for user in ("alice", "erin", "frank")}
            check(f"a clear PUBLISH called {kind}: require is refused with {statuses['alice']}, prefer and off are asked "
                  f"for Digest or refused ({statuses['erin']}, {statuses['frank']})",
                  statuses["alice"] in (400, 403, 415) and {statuses["erin"], statuses["frank"]} <= {400, 401, 403, 415}, statuses)
        plain = phone.request("SUBSCRIBE", f"sip:alice@{DOMAIN}", f"sip:alice@{DOMAIN}", ["Event: presence", "Expires: 600"])
        check("a clear SUBSCRIBE to alice, who requires protection, gets 403", self.attack(plain) == 403)
        phone.close()
        self.mallory_with_a_password()
        self.digest_elsewhere()
        check("  and dave hears of none of them", self.dave.notified(timeout=0.7) is None, "a NOTIFY arrived")

    def digest_elsewhere(self):
        """A Digest response that a proxy has moved to a request to another presentity."""
        dave, erin, frank = self.phone("dave"), ERIN, f"sip:frank@{DOMAIN}"
        fields = ["Event: presence", "Expires: 600"]
        dave.challenged_by(attacker.send_tcp(self.lab.phones, self.server, dave.request("SUBSCRIBE", erin, erin, fields)))
        for uri, wanted in ((erin, 403), (frank, 200)):
            moved = dave.credentials("Authorization", "SUBSCRIBE", uri)
            proxy = Phone("dave", self.lab.phones, self.edge, "")
            status = self.attack(proxy.request("SUBSCRIBE", frank, frank, [*fields, f"Authorization: {moved}"]))
            proxy.close()
            check(f"dave's Digest response for {uri} in a SUBSCRIBE to frank gets {status}", status == wanted, status)

    def digest_without_qop(self):
        """Responses of RFC 2069, at the server's edge."""
        phone, statuses = Phone("erin", self.lab.phones, self.edge, CLEAR_PASSWORDS["erin"]), []
        phone.has_qop = False
        for _ in range(3):
            response = attacker.send_tcp(self.lab.phones, self.server, phone.request(
                "PUBLISH", ERIN, ERIN, ["Event: presence", "Content-Type: application/pidf+xml"],
                document("erin", self.note())))
            statuses.append(response.status)
            phone.challenged_by(response)
        check("erin's Digest response without qop is accepted once", statuses == [401, 200, 401], statuses)
        check("  and dave is notified", self.dave.notified() is not None, "no NOTIFY")
        phone.close()

    def forged_notification(self):
        """A NOTIFY in clear in dave's dialog, which went in clear, from another address than the server's edge."""
        forged = attacker.notification(self.lab, self.dave, self.subscription, document("erin", self.note()))
        other = forged.replace(b"Event: presence", b"Event: dialog").replace(b"application/pidf+xml", b"text/plain")
        for kind, octets in (("a clear NOTIFY", forged), ("a NOTIFY of another event package", other)):
            for source, wanted in ((self.lab.phones, False), (self.lab.server_edge, True)):
                response = attacker.send_tcp(source, (self.lab.user_edge, self.lab.network_port),
                                             attacker.fresh_branch(octets))
                arrived = self.dave.notified(timeout=1) is not None
                check(f"{kind} from {'the next hop' if wanted else 'elsewhere'} gets {response.status}",
                      (response.status == 200) == wanted and arrived == wanted, (response.first, arrived))

    def mallory_with_a_password(self):
        """Mallory has a password of her own at the server's edge."""
        other = attacker.other_credentials("erin", ERIN)
        cases = (("erin", "", [401, 403]), ("erin", "Authorization", [401, 403]),
                 ("erin", "Proxy-Authorization", [401, 403]), ("mallory", "", [403]))
        for user, second, wanted in cases:
            mallory = Phone(user, self.lab.phones, self.edge, "malice", login="mallory")
            statuses, fields = [], ["Event: presence", "Content-Type: application/pidf+xml"]
            for _ in range(2):
                sent = mallory.request("PUBLISH", f"sip:{user}@{DOMAIN}", f"sip:{user}@{DOMAIN}", fields,
                                       document(user, self.note()))
                # Only beside a valid response: alone it is refused.
                fields += [f"{second}: {other}"] if second else []
                response = attacker.send_tcp(self.lab.phones, self.server, sent)
                statuses.append(response.status)
                if not mallory.challenged_by(response):
                    break
            also = f" and erin's name in a second {second}" if second else ""
            check(f"mallory's password with From {user}{also} gets {statuses} at the server's edge",
                  statuses == wanted, statuses)
            mallory.close()

    def no_way_back(self):
        """Erin gets a certificate; then nothing in clear is taken for hers or sent about her."""
        self.lab.enrol("erin")
        time.sleep(1)
        self.erin.challenges.clear()
        note = self.note()
        statuses, _ = self.erin.publish(note)
        check("erin has got a certificate: her PUBLISH is protected, and needs no second proof", statuses == [407, 200], statuses)
        check("  and the server's edge remembers it", self.recorded() == {ERIN}, self.recorded())
        check("  and dave, who has no certificate, gets nothing of it in clear",
              self.dave.notified(timeout=1) is None, "a NOTIFY arrived")
        plain = self.erin.request("PUBLISH", ERIN, ERIN, ["Event: presence", "Content-Type: application/pidf+xml"],
                                  document("erin", self.note()))
        check("a clear PUBLISH of hers gets 403", self.attack(plain) == 403)
        for store in ("user", "core"):
            self.lab.run(store, "cert", "remove", ERIN, "--yes")
        time.sleep(1)
        statuses, _ = self.erin.publish(self.note())
        check("without her certificate too: her phone's PUBLISH gets 403", statuses[-1] == 403, statuses)
        check("  and dave still nothing", self.dave.notified(timeout=0.7) is None, "a NOTIFY arrived")
        self.lab.run("core", "peer", "clear", ERIN)
        time.sleep(1)
        note = self.note()
        statuses, _ = self.erin.publish(note)
        check("after the administrator's 'peer clear' it counts again", statuses[-1] == 200, statuses)
        check("  and dave's phone gets it", self.dave.notified(note, timeout=3) is not None, "no NOTIFY")
