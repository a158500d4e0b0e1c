"""A small SIP phone for tests: Digest, PUBLISH, SUBSCRIBE, and answers to NOTIFYs. It knows nothing of S/MIME."""
import hashlib
import os
import queue
import re
import socket
import sys
import threading
import time

BODY = """<?xml version="1.0" encoding="UTF-8"?>
<presence xmlns="urn:ietf:params:xml:ns:pidf" entity="sip:{user}@{domain}"><tuple id="t1"><status><basic>open</basic>\
</status><note xml:lang="en">{note}</note><timestamp>{time}</timestamp></tuple></presence>
"""


def document(user, note, domain="example.test"):
    """A presence document, whose timestamp is later than that of the one before."""
    now = time.time()
    moment = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(now)) + f"{now % 1:.6f}Z"[1:]
    return BODY.format(user=user, domain=domain, note=note, time=moment).encode()


class Message:
    """A received SIP message."""

    def __init__(self, octets):
        head, _, self.body = octets.partition(b"\r\n\r\n")
        lines = head.decode("utf-8", "surrogateescape").split("\r\n")
        self.octets, self.first = octets, lines[0]
        self.fields = [tuple(part.strip() for part in line.split(":", 1)) for line in lines[1:] if ":" in line]

    def all(self, name):
        return [value for field, value in self.fields if field.lower() == name.lower()]

    def field(self, name):
        return next(iter(self.all(name)), "")

    @property
    def status(self):
        return int(self.first.split(" ")[1]) if self.first.startswith("SIP/2.0") else None

    @property
    def method(self):
        return None if self.status else self.first.split(" ")[0]


class Phone:
    """A user agent on UDP, which sends everything to its edge."""

    def __init__(self, user, address, edge, password, login=None, domain="example.test"):
        self.user, self.login, self.password, self.domain = user, login or user, password, domain
        self.edge = edge
        # The last challenge by the field that answers it, and how many requests have answered it.
        self.challenges = {}
        # In responses to NOTIFYs. The function returns what Content-Length says; none leaves the field out.
        self.response_body, self.response_length = b"", len
        # Without qop, as in RFC 2069.
        self.has_qop = True
        self.socket = self.open_socket(address)
        self.host, self.port = self.socket.getsockname()
        self.responses, self.notifications = queue.Queue(), queue.Queue()
        self.dialogs, self.tag, self.sequence = set(), os.urandom(4).hex(), 0
        threading.Thread(target=self.receive, daemon=True).start()

    transport = "UDP"
    # The number of copies sent of each datagram, as a network may do.
    copies = 1

    def open_socket(self, address):
        datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        datagrams.bind((address, 0))
        return datagrams

    def receive(self):
        # A closed socket of TLS raises ValueError.
        try:
            while True:
                octets, source = self.socket.recvfrom(65535)
                self.take(Message(octets), source)
        except (OSError, ValueError):
            return

    def take(self, message, source):
        """Keeps a response or a NOTIFY of one of the phone's dialogs, and answers a request."""
        if message.status:
            if message.status >= 200:
                self.responses.put(message)
        elif message.method == "NOTIFY":
            is_known = message.field("Call-ID") in self.dialogs
            self.answer(message, "200 OK" if is_known else "481 Subscription Does Not Exist", source)
            if is_known:
                self.notifications.put(message)
        else:
            self.answer(message, "405 Method Not Allowed", source)

    def answer(self, request, status, source):
        lines = [f"SIP/2.0 {status}"]
        lines += [f"{name}: {value}" for name, value in request.fields
                  if name.lower() in ("via", "from", "to", "call-id", "cseq", "record-route")]
        if self.response_body:
            lines.append("Content-Type: application/pidf+xml")
        length = self.response_length(self.response_body)
        if length is not None:
            lines.append(f"Content-Length: {length}")
        self.socket.sendto(("\r\n".join(lines) + "\r\n\r\n").encode() + self.response_body, source)

    def request(self, method, uri, to, fields, body=b"", call=None, to_tag=""):
        """The octets of a request, with an answer to the last challenge if there was one."""
        self.sequence += 1
        lines = [
            f"{method} {uri} SIP/2.0",
            f"Via: SIP/2.0/{self.transport} {self.host}:{self.port};branch=z9hG4bK{os.urandom(6).hex()};rport",
            "Max-Forwards: 70", f"From: <sip:{self.user}@{self.domain}>;tag={self.tag}",
            f"To: <{to}>{to_tag}", f"Call-ID: {call or os.urandom(8).hex()}", f"CSeq: {self.sequence} {method}",
            f"Contact: <sip:{self.user}@{self.host}:{self.port}>", "User-Agent: test phone", *fields]
        lines += [f"{field}: {self.credentials(field, method, uri)}" for field in self.challenges]
        lines.append(f"Content-Length: {len(body)}")
        return ("\r\n".join(lines) + "\r\n\r\n").encode() + body

    def challenged_by(self, response):
        """Whether a response asks for Digest; remembers how."""
        fields = {401: ("WWW-Authenticate", "Authorization"), 407: ("Proxy-Authenticate", "Proxy-Authorization")}
        if response.status not in fields:
            return False
        asks, answers = fields[response.status]
        self.challenges[answers] = [response.field(asks), 0]
        return True

    def credentials(self, field, method, uri):
        challenge = self.challenges[field]
        realm, nonce = (re.search(f'{name}="([^"]*)"', challenge[0]).group(1) for name in ("realm", "nonce"))
        challenge[1] += 1
        count, client = f"{challenge[1]:08x}", os.urandom(4).hex()

        def digest(*parts):
            return hashlib.md5(":".join(parts).encode()).hexdigest()

        counted = (count, client, "auth") if self.has_qop else ()
        response = digest(digest(self.login, realm, self.password), nonce, *counted, digest(method, uri))
        quality = f', qop=auth, nc={count}, cnonce="{client}"' if self.has_qop else ""
        return (f'Digest username="{self.login}", realm="{realm}", nonce="{nonce}", uri="{uri}", '
                f'response="{response}", algorithm=MD5{quality}')

    def send(self, octets, timeout=12):
        """Sends a request until there is a final response to it."""
        sequence = Message(octets).field("CSeq")
        limit, pause, last = time.monotonic() + timeout, 0.5, 0
        while time.monotonic() < limit:
            if time.monotonic() - last >= pause and (self.transport == "UDP" or not last):
                for _ in range(self.copies):
                    self.socket.sendto(octets, self.edge)
                last, pause = time.monotonic(), min(pause * 2, 4)
            try:
                response = self.responses.get(timeout=0.1)
            except queue.Empty:
                continue
            if response.field("CSeq") == sequence:
                return response
        return None

    def ask(self, *arguments, **options):
        """Sends a request, and again with Digest if an edge asks for it. Returns the statuses and the last response."""
        statuses = []
        for _ in range(3):
            response = self.send(self.request(*arguments, **options))
            statuses.append(response.status if response else None)
            if not response or not self.challenged_by(response):
                break
        return statuses, response

    def publish(self, note, etag=None, body=None, content_type="application/pidf+xml"):
        uri = f"sip:{self.user}@{self.domain}"
        fields = ["Event: presence", "Expires: 3600"]
        if etag:
            fields.append(f"SIP-If-Match: {etag}")
        if body is None and note is not None:
            body = document(self.user, note, self.domain)
        if body:
            fields.append(f"Content-Type: {content_type}")
        return self.ask("PUBLISH", uri, uri, fields, body or b"")

    def subscribe(self, presentity, dialog=None, expires=600):
        """Subscribes, or refreshes a dialog. Returns the statuses, and the response with the dialog in `dialog`."""
        uri = f"sip:{presentity}@{self.domain}"
        fields = ["Event: presence", f"Expires: {expires}", "Accept: application/pidf+xml"]
        if dialog is None:
            call = os.urandom(8).hex()
            self.dialogs.add(call)
            statuses, response = self.ask("SUBSCRIBE", uri, uri, fields, call=call)
        else:
            fields += [f"Route: {route}" for route in reversed(dialog.all("Record-Route"))]
            target = re.search("<([^>]*)>", dialog.field("Contact")).group(1)
            tag = ";tag=" + dialog.field("To").split("tag=")[1]
            statuses, response = self.ask(
                "SUBSCRIBE", target, uri, fields, call=dialog.field("Call-ID"), to_tag=tag)
        return statuses, response

    def notified(self, text=None, timeout=5):
        """Returns the next NOTIFY, or the next whose body has a text; none if there is none in time."""
        limit = time.monotonic() + timeout
        while (left := limit - time.monotonic()) > 0:
            try:
                message = self.notifications.get(timeout=left)
            except queue.Empty:
                return None
            if text is None or text.encode() in message.body:
                return message
        return None

    def close(self):
        self.socket.close()


def main():
    """phone.py HOST:PORT USER PASSWORD publish NOTE | watch PRESENTITY SECONDS"""
    edge, user, password, verb, what, *rest = sys.argv[1:]
    host, port = edge.split(":")
    phone = Phone(user, os.environ.get("PHONE_ADDRESS", "127.0.0.1"), (host, int(port)), password)
    statuses, _ = phone.publish(what) if verb == "publish" else phone.subscribe(what)
    print(verb, what, *statuses, flush=True)
    limit = time.monotonic() + float(rest[0] if rest else 0)
    while (left := limit - time.monotonic()) > 0:
        message = phone.notified(timeout=left)
        if message:
            print(message.octets.decode(errors="replace"), flush=True)
    return 0 if statuses[-1] == 200 else 1


if __name__ == "__main__":
    sys.exit(main())
