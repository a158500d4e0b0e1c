"""Phones with TLS client certificates, and the CA that certifies them."""
import re
import select
import socket
import ssl
import subprocess
import threading

from phone import Phone

DOMAIN = "example.test"


def certify(path, users):
    """Makes a CA, a certificate of the edge, and one of each user with its address as a URI; PEM files below `path`."""
    def openssl(*arguments):
        subprocess.run(["openssl", *arguments], check=True, capture_output=True)

    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30"]
    openssl("req", "-x509", *key, "-subj", "/CN=CA of the phones", "-keyout", path("tls-ca.key"), "-out", path("tls-ca.pem"))
    for name, address in [("edge", f"DNS:{DOMAIN}"), *((user, f"URI:sip:{user}@{DOMAIN}") for user in users)]:
        openssl("req", "-x509", *key, "-subj", f"/CN={name}", "-addext", f"subjectAltName={address}",
                "-addext", "basicConstraints=critical,CA:FALSE", "-CA", path("tls-ca.pem"), "-CAkey", path("tls-ca.key"),
                "-keyout", path(f"tls-{name}.key"), "-out", path(f"tls-{name}.pem"))


class Stream:
    """A TLS connection in the form of a datagram socket: one SIP message at a time."""

    def __init__(self, path, user, edge):
        context = ssl.create_default_context(cafile=path("tls-ca.pem"))
        if user:
            context.load_cert_chain(path(f"tls-{user}.pem"), path(f"tls-{user}.key"))
        self.peer, self.received, self.lock = edge, b"", threading.Lock()
        # A TLS record need not hold octets of the application.
        self.stream = context.wrap_socket(socket.create_connection(edge, 5), server_hostname=DOMAIN)
        self.stream.settimeout(0.2)

    def getsockname(self):
        return self.stream.getsockname()

    def sendto(self, octets, _):
        with self.lock:
            self.stream.sendall(octets)

    def recvfrom(self, size):
        while True:
            head, separator, rest = self.received.partition(b"\r\n\r\n")
            length = re.search(rb"\r\nContent-Length: *(\d+)", head, re.IGNORECASE)
            if separator and length and len(rest) >= int(length.group(1)):
                end = len(head) + 4 + int(length.group(1))
                message, self.received = self.received[:end], self.received[end:]
                return message, self.peer
            self.received += self.read(size)

    def read(self, size):
        """The next octets. A TLS connection is not for two threads at once."""
        while True:
            with self.lock:
                if self.stream.pending() or select.select([self.stream], [], [], 0)[0]:
                    try:
                        more = self.stream.recv(size)
                    except TimeoutError:
                        continue
                    if not more:
                        raise ConnectionError("closed")
                    return more
            select.select([self.stream], [], [], 0.2)

    def close(self):
        self.stream.close()


class TLSPhone(Phone):
    """A phone that proves who it is by the certificate of `login`, and sends no passwords."""

    transport = "TLS"

    def __init__(self, path, user, edge, login=None):
        self.stream = Stream(path, user if login is None else login, edge)
        super().__init__(user, None, edge, "")

    def open_socket(self, _):
        return self.stream
