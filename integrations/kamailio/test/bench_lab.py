"""What the benchmark runs: a presence server alone or behind its edge, a service or a null service, a load and a sink."""
import os
import shutil
import socket
import threading
import time

import attacker
from lab import DOMAIN, HERE, Child, Lab
from peer import Peer
from phone import document

USERS = 120
# What answers the edge, by the way in which the messages are sent.
SERVICES = {"hook": "null-service", "protected": "server-service"}


def cpu_seconds(session):
    """The processor time of all processes of a session, by their clocks: the ticks in stat are too coarse."""
    total = 0
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat", encoding="utf-8", errors="replace") as file:
                    fields = file.read().rpartition(") ")[2].split()
                if int(fields[3]) == session:
                    # What clock_getcpuclockid() returns for a process.
                    total += time.clock_gettime(~int(name) << 3 | 2)
            except OSError:
                continue
    return total


# The lasting threads of the service by the beginning of their names: event loops, and the pool for cryptography. The
# ledger's thread and others end when they have nothing to do, and are counted with the process only.
THREADS = {"NIO": "HTTP", "TP": "cryptography"}


def thread_seconds(process):
    """The processor time of the threads of a process, by what they do."""
    found = {}
    for task in os.listdir(f"/proc/{process}/task"):
        try:
            with open(f"/proc/{process}/task/{task}/comm", encoding="utf-8", errors="replace") as file:
                comm = file.read()
            with open(f"/proc/{process}/task/{task}/schedstat", encoding="utf-8") as file:
                seconds = int(file.read().split()[0]) / 1e9
        except OSError:
            continue
        name = next((work for begin, work in THREADS.items() if comm.startswith(begin)), None)
        if name is not None:
            found["thread " + name] = found.get("thread " + name, 0) + seconds
    return found


class BenchLab(Lab):
    """One store with all keys, a service that protects beforehand, and what is measured."""

    # Kamailio keeps some 20 kB of each NOTIFY for five seconds.
    shared_megabytes = "256"

    def __init__(self, tool, service, null_service, key):
        super().__init__(tool, service)
        self.null_service, self.key, self.round = null_service, key, 0
        self.server = (self.server_edge, self.edge_port)

    def __enter__(self):
        try:
            self.run("all", "ca", "init", "--domain", DOMAIN)
            with open(self.path("users"), "w", encoding="utf-8") as file:
                file.write(f"sip:{DOMAIN}\n" + "".join(f"sip:user{n}@{DOMAIN}\n" for n in range(USERS)))
            self.run("all", "cert", "issue", "--from", "users", "--key", self.key)
            for name in ("before", "server"):
                with open(self.path(name + "-service.json"), "w", encoding="utf-8") as file:
                    file.write('{"service": {"store": "%s", "sockets": ["edge"], "socket": {"edge": {"path": "%s"}}, '
                               '"messages-per-second": 2000, "max-age": 3600, "log-level": "error"}}'
                               % (self.path("all.db"), self.path(name + ".sock")))
                os.chmod(self.path(name + "-service.json"), 0o600)
            self.start("before-service")
            self.before = attacker.Service(self.path("before.sock"))
        except BaseException:
            self.__exit__()
            raise
        return self

    def publishes(self, presentities, count, protected):
        """Distinct PUBLISHes of so many users."""
        return self.messages(count, protected, "", lambda number: (
            "PUBLISH", number % presentities, number % presentities,
            ["Event: presence", "Expires: 3600", "Content-Type: application/pidf+xml"],
            document(f"user{number % presentities}", f"note {self.round}.{number}.")))

    def subscribes(self, presentities, watchers, protected):
        """SUBSCRIBEs of so many watchers to each of the users."""
        return self.messages(presentities * watchers, protected, "?tunnel=true", lambda number: (
            "SUBSCRIBE", presentities + number // presentities, number % presentities,
            ["Event: presence", "Expires: 3600"], b""))

    def messages(self, count, protected, query, make):
        self.round += 1
        messages = []
        for number in range(count):
            method, sender, target, fields, body = make(number)
            uri = f"sip:user{target}@{DOMAIN}"
            call = f"{self.round}-{method}-{number}"
            lines = [f"{method} {uri} SIP/2.0", f"Via: SIP/2.0/TCP {self.phones};branch=z9hG4bK{call}", "Max-Forwards: 70",
                     f"From: <sip:user{sender}@{DOMAIN}>;tag=1", f"To: <{uri}>", f"Call-ID: {call}", f"CSeq: 1 {method}",
                     f"Contact: <sip:user{sender}@{self.phones}:{Sink.port};transport=tcp>", *fields,
                     f"Content-Length: {len(body)}"]
            plain = ("\r\n".join(lines) + "\r\n\r\n").encode() + body
            messages.append((self.before.protect(plain, query) if protected else plain, call))
        return messages

    def begin(self, way):
        """Starts what one way needs, with an empty database."""
        if os.path.exists(self.path("presence.sqlite")):
            os.unlink(self.path("presence.sqlite"))
        for schema in ("standard", "presence", "auth_db"):
            with open(f"/usr/share/kamailio/db_sqlite/{schema}-create.sql", encoding="utf-8") as file:
                self.sql("presence.sqlite", file.read())
        name = "plain-server" if way == "plain" else "server-edge"
        with open(os.path.join(HERE, "test" if way == "plain" else "", name + ".cfg"), encoding="utf-8") as file:
            text = file.read().replace('"force_active", 0', '"force_active", 1')
        with open(self.path(name + ".cfg"), "w", encoding="utf-8") as file:
            file.write(text)
        shutil.copy(os.path.join(HERE, "smime-presence.lua"), self.directory)
        with open(self.path(name + "-local.cfg"), "w", encoding="utf-8") as file:
            for key, value in {
                    "SP_EDGE_IP": self.server_edge, "SP_EDGE_PORT": self.edge_port, "SP_CORE_IP": self.server_edge,
                    "SP_INNER_IP": self.server_edge, "SP_SERVICE": self.path("server.sock"),
                    "SP_LUA": self.path("smime-presence.lua"),
                    "SP_DATABASE": "sqlite:///" + self.path("presence.sqlite")}.items():
                file.write(f'#!substdef "!{key}!{value}!g"\n')
        if way == "hook":
            self.start_null_service()
        if way == "protected":
            self.start("server-service")
        self.start(name)

    def start_null_service(self):
        """Starts what answers at once; its protected messages are as long as a protected PUBLISH."""
        example, _ = self.publishes(1, 1, True)[0]
        length = len(example.partition(b"\r\n\r\n")[2])
        self.children["null-service"] = Child(
            [self.null_service, self.path("server.sock"), str(length)], self.path("null-service.log"))
        self.wait_for("null-service", lambda: self.connects_unix(self.path("server.sock")))

    def end(self, way):
        self.stop("plain-server" if way == "plain" else "server-edge")
        if way != "plain":
            self.stop(SERVICES[way])

    def cpu(self, way):
        """The processor time so far, by what has used it."""
        server = self.children["plain-server" if way == "plain" else "server-edge"]
        found = {"kamailio": cpu_seconds(server.process.pid)}
        if way != "plain":
            process = self.children[SERVICES[way]].process.pid
            found["service"] = cpu_seconds(process)
            found.update(thread_seconds(process))
        return found


def send(lab, messages, latencies):
    """Sends messages one after the other on one connection, and notes how long each accepted one took."""
    with socket.create_connection(lab.server, 5, source_address=(lab.phones, 0)) as stream:
        stream.settimeout(20)
        received = b""
        for octets, _ in messages:
            began = time.monotonic()
            stream.sendall(octets)
            status = 100
            while status < 200:
                while b"\r\n\r\n" not in received:
                    received += stream.recv(65536)
                head, _, received = received.partition(b"\r\n\r\n")
                status = int(head.split(b" ")[1])
            if status == 200:
                latencies.append(time.monotonic() - began)


class Sink(Peer):
    """The watchers: answers NOTIFYs with 200, and counts them."""

    port = 5080

    def __init__(self, lab):
        self.count, self.lock = 0, threading.Lock()
        super().__init__(socket.create_server((lab.phones, self.port)))

    def serve(self, stream, head, _):
        if not head.startswith(b"NOTIFY "):
            return True
        fields = [line for line in head.split(b"\r\n")
                  if line.lower().startswith((b"via:", b"from:", b"to:", b"call-id:", b"cseq:", b"record-route:"))]
        stream.sendall(b"\r\n".join([b"SIP/2.0 200 OK", *fields, b"Content-Length: 0", b"", b""]))
        with self.lock:
            self.count += 1
        return True
