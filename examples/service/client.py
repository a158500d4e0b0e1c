#!/usr/bin/env python3
"""Protects or opens a SIP message with smime-presenced: client.py SOCKET protect|open <MESSAGE >RESULT

Status 1: the message is refused. Status 2: there is no usable answer; answer 503 to the sender.
"""
import http.client
import socket
import sys


class Service(http.client.HTTPConnection):
    """HTTP over the Unix socket of the service."""

    def __init__(self, path):
        super().__init__("localhost", timeout=5)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


def main(path, operation):
    service = Service(path)
    try:
        service.request("POST", "/v1/" + operation, sys.stdin.buffer.read(), {"Content-Type": "message/sip"})
        answer = service.getresponse()
        octets = answer.read()
    except (OSError, http.client.HTTPException) as error:
        # Not sent again: the service may have recorded the message.
        print(f"no answer: {error}", file=sys.stderr)
        return 2
    if answer.status == 200:
        sys.stdout.buffer.write(octets)
        return 0
    print(octets.decode(errors="replace"), file=sys.stderr)
    return 1 if answer.status == 422 else 2


if __name__ == "__main__":
    if len(sys.argv) != 3:
        print("usage: client.py SOCKET protect|open <MESSAGE >RESULT", file=sys.stderr)
        sys.exit(64)
    sys.exit(main(*sys.argv[1:]))
