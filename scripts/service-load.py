#!/usr/bin/env python3
"""Opens distinct messages with the service while it is killed again and again, and checks what it acknowledged.

service-load.py PROGRAM SERVICE [--kills N] [--messages N] [--resident-megabytes N]

PROGRAM is smime-presence, SERVICE is smime-presenced. At the end every message that was accepted is refused as replayed
when it is sent again, and no message was accepted twice. Between kills the load goes on; without an answer the fate of a
message is unknown, and it is sent once more at the end: either it is accepted, or it is refused as replayed.
"""
import argparse
import http.client
import os
import random
import subprocess
import sys
import tempfile
import threading
import time

from service_client import Service, UnixConnection, publish, request


class Load:
    """Clients that protect messages and open each of them, and remember the answers."""

    def __init__(self, service, users):
        self.service, self.users = service, users
        self.lock = threading.Lock()
        self.next = 0
        self.outcomes = {}
        self.accepted = 0
        # With a million messages, one in a hundred is remembered and sent again.
        self.remembers_all = True
        self.statuses = {}
        self.ends = False

    def client(self):
        connection = None
        while not self.ends:
            with self.lock:
                number = self.next
                self.next += 1
            try:
                connection = connection or UnixConnection(self.service.path)
                status, reason, message = request(
                    connection, "POST", "/v1/protect", publish(number, self.users))
                if status != 200:
                    self.count("protect", status, reason)
                    continue
            except (OSError, http.client.HTTPException):
                connection = self.again(connection)
                continue
            try:
                status, reason, _ = request(connection, "POST", "/v1/open", message)
                self.count("open", status, reason)
                outcome = "accepted" if status == 200 else "unknown" if status >= 500 else "refused"
            except (OSError, http.client.HTTPException):
                connection = self.again(connection)
                outcome = "unknown"
            with self.lock:
                self.accepted += outcome == "accepted"
                if self.remembers_all or outcome == "unknown" or number % 100 == 0:
                    self.outcomes[number] = (outcome, message)

    def count(self, operation, status, reason):
        with self.lock:
            key = f"{operation} {status} {reason}".strip()
            self.statuses[key] = self.statuses.get(key, 0) + 1

    @staticmethod
    def again(connection):
        if connection:
            connection.close()
        time.sleep(0.005)
        return None


def check(service, outcomes):
    """Sends every message once more: returns how many accepted ones were accepted again, and what else was wrong."""
    twice, lost, wrong = 0, 0, []
    connection = UnixConnection(service.path)
    for number, (outcome, message) in sorted(outcomes.items()):
        if outcome == "refused":
            continue
        status, reason, _ = request(connection, "POST", "/v1/open", message)
        if outcome == "accepted" and status == 200:
            twice += 1
        elif outcome == "accepted" and (status, reason) != (422, "replayed"):
            wrong.append(f"{number}: {status} {reason}")
        elif outcome == "unknown" and status == 200:
            lost += 1
            status, reason, _ = request(connection, "POST", "/v1/open", message)
            if (status, reason) != (422, "replayed"):
                wrong.append(f"{number}: {status} {reason} after it was accepted at the end")
    return twice, lost, wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("service")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--messages", type=int, default=0, help="go on without kills until so many were accepted")
    parser.add_argument("--resident-megabytes", type=int, default=64)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--users", type=int, default=40)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        return run(arguments, directory)


def run(arguments, directory):
    store = f"{directory}/store.db"

    def program(*words):
        subprocess.run([arguments.program, *words, "--store", store, "--quiet"], check=True,
                       stdout=subprocess.DEVNULL)

    program("ca", "init", "--domain", "example.test")
    with open(f"{directory}/users", "w") as users:
        users.write("sip:example.test\n" + "".join(f"sip:user{n}@example.test\n" for n in range(arguments.users)))
    program("cert", "issue", "--from", f"{directory}/users")
    with open(f"{directory}/config.json", "w") as file:
        file.write('{"service": {"messages-per-second": 100000, "max-age": 3600}}')
    os.chmod(f"{directory}/config.json", 0o600)
    service = Service(arguments.service, directory, store)
    service.start()
    load = Load(service, arguments.users)
    clients = [threading.Thread(target=load.client, daemon=True) for _ in range(arguments.clients)]
    began = time.monotonic()
    for client in clients:
        client.start()
    for _ in range(arguments.kills):
        time.sleep(random.uniform(0.02, 0.4))
        service.kill()
        service.start()
    resident = []
    load.remembers_all = False
    idle = 0
    while load.accepted < arguments.messages:
        before = load.accepted
        time.sleep(1)
        resident.append(service.resident())
        idle = idle + 1 if load.accepted == before else 0
        if idle > 30:
            break
    load.ends = True
    for client in clients:
        client.join(30)
    seconds = time.monotonic() - began
    resident.append(service.resident())
    twice, late, wrong = check(service, load.outcomes)
    status = service.end()
    kinds = [outcome for outcome, _ in load.outcomes.values()]
    print(f"{arguments.kills} kills in {seconds:.0f} s: {load.accepted} messages accepted, "
          f"{kinds.count('refused')} refused, {kinds.count('unknown')} without an answer")
    print(f"{kinds.count('accepted') + kinds.count('unknown')} sent again: {twice} accepted twice, {late} of those without an answer accepted now, "
          f"{len(wrong)} acknowledged ones not refused as replayed")
    print(f"slowest start {service.slowest_start:.2f} s; resident memory {resident[0]:.0f} to {max(resident):.0f} MB; "
          f"SIGTERM: status {status}")
    print("answers: " + ", ".join(f"{key}: {count}" for key, count in sorted(load.statuses.items())))
    for line in wrong[:10]:
        print(line)
    failed = bool(twice or wrong or status or load.accepted < max(arguments.kills, arguments.messages)
                  or max(resident) > arguments.resident_megabytes)
    return 1 if failed else 0


sys.exit(main())
