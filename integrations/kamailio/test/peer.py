"""A server that answers one message after the other on each of its connections."""
import os
import re
import socket
import threading


class Peer:
    """Each connection has a thread; `serve(stream, head, body)` answers a message, and returns whether more follow."""

    def __init__(self, listener):
        self.listener, self.streams = listener, []
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                stream, _ = self.listener.accept()
            except OSError:
                return
            self.streams.append(stream)
            threading.Thread(target=self.read, args=(stream,), daemon=True).start()

    def read(self, stream):
        """Serves the messages of a connection until it is closed."""
        received = b""
        try:
            with stream:
                while more := stream.recv(65536):
                    received += more
                    while True:
                        head, separator, rest = received.partition(b"\r\n\r\n")
                        length = re.search(rb"\r\n(?:Content-Length|l): *(\d+)", head, re.IGNORECASE)
                        end = int(length.group(1)) if length else 0
                        if not separator or len(rest) < end:
                            break
                        received = rest[end:]
                        if not self.serve(stream, head, rest[:end]):
                            return
        except OSError:
            pass

    def close(self):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        for stream in self.streams:
            try:
                stream.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


def unix_listener(path):
    """A socket in the place of a service's, which may have been killed."""
    if os.path.exists(path):
        os.unlink(path)
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen(16)
    return listener
