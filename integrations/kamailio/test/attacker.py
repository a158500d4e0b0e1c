"""What an attacker between the edges does: sends octets of its own choice, over TCP or UDP."""
import http.client
import os
import re
import socket

from phone import Message


def fresh_branch(octets):
    """The message with another transaction, as nothing protects Via."""
    return re.sub(rb"branch=z9hG4bK[^;\r\n]*", b"branch=z9hG4bK" + os.urandom(8).hex().encode(), octets, count=1)


def flip(octets):
    """The message with one bit of its body changed."""
    at = len(octets) - 100
    return octets[:at] + bytes([octets[at] ^ 1]) + octets[at + 1:]


def replace_first_line(octets, uri):
    """The message with another Request-URI."""
    return re.sub(rb"^(\w+) \S+ ", lambda match: match.group(1) + b" " + uri.encode() + b" ", octets, count=1)


def notification(lab, phone, dialog, body):
    """A NOTIFY in clear as the presence server would send it to the user's edge in a dialog of a phone."""
    lines = [f"NOTIFY sip:{phone.user}@{phone.host}:{phone.port} SIP/2.0",
             f"Via: SIP/2.0/UDP {lab.phones}:5060;branch=z9hG4bK1;rport", "Max-Forwards: 70",
             *(f"Route: {route}" for route in dialog.all("Record-Route")[2:]),
             "From: " + dialog.field("To"), "To: " + dialog.field("From"), "Call-ID: " + dialog.field("Call-ID"),
             "CSeq: 500 NOTIFY", f"Contact: <sip:{lab.server_edge}>", "Event: presence",
             "Subscription-State: active;expires=600", "Content-Type: application/pidf+xml",
             f"Content-Length: {len(body)}"]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


def other_credentials(user, uri):
    """A Digest response in the name of a user, for a realm that no edge has."""
    return f'Digest username="{user}", realm="elsewhere.test", nonce="1", uri="{uri}", response="{"0" * 32}"'


def send_tcp(source, destination, octets, timeout=12):
    """Sends a request over a connection of its own and returns the final response."""
    octets = re.sub(rb"Via: SIP/2.0/UDP ", b"Via: SIP/2.0/TCP ", octets, count=1)
    with socket.create_connection(destination, 5, source_address=(source, 0)) as stream:
        stream.settimeout(timeout)
        stream.sendall(octets)
        received = b""
        while True:
            while b"\r\n\r\n" not in received:
                more = stream.recv(65536)
                if not more:
                    return None
                received += more
            head, _, received = received.partition(b"\r\n\r\n")
            response = Message(head + b"\r\n\r\n")
            if response.status and response.status >= 200:
                return response


def send_udp(source, destination, octets, timeout=5):
    """Sends a request in a datagram and returns the first response."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.bind((source, 0))
        client.settimeout(timeout)
        client.sendto(octets, destination)
        try:
            return Message(client.recv(65535))
        except socket.timeout:
            return None


class Service(http.client.HTTPConnection):
    """A client of smime-presenced."""

    def __init__(self, path):
        super().__init__("localhost", timeout=10)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(self.path)

    def protect(self, message, query=""):
        self.request("POST", "/v1/protect" + query, message, {"Content-Type": "message/sip"})
        answer = self.getresponse()
        octets = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"protect: {answer.status} {octets.decode(errors='replace')}")
        return octets
