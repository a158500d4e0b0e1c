"""The claims about attackers: a proxy between the edges, a phone with another name, a thief of NOTIFYs."""
import time

import attacker
from claims import MARK, check
from lab import DOMAIN
from phone import Phone, document


# Kamailio must decide nothing by them.
CONTENT_TYPES = (
    "application/pidf+xml", "application/PIDF+XML;charset=utf-8", "application/pidf-diff+xml", "application/xml", "text/plain",
    "application/pkcs7-mime", "application/pkcs7-mime; smime-type=signed-data", "application/octet-stream", "message/sip",
    "multipart/mixed; boundary=x", "multipart/signed; boundary=x; protocol=\"application/pkcs7-signature\"", "x/y")


class Attacks:
    """A part of the story."""

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

    def rewriting(self):
        """What an element between the edges must not do to a SUBSCRIBE."""
        phone = Phone("bob", self.lab.phones, self.edge, "")
        uri = f"sip:alice@{DOMAIN}"
        changes = {
            "Contact": (b"Contact: <sip:bob@", b"Contact: <sip:bob@127.0.0.1:9;x="), "Call-ID": (b"Call-ID: ", b"Call-ID: 1"),
            "CSeq": (b"CSeq: ", b"CSeq: 9"), "Expires": (b"Expires: 600", b"Expires: 60"),
            "Event": (b"Event: presence", b"Event: presence.winfo"), "the tag of From": (b";tag=", b";tag=1"),
            "From": (b"From: <sip:bob@", b"From: <sip:carol@"), "To": (b"To: <sip:alice@", b"To: <sip:carol@"),
            "the Request-URI": (b"SUBSCRIBE sip:alice@", b"SUBSCRIBE sip:carol@")}
        for field, (before, after) in changes.items():
            plain = phone.request("SUBSCRIBE", uri, uri, ["Event: presence", "Expires: 600"])
            message = attacker.Service(self.lab.path("user.sock")).protect(plain, "?tunnel=true")
            changed = message.replace(before, after, 1)
            status = self.attack(changed) if changed != message else None
            check(f"a SUBSCRIBE in which {field} was rewritten is refused with 403", status == 403, status)
        phone.close()

    def clear_text(self):
        phone = Phone("alice", self.lab.phones, self.edge, "")
        uri, own = f"sip:alice@{DOMAIN}", f"sip:mallory@{DOMAIN}"
        for kind in CONTENT_TYPES:
            plain = phone.request("PUBLISH", uri, uri, ["Event: presence", f"Content-Type: {kind}"],
                                  document("alice", self.note()))
            status = self.attack(plain)
            check(f"a clear-text PUBLISH called {kind} is refused with {status}", status in (400, 403, 415, 493), status)
            fields = ["Event: presence", f"Content-Type: {kind}"]
            statuses, _ = self.phone("mallory").ask("PUBLISH", own, own, fields, document("mallory", self.note()))
            check(f"  and what mallory's phone calls so is protected or refused ({statuses[-1]})",
                  statuses[-1] in (200, 400, 403, 415, 493), statuses)
        check("  and bob hears of none of them", self.bob.notified(timeout=0.7) is None, "a NOTIFY arrived")
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

    def proofs(self):
        """Digest responses that do not prove who the phone is, at the user's edge."""
        before, uri = self.signatures(), f"sip:alice@{DOMAIN}"
        fields = ["Event: presence", "Content-Type: application/pidf+xml"]
        for field in ("Proxy-Authorization", "Authorization"):
            mallory = self.phone("alice", login="mallory")
            statuses, _ = mallory.ask("PUBLISH", uri, uri, [
                *fields, f"{field}: {attacker.other_credentials('alice', uri)}"], document("alice", self.note()))
            check(f"mallory's Digest response after a second one with alice's name in {field} gets 403",
                  statuses == [407, 403] and self.signatures() == before, statuses)
        phone = self.phone("alice")
        phone.has_qop = False
        statuses = [phone.publish(self.note())[0] for _ in range(2)]
        check("a Digest response without qop is accepted once", statuses == [[407, 200]] * 2, statuses)
        while self.bob.notified(timeout=0.7):
            pass

    def pretences(self):
        """What mallory's phone writes after it has proved to be mallory."""
        mallory, alice, own = self.phone("mallory"), f"sip:alice@{DOMAIN}", f"sip:mallory@{DOMAIN}"
        fields = ["Event: presence", "Content-Type: application/pidf+xml"]
        for claim, uri, to, entity in (("Request-URI", alice, own, "mallory"), ("To", own, alice, "mallory"),
                                       ("Request-URI and To", alice, alice, "mallory"),
                                       ("a document", own, own, "alice"), ("everything else", alice, alice, "alice")):
            statuses, _ = mallory.ask("PUBLISH", uri, to, fields, document(entity, self.note()))
            check(f"a PUBLISH from mallory with {claim} of alice gets 403", statuses[-1] == 403, statuses)
        check("  and bob hears of none of them", self.bob.notified(timeout=0.7) is None, "a NOTIFY arrived")
        call = "pretence"
        mallory.dialogs.add(call)
        statuses, _ = mallory.ask("SUBSCRIBE", alice, alice, [
            "Event: presence", "Expires: 600", f"P-Asserted-Identity: <sip:bob@{DOMAIN}>"], call=call)
        first = mallory.notified()
        check("mallory asserting to be bob stays pending", first is not None and not first.body
              and first.field("Subscription-State").startswith("pending"), first and first.octets)
        call = "asserted"
        plain = mallory.request("SUBSCRIBE", alice, alice, ["Event: presence", "Expires: 600"], call=call)
        message = attacker.Service(self.lab.path("user.sock")).protect(plain, "?tunnel=true")
        asserted = message.replace(b"Event: ", f"P-Asserted-Identity: <sip:bob@{DOMAIN}>\r\nEvent: ".encode(), 1)
        status = self.attack(asserted)
        # Kamailio must not write while this reads: its SQLite does not wait.
        time.sleep(0.5)
        watchers = self.lab.sql("presence.sqlite", f"SELECT watcher_username FROM active_watchers WHERE callid = '{call}';")
        check(f"nor does another element make bob of her ({status})", watchers in (b"", b"mallory\n"), watchers)
        statuses, _ = mallory.ask("MESSAGE", alice, alice, fields[1:], document("mallory", self.note()))
        check("presence in another method gets 405", statuses[-1] == 405, statuses)

    def notifications(self):
        """NOTIFYs that an attacker sends to the user's edge in bob's dialog."""
        user = (self.lab.user_edge, self.lab.network_port)
        sent = [message for message in self.capture.messages(self.lab.server_edge, self.lab.user_edge)
                if message.startswith(b"NOTIFY") and b"pkcs7-mime" in message]
        plain = sent[-1].partition(b"\r\n\r\n")[0]
        body = document("alice", self.note())
        lines = [line for line in plain.split(b"\r\n") if not line.lower().startswith(b"content-")]
        forged = [("a replayed NOTIFY", sent[-1]), ("a NOTIFY with a flipped bit", attacker.flip(sent[-1]))]
        for kind in CONTENT_TYPES:
            plain = b"\r\n".join(lines + [b"Content-Type: " + kind.encode(), b"Content-Length: %d" % len(body)])
            forged.append((f"a clear-text NOTIFY called {kind}", plain + b"\r\n\r\n" + body))
        # Presence by another name, which a tolerant phone may read.
        forged.append(("a clear-text NOTIFY of another event package",
                       plain.replace(b"Event: presence", b"Event: dialog") + b"\r\n\r\n" + body))
        for claim, octets in forged:
            octets = attacker.fresh_branch(octets)
            response = attacker.send_tcp(self.lab.phones, user, octets)
            check(f"{claim} is refused with 403, which ends no subscription",
                  response and response.status == 403, response and response.first)
        check("  and bob's phone hears of none of them", self.bob.notified(timeout=0.7) is None, "a NOTIFY arrived")
        self.diverted(user)
        self.misattributed(user)

    def misattributed(self, user):
        """Mallory knows bob's dialog with alice, and sends a NOTIFY there under her own name and key."""
        _, dialog = self.bob.subscribe("alice")
        self.bob.notified(MARK)
        plain = attacker.notification(self.lab, self.bob, dialog, document("mallory", self.note()))
        plain = plain.replace(f"From: {dialog.field('To')}".encode(), b"From: <sip:mallory@example.test>;tag=2")
        protected = attacker.Service(self.lab.path("user.sock")).protect(
            plain, "?from=sip:mallory@example.test&to=sip:bob@example.test")
        response = attacker.send_tcp(self.lab.phones, user, attacker.fresh_branch(protected))
        check("mallory's NOTIFY in bob's dialog with alice gets 403, and bob's phone hears nothing of it",
              response and response.status == 403 and self.bob.notified(timeout=0.7) is None, response and response.first)
        self.bob.dialogs.remove(dialog.field("Call-ID"))

    def diverted(self, user):
        """An on-path attacker holds a NOTIFY back and sends it on with an address of its own."""
        _, dialog = self.bob.subscribe("alice")
        self.bob.notified(MARK)
        thief = Phone("bob", self.lab.phones, self.edge, "")
        thief.dialogs.add(dialog.field("Call-ID"))
        note = self.note()
        plain = attacker.notification(self.lab, self.bob, dialog, document("alice", note))
        held = attacker.Service(self.lab.path("server.sock")).protect(plain)
        stolen = attacker.replace_first_line(attacker.fresh_branch(held), f"sip:bob@{thief.host}:{thief.port}")
        response = attacker.send_tcp(self.lab.phones, user, stolen)
        check(f"a NOTIFY sent on with another Request-URI ({response and response.status}) does not reach that address",
              thief.notified(timeout=1) is None, "the thief got it")
        check("  but bob's phone, which proved itself in that dialog", self.bob.notified(note) is not None, "no NOTIFY")
        self.bob.dialogs.remove(dialog.field("Call-ID"))
        thief.close()
