#!/usr/bin/env python3
"""Attacks one running service as bad clients and bad disks would, and checks that it lives on.

service-faults.py PROGRAM SERVICE

PROGRAM is smime-presence, SERVICE is smime-presenced. The process must never end, and it must judge messages again after
each fault without a restart. The disk that is full and the files that cannot be written need root and a loop device; without
these they are skipped, with the reason.
"""
import contextlib
import http.client
import os
import resource
import select
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

from service_client import Service, UnixConnection, publish, request

CONNECTIONS = 1024
MEGABYTES = 128
USERS = 4


def check(condition, text):
    print(("ok: " if condition else "failed: ") + text, flush=True)
    if not condition:
        raise SystemExit(1)


class Lab:
    """A service, its store, and messages for it."""

    def __init__(self, program, service, directory):
        self.program, self.directory = program, directory
        self.store = f"{directory}/store/store.db"
        self.number = 0
        os.mkdir(f"{directory}/store", 0o700)
        with open(f"{directory}/config.json", "w", opener=private) as file:
            file.write('{"service": {"profile": {"default": {"operations": '
                       '["protect", "open", "inspect", "exposure", "metrics"]}}}}')
        self.service = Service(service, directory, self.store)

    def run(self, *words):
        subprocess.run([self.program, *words, "--store", self.store, "--quiet"], check=True, stdout=subprocess.DEVNULL)

    def start(self):
        self.run("ca", "init", "--domain", "example.test")
        for uri in ["sip:example.test", *(f"sip:user{n}@example.test" for n in range(USERS))]:
            self.run("cert", "issue", uri)
        self.service.start()

    def protected(self):
        """A message that was not opened yet."""
        self.number += 1
        status, reason, message = self.ask("POST", "/v1/protect", publish(self.number, USERS))
        if status != 200:
            raise SystemExit(f"failed: protect answered {status} {reason}")
        return message

    def ask(self, method, path, body=None, timeout=20):
        connection = UnixConnection(self.service.path, timeout)
        try:
            return request(connection, method, path, body)
        finally:
            connection.close()

    def open(self, message):
        status, reason, _ = self.ask("POST", "/v1/open", message)
        return status, reason

    def opens_again(self, seconds):
        """Whether a new message is accepted within so many seconds."""
        end = time.monotonic() + seconds
        answers = []
        while time.monotonic() < end:
            with contextlib.suppress(OSError, http.client.HTTPException, SystemExit):
                answers.append(self.open(self.protected()))
                if answers[-1][0] == 200:
                    return True
            time.sleep(0.1)
        print("answers:", answers[-5:], flush=True)
        return False

    def connect(self):
        stream = socket.socket(socket.AF_UNIX)
        stream.settimeout(20)
        stream.connect(self.service.path)
        return stream

    def log(self):
        with open(self.service.log.name, errors="replace") as file:
            return file.read()


def private(path, flags):
    return os.open(path, flags, 0o600)


def head(path, length):
    return (f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: message/sip\r\n"
            f"Content-Length: {length}\r\n\r\n").encode()


def is_readable(stream, seconds):
    """Whether there is something to read within some seconds; select() takes no thousand connections."""
    poll = select.poll()
    poll.register(stream, select.POLLIN)
    return bool(poll.poll(seconds * 1000))


def is_closed(stream, seconds):
    """Whether the service closes the connection, without an answer or after one, within so many seconds."""
    end = time.monotonic() + seconds
    while (rest := end - time.monotonic()) > 0:
        if is_readable(stream, rest):
            try:
                if not stream.recv(65536):
                    return True
            except ConnectionError:
                return True
    return False


def many_connections(lab):
    connections = []
    message = lab.protected()
    for _ in range(CONNECTIONS):
        connection = UnixConnection(lab.service.path)
        status, _, _ = request(connection, "POST", "/v1/inspect", message)
        if status != 200:
            raise SystemExit(f"failed: connection {len(connections) + 1} got {status}")
        connections.append(connection)
    check(True, f"{CONNECTIONS} connections were answered and stay open")
    beyond = [lab.connect() for _ in range(20)]
    check(all(is_closed(stream, 5) for stream in beyond), "20 more were closed")
    check(lab.service.resident() <= MEGABYTES, f"resident with them: {lab.service.resident():.0f} MB ({MEGABYTES})")
    status, _, _ = request(connections[7], "POST", "/v1/inspect", message)
    check(status == 200, "an open connection is answered beside them")
    for connection in connections:
        connection.close()
    check(lab.opens_again(5), "after they were closed a new connection is answered")


def slow_clients(lab):
    streams = [lab.connect() for _ in range(200)]
    for number, stream in enumerate(streams):
        half = [b"", b"POST /v1/open HTT", head("/v1/open", 900)[:-2], head("/v1/open", 900) + b"PUBLISH sip:"]
        stream.sendall(half[number % 4])
    check(lab.opens_again(2), "200 clients that stop in their requests do not delay the next one")
    check(all(is_closed(stream, 15) for stream in streams), "they are closed")
    # One octet a second for ever is as slow as none.
    stream = lab.connect()
    stream.sendall(head("/v1/open", 900))
    began, ended = time.monotonic(), False
    while not ended and time.monotonic() - began < 20:
        try:
            stream.sendall(b"P")
            ended = is_closed(stream, 1)
        except OSError:
            ended = True
    check(ended, "so is a client that sends an octet a second")


def unread_answers(lab):
    message = lab.protected()
    streams = [lab.connect() for _ in range(50)]
    asked = (head("/v1/exposure", len(message)) + message) * 200

    def send(stream):
        with contextlib.suppress(OSError):
            stream.settimeout(20)
            stream.sendall(asked)

    senders = [threading.Thread(target=send, args=[stream], daemon=True) for stream in streams]
    for sender in senders:
        sender.start()
    time.sleep(3)
    check(lab.opens_again(5), "50 clients that pipeline requests and read no answer do not stop the service")
    check(lab.service.resident() <= MEGABYTES, f"resident with them: {lab.service.resident():.0f} MB ({MEGABYTES})")
    for sender in senders:
        sender.join(30)
    for stream in streams:
        stream.close()


def huge_bodies(lab):
    stream = lab.connect()
    stream.sendall(head("/v1/open", 1 << 30))
    answer = stream.recv(65536)
    check(answer.startswith(b"HTTP/1.1 413 "), "a body announced with 1 GiB is 413 before it is read")
    stream.close()
    stream = lab.connect()
    stream.sendall(head("/v1/open", 0).replace(b"Content-Length: 0", b"Transfer-Encoding: chunked"))
    part, sent, answer = b"10000\r\n" + b"x" * 65536 + b"\r\n", 0, b""
    try:
        while sent < 1 << 30 and not answer:
            stream.sendall(part)
            sent += 65536
            if is_readable(stream, 0):
                answer = stream.recv(65536)
        answer = answer or stream.recv(65536)
    except OSError:
        pass
    check(sent < 64 << 20, f"one that announces nothing ends after {sent >> 20} MiB, {answer[:16].decode() or 'closed'}")
    check(lab.service.resident() <= MEGABYTES, f"resident after it: {lab.service.resident():.0f} MB ({MEGABYTES})")
    check(lab.opens_again(5), "the next message is accepted")


def pipelining(lab):
    messages = [lab.protected() for _ in range(40)]
    messages.insert(20, messages[3])
    stream = lab.connect()
    stream.sendall(b"".join(head("/v1/open", len(message)) + message for message in messages))
    answers = []
    with stream.makefile("rb") as file:
        for _ in messages:
            status = int(file.readline().split(b" ")[1])
            fields = http.client.parse_headers(file)
            body = file.read(int(fields["Content-Length"]))
            answers.append((status, fields["Smime-Reason"] or body.count(b"\r\nCall-ID:")))
    wanted = [(200, 1)] * len(messages)
    wanted[20] = (422, '"replayed"')
    check(answers == wanted, f"{len(messages)} pipelined requests are answered in their order, a replay among them refused")
    stream.close()


def locked_store(lab):
    message = lab.protected()
    other = sqlite3.connect(lab.store, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    status, reason = lab.open(message)
    check(status == 503, f"while another process has the store locked, open answers {status} {reason}")
    other.execute("ROLLBACK")
    other.close()
    check("lock" in lab.log(), "the log says that the store is locked")
    check(lab.opens_again(5), "afterwards the next message is accepted")


def full_disk(lab):
    filler = f"{lab.directory}/store/filler"
    with open(filler, "wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(b"x" * 4096)
    # Its log is written from the beginning again and again, and grows when it can no longer be emptied.
    answers = set()
    while (503, "store") not in answers and lab.number < 20_000:
        answers.add(lab.open(lab.protected()))
    check((503, "store") in answers, f"on a full disk open answers 503 ({sorted(answers)})")
    check("full" in lab.log(), "the log says that the disk is full")
    os.remove(filler)
    check(lab.opens_again(10), "when there is room again, the next message is accepted")


def unwritable_files(lab):
    files = [file for file in (lab.store, f"{lab.store}-wal") if os.path.exists(file)]
    subprocess.run(["chattr", "+i", *files], check=True)
    try:
        status, reason = lab.open(lab.protected())
        check(status == 503, f"while its files cannot be written, open answers {status} {reason}")
    finally:
        subprocess.run(["chattr", "-i", *files], check=True)
    check(lab.opens_again(10), "when they can be written again, the next message is accepted")


def replaced_store(lab):
    backup = f"{lab.directory}/store/backup.db"
    lab.run("store", "backup", backup)
    accepted = [lab.protected() for _ in range(5)]
    check(all(lab.open(message) == (200, "") for message in accepted), "five messages were accepted after a backup")
    os.replace(backup, lab.store)
    for end in ("-wal", "-shm"):
        with contextlib.suppress(FileNotFoundError):
            os.remove(lab.store + end)
    time.sleep(1.5)
    answers = {lab.open(message) for message in accepted}
    check(not any(status == 200 for status, _ in answers),
          f"the backup is in the place of the store: none of the five is accepted again ({sorted(answers)})")
    check("opened again" in lab.log(), "the log says that the store was opened again")
    check(lab.opens_again(75), "what is signed after the next minute is accepted")
    answers = {lab.open(message) for message in accepted}
    check(not any(status == 200 for status, _ in answers), f"and the five still are not ({sorted(answers)})")


def mount_small_disk(image, place):
    """Whether a file system of 32 MB is mounted there: ext4, which refuses to write to immutable files that are open."""
    with open(image, "wb") as file:
        file.truncate(32 << 20)
    for command in (["mkfs.ext4", "-q", "-O", "^has_journal", image], ["mount", "-o", "loop", image, place]):
        if subprocess.run(command, stderr=subprocess.DEVNULL, check=False).returncode:
            return False
    os.chmod(place, 0o700)
    return True


def run(lab, is_small):
    many_connections(lab)
    slow_clients(lab)
    unread_answers(lab)
    huge_bodies(lab)
    pipelining(lab)
    locked_store(lab)
    if is_small:
        full_disk(lab)
        unwritable_files(lab)
    else:
        print("skipped: a full disk, and files that cannot be written (only root can mount a small disk)")
    replaced_store(lab)
    check(lab.service.process.poll() is None, "the process is the one that was started")
    check(lab.service.end() == 0, "SIGTERM ends it with status 0")


def main():
    program, service = sys.argv[1:]
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 8192), hard))
    with tempfile.TemporaryDirectory() as directory:
        lab = Lab(program, service, directory)
        is_small = os.geteuid() == 0 and mount_small_disk(f"{directory}/disk", f"{directory}/store")
        try:
            lab.start()
            run(lab, is_small)
        except BaseException:
            print(lab.log()[-4000:], file=sys.stderr)
            raise
        finally:
            if lab.service.process and lab.service.process.poll() is None:
                lab.service.kill()
            if is_small:
                subprocess.run(["umount", f"{directory}/store"], check=False)
    return 0


sys.exit(main())
