"""A broken service on the edge's socket: what an edge must survive."""
import os

from peer import Peer, unix_listener


class Impostor(Peer):
    """Answers /v1/judge with `judgement`, and other requests with `answer`; octets, or None to close."""

    def __init__(self, path, judgement, answer):
        self.path, self.judgement, self.answer, self.requests = path, judgement, answer, []
        super().__init__(unix_listener(path))

    def serve(self, stream, head, _):
        target = head.split(b" ")[1].decode()
        self.requests.append(target)
        octets = self.judgement if target.startswith("/v1/judge") else self.answer
        if octets is not None:
            stream.sendall(octets)
        return octets is not None

    def close(self):
        super().close()
        os.unlink(self.path)


def page(body, status="200 OK"):
    """An HTTP response."""
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode()


MUST_OPEN, MUST_PROTECT = page('{ "handling" : "open" }'), page('{ "handling" : "protect", "tunnel" : false }')

# What an edge must treat as no answer, by name: the answers to /v1/judge that are none, and those to the second request.
NO_JUDGEMENT = {
    "names no known handling": page('{ "handling" : "ignore" }'),
    "answers with an empty body": page(""),
    "is not allowed to judge": page("{}", "404 Not Found"),
    "answers in chunks": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "does not speak HTTP": b"hello\r\n\r\n",
    "answers twice": page("", "500 Internal Server Error") + page('{ "handling" : "pass" }'),
    "sends half an answer": b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{",
}
TWICE = MUST_PROTECT + page('{ "handling" : "pass" }')
NO_MESSAGE = {
    "closes the connection": None,
    "answers without a message": page(""),
    "answers with something else": page("<html>"),
    "is overloaded": page("{}", "503 Service Unavailable"),
    "answers with another status": page("{}", "500 Internal Server Error"),
}
