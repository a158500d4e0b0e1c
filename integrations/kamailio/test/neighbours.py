"""The neighbours of an edge, of which a test decides what they send and answer."""
import socket
import time

from peer import Peer
from phone import Message


def bound(kind, address):
    """A socket at the address of a process that may just have been killed."""
    limit = time.monotonic() + 5
    while True:
        bound_socket = socket.socket(socket.AF_INET, kind)
        if kind == socket.SOCK_STREAM:
            bound_socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            bound_socket.bind(address)
            return bound_socket
        except OSError:
            bound_socket.close()
            if time.monotonic() > limit:
                raise
        time.sleep(0.05)


class NextHop(Peer):
    """Keeps every request that arrives, and answers it with a status."""

    def __init__(self, address, status):
        self.status, self.fields, self.received = status, (), []
        listener = bound(socket.SOCK_STREAM, address)
        listener.listen(16)
        super().__init__(listener)

    def serve(self, stream, head, body):
        request = Message(head + b"\r\n\r\n" + body)
        self.received.append(request.octets)
        lines = [f"SIP/2.0 {self.status} Answer", *self.fields, "Content-Length: 0"]
        lines += [f"{name}: {value}" for name, value in request.fields
                  if name.lower() in ("via", "from", "to", "call-id", "cseq")]
        stream.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        return True


class Core:
    """A presence server behind the server's edge: takes requests, and sends NOTIFYs of the test's choice."""

    def __init__(self, lab):
        self.edge = (lab.server_edge, 5062)
        self.socket = bound(socket.SOCK_DGRAM, (lab.core, 5063))
        self.socket.settimeout(5)

    def request(self):
        """The next request."""
        return Message(self.socket.recv(65535))

    def send(self, octets):
        """Sends a request, and returns the status of the final response to it."""
        self.socket.sendto(octets, self.edge)
        call = Message(octets).field("Call-ID")
        while True:
            message = Message(self.socket.recv(65535))
            if message.status and message.status >= 200 and message.field("Call-ID") == call:
                return message.status

    def close(self):
        self.socket.close()
