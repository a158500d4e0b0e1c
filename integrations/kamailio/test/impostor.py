"""A broken service on the edge's socket: what an edge must survive."""
import os
import re
import socket
import threading


class Impostor:
    """Answers /v1/judge with `judgement`, and other requests with `answer`; octets, or None to close."""

    def __init__(self, path, judgement, answer):
        self.path, self.judgement, self.answer, self.requests, self.streams = path, judgement, answer, [], []
        if os.path.exists(path):
            os.unlink(path)
        self.server = socket.socket(socket.AF_UNIX)
        self.server.bind(path)
        self.server.listen(16)
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                stream, _ = self.server.accept()
            except OSError:
                return
            self.streams.append(stream)
            threading.Thread(target=self.serve, args=(stream,), daemon=True).start()

    def serve(self, stream):
        """Answers the requests of a connection until it is closed."""
        with stream:
            received = b""
            while more := stream.recv(65536):
                received += more
                head, separator, body = received.partition(b"\r\n\r\n")
                length = re.search(rb"Content-Length: (\d+)", head)
                if not separator or not length or len(body) < int(length.group(1)):
                    continue
                received = b""
                target = head.split(b" ")[1].decode()
                self.requests.append(target)
                octets = self.judgement if target.startswith("/v1/judge") else self.answer
                if octets is None:
                    return
                try:
                    stream.sendall(octets)
                except OSError:
                    return

    def close(self):
        self.server.shutdown(socket.SHUT_RDWR)
        self.server.close()
        for stream in self.streams:
            try:
                stream.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
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
