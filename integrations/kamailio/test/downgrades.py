"""The claims about responses: what an element between the edges could make a phone do in clear."""
import socket
import time

import attacker
from claims import check
from lab import CLEAR_PASSWORDS, DOMAIN, PASSWORDS
from neighbours import NextHop
from phone import Phone, document

CHALLENGE = f'Digest realm="{DOMAIN}", nonce="1", qop="auth"'
RESPONSES = {
    401: f"WWW-Authenticate: {CHALLENGE}", 407: f"Proxy-Authenticate: {CHALLENGE}",
    302: "Contact: <sip:127.0.0.1:9>", 305: "Contact: <sip:127.0.0.1:9>"}


class Downgrades:
    """A part of the story."""

    def downgrades(self):
        """A next hop that asks for Digest, or sends the phone elsewhere."""
        self.stop_servers_edge()
        uri = f"sip:alice@{DOMAIN}"
        requests = {
            "PUBLISH": (uri, ["Event: presence", "Content-Type: application/pidf+xml"], document("alice", self.note())),
            "SUBSCRIBE": (f"sip:bob@{DOMAIN}", ["Event: presence", "Expires: 600"], b"")}
        hop = NextHop(self.server, 403)
        for status, field in RESPONSES.items():
            hop.status, hop.fields = status, (field,)
            for method, (target, fields, body) in requests.items():
                phone = Phone("alice", self.lab.phones, self.edge, PASSWORDS["alice"])
                statuses, _ = phone.ask(method, target, target, fields, body)
                check(f"the answer {status} to a protected {method} becomes 403", statuses == [407, 403], statuses)
                phone.close()
        hop.status, hop.fields = 302, (RESPONSES[302],)
        phone = Phone("frank", self.lab.phones, self.edge, CLEAR_PASSWORDS["frank"])
        statuses, _ = phone.publish(self.note())
        check("so does 302 to a clear PUBLISH", statuses == [407, 403], statuses)
        phone.close()
        hop.status, hop.fields = 403, ()
        hop.received.clear()
        phone = Phone("alice", self.lab.phones, self.edge, PASSWORDS["alice"])
        other = attacker.other_credentials("alice", uri)
        for method, (target, fields, body) in requests.items():
            phone.ask(method, target, target, [*fields, f"Authorization: {other}", f"Proxy-Authorization: {other}"], body)
        heads = [message.partition(b"\r\n\r\n")[0].lower() for message in hop.received]
        check("no Digest response goes out beside what is protected", len(heads) == 2
              and not any(b"authorization" in head for head in heads), heads)
        phone.close()
        hop.close()
        self.lab.start("server-edge")
        self.works("after its return the server's edge serves alice and bob", 5)

    def responses(self):
        """Responses without a transaction, and responses whose Content-Length does not tell of their body."""
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as phone:
            phone.bind((self.lab.phones, 0))
            phone.settimeout(0.5)
            host, port = phone.getsockname()
            user, server = self.lab.user_edge, self.lab.server_edge
            doors = ((user, self.lab.network_port, "TCP"), (user, self.lab.phone_port, "UDP"),
                     (server, self.lab.edge_port, "TCP"), (server, 5062, "UDP"), (server, 5063, "UDP"))
            for address, door, transport in doors:
                lines = ["SIP/2.0 401 Unauthorized", f"Via: SIP/2.0/{transport} {address}:{door};branch=z9hG4bK1",
                         f"Via: SIP/2.0/UDP {host}:{port};branch=z9hG4bK2", f"From: <sip:alice@{DOMAIN}>;tag=1",
                         f"To: <sip:alice@{DOMAIN}>;tag=2", "Call-ID: 1", "CSeq: 1 PUBLISH",
                         "WWW-Authenticate: " + CHALLENGE, "Content-Length: 0"]
                response = ("\r\n".join(lines) + "\r\n\r\n").encode()
                if transport == "TCP":
                    with socket.create_connection((address, door), 5) as stream:
                        stream.sendall(response)
                        received = self.receive(phone)
                else:
                    phone.sendto(response, (address, door))
                    received = self.receive(phone)
                check(f"a response without a transaction does not pass port {door}", received is None, received)
        for name, length in (("no Content-Length", lambda body: None), ("Content-Length 0", lambda body: 0),
                             ("too small a Content-Length", lambda body: 5)):
            self.bob.response_length = length
            self.works(f"a phone answers with a body and {name}", 5)
        self.bob.response_length = len
        time.sleep(0.3)
        octets = b"".join(self.capture.streams(self.lab.user_edge, self.lab.server_edge).values())
        check("  and the body does not leave the edge", b"in a response" not in octets)

    @staticmethod
    def receive(phone):
        try:
            return phone.recv(65535)
        except socket.timeout:
            return None
