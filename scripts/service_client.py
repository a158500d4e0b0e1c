"""A client of smime-presenced, and its process, for the scripts that put it under load."""
import http.client
import random
import socket
import subprocess
import time

DOCUMENT = (
    '<presence xmlns="urn:ietf:params:xml:ns:pidf" entity="{uri}"><tuple id="t"><status><basic>open</basic>'
    "</status></tuple></presence>"
)


class UnixConnection(http.client.HTTPConnection):
    """HTTP over a Unix socket."""

    def __init__(self, path, timeout=20):
        super().__init__("localhost", timeout=timeout)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


class Service:
    """The process, started again after each kill."""

    def __init__(self, program, directory, store):
        self.arguments = [program, "--socket", f"{directory}/s.sock", "--store", store, "--log-level", "warning",
                          "--config", f"{directory}/config.json"]
        self.path = f"{directory}/s.sock"
        self.log = open(f"{directory}/log", "ab")
        self.process = None
        self.slowest_start = 0.0

    def start(self):
        began = time.monotonic()
        self.process = subprocess.Popen(self.arguments, stderr=self.log)
        while True:
            if self.process.poll() is not None:
                raise SystemExit(f"the service ended with {self.process.returncode}; see {self.log.name}")
            if time.monotonic() - began > 30:
                raise SystemExit(f"the service is not ready after 30 s; see {self.log.name}")
            try:
                if request(UnixConnection(self.path), "GET", "/readyz")[0] == 200:
                    break
            except OSError:
                pass
            time.sleep(0.01)
        self.slowest_start = max(self.slowest_start, time.monotonic() - began)

    def kill(self):
        self.process.kill()
        self.process.wait()

    def end(self):
        self.process.terminate()
        return self.process.wait(timeout=30)

    def resident(self):
        """The resident memory in MB."""
        with open(f"/proc/{self.process.pid}/status") as status:
            for line in status:
                if line.startswith("VmRSS:"):
                    return int(line.split()[1]) / 1024
        return 0


def request(connection, method, path, body=None):
    """Returns the status and the reason of an answer."""
    headers = {} if body is None else {"Content-Type": "message/sip"}
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    octets = answer.read()
    return answer.status, (answer.getheader("Smime-Reason") or "").strip('"'), octets


def publish(number, users):
    """A PUBLISH of one of the users."""
    uri = f"sip:user{number % users}@example.test"
    document = DOCUMENT.format(uri=uri)
    lines = [f"PUBLISH {uri} SIP/2.0", "Via: SIP/2.0/TCP pc.example.test;branch=z9hG4bK1", f"From: <{uri}>;tag=1",
             f"To: <{uri}>", f"Call-ID: {number}-{random.getrandbits(64):x}", "CSeq: 1 PUBLISH", "Event: presence",
             "Content-Type: application/pidf+xml", f"Content-Length: {len(document)}", "", document]
    return "\r\n".join(lines).encode()
