"""The claims about what leaves an edge: in clear only what may, whatever Content-Type says."""
import os
import threading

import attacker
from attacks import CONTENT_TYPES
from claims import check
from lab import DOMAIN
from neighbours import Core, NextHop
from phone import document

# By policy: a watcher, a presentity, and about whom the document is. The strictest policy of all three counts.
PARTIES = {"require": ("bob", "alice", "alice"), "prefer": ("dave", "erin", "erin"), "off": ("grace", "frank", "frank"),
           "off, a document of require": ("grace", "frank", "alice")}
MAY_LEAVE_IN_CLEAR = ("prefer", "off")
REFUSALS = tuple(f"refused with {status}" for status in (400, 403, 415, 493))


class Leaving:
    """A part of the story."""

    def what_leaves_the_users_edge(self):
        """PUBLISHes by phones under the three policies, to a next hop that refuses everything."""
        self.stop_servers_edge()
        hop = NextHop(self.server, 403)
        phones = {user: self.phone(user) for _, user, _ in PARTIES.values()}
        for kind in CONTENT_TYPES:
            ways = {}
            for policy, (_, user, subject) in PARTIES.items():
                note, uri = self.note(), f"sip:{user}@{DOMAIN}"
                statuses, _ = phones[user].ask("PUBLISH", uri, uri, ["Event: presence", f"Content-Type: {kind}"],
                                               document(subject, note))
                ways[policy] = self.way(hop, note, statuses[-1])
            self.check_ways("PUBLISH", kind, ways)
        phone, alice = phones["frank"], f"sip:alice@{DOMAIN}"
        hop.received.clear()
        statuses, _ = phone.ask("SUBSCRIBE", alice, f"sip:erin@{DOMAIN}", ["Event: presence", "Expires: 600"])
        check("a SUBSCRIBE to alice that calls her erin in To stays within the user's edge",
              statuses[-1] == 403 and not hop.received, (statuses, hop.received))
        hop.close()
        self.lab.start("server-edge")

    def what_leaves_the_servers_edge(self):
        """NOTIFYs of a presence server under the three policies."""
        hop, core = NextHop((self.lab.phones, 5080), 200), Core(self.lab)
        for kind in CONTENT_TYPES:
            ways = {}
            for policy, (watcher, presentity, subject) in PARTIES.items():
                note = self.note()
                status = core.send(self.notification(watcher, presentity, kind, document(subject, note)))
                ways[policy] = self.way(hop, note, status)
            self.check_ways("NOTIFY", kind, ways)
        hop.close()
        core.close()

    def notification(self, watcher, presentity, kind, body):
        """A NOTIFY of the presence server, by the server's edge to the next hop."""
        edge, call = self.lab.server_edge, os.urandom(8).hex()
        lines = [f"NOTIFY sip:{watcher}@{self.lab.phones}:5080;transport=tcp SIP/2.0",
                 f"Via: SIP/2.0/UDP {self.lab.core}:5063;branch=z9hG4bK{call}", "Max-Forwards: 70",
                 f"Route: <sip:{edge}:5062;r2=on;lr>, <sip:{edge}:{self.lab.edge_port};transport=tcp;r2=on;lr>",
                 f"From: <sip:{presentity}@{DOMAIN}>;tag=1", f"To: <sip:{watcher}@{DOMAIN}>;tag=2", f"Call-ID: {call}",
                 "CSeq: 1 NOTIFY", f"Contact: <sip:{self.lab.core}:5063>", "Event: presence",
                 "Subscription-State: active;expires=600", f"Content-Type: {kind}", f"Content-Length: {len(body)}"]
        return ("\r\n".join(lines) + "\r\n\r\n").encode() + body

    @staticmethod
    def way(hop, note, status):
        """How a message with a note has left an edge, and forgets it."""
        sent = list(hop.received)
        hop.received.clear()
        if not sent:
            return f"refused with {status}"
        if any(note.encode() in octets for octets in sent):
            return "in clear"
        return "protected" if all(b"pkcs7-mime" in octets for octets in sent) else "changed"

    @staticmethod
    def check_ways(method, kind, ways):
        allowed = {policy: {"protected", *REFUSALS, *(["in clear"] if policy in MAY_LEAVE_IN_CLEAR else [])}
                   for policy in ways}
        holds = all(way in allowed[policy] for policy, way in ways.items())
        if kind == "application/pidf+xml":
            holds = holds and [ways[policy] for policy in ("require", "prefer", "off")] == ["protected"] + ["in clear"] * 2
        check(f"a {method} called {kind} leaves: " + ", ".join(": ".join(pair) for pair in ways.items()), holds, ways)

    def requests_to_the_core(self):
        """What an attacker writes into a protected request, and the presence server could believe."""
        self.lab.stop("other-server")
        core = Core(self.lab)
        fields = f"Route: <sip:{self.lab.phones}:9;lr>\r\nRemote-Party-ID: <sip:bob@{DOMAIN}>\r\n" \
                 f"P-Preferred-Identity: <sip:bob@{DOMAIN}>\r\n"
        message = self.protected("alice").replace(b"Max-Forwards:", fields.encode() + b"Max-Forwards:", 1)
        threading.Thread(target=self.attack, args=(message,), daemon=True).start()
        names = [name for name, _ in core.request().fields]
        check("a Route or another name that a proxy added does not reach the presence server",
              not {"Route", "Remote-Party-ID", "P-Preferred-Identity"} & set(names), names)
        core.close()
