#!/usr/bin/env python3
"""Sends messages to three services of one PostgreSQL store at once, and checks that one accepts each.

service-cluster.py PROGRAM SERVICE [--messages N]

Each service runs in a network namespace of its own, joined by a bridge with PostgreSQL. In the midst PostgreSQL is
restarted. Then a certificate is revoked, PostgreSQL is silent for a while, and at the end it is killed and its
asynchronous standby promoted. Needs root, iproute2 and PostgreSQL.
"""
import argparse
import collections
import glob
import http.client
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

from service_client import UnixConnection

ADDRESS = "10.177.0.1"
SERVICES = 3
CONNECTIONS = 6
DOCUMENT = (
    '<presence xmlns="urn:ietf:params:xml:ns:pidf" entity="{uri}"><tuple id="t{number}"><status><basic>open</basic>'
    "</status></tuple></presence>"
)


def run(*command, **options):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, **options).stdout


def post(connection, path, body):
    """The status, the reason code and the body; 0 if there was no answer."""
    try:
        connection.request("POST", path, body, {"Content-Type": "message/sip"})
        answer = connection.getresponse()
        return answer.status, (answer.getheader("Smime-Reason") or "").strip('"'), answer.read()
    except (OSError, http.client.HTTPException):
        connection.close()
        return 0, "", b""


class Database:
    """A PostgreSQL server and its standby, which receives what is committed some time later."""

    def __init__(self, directory):
        self.directory = directory
        self.programs = sorted(glob.glob("/usr/lib/postgresql/*/bin"))[-1]
        self.environment = {"PATH": f"{self.programs}:{os.environ['PATH']}", "PGPASSWORD": "cluster-test"}

    def as_server(self, *command):
        return run("runuser", "-u", "postgres", "--", *command, cwd="/", env=self.environment)

    def start(self):
        data, password = f"{self.directory}/primary", f"{self.directory}/password"
        with open(password, "w") as file:
            file.write("cluster-test\n")
        shutil.chown(password, "postgres")
        self.as_server("initdb", "-D", data, "-U", "tester", "-A", "scram-sha-256", f"--pwfile={password}", "-E", "UTF8",
                       "--locale=C.UTF-8")
        with open(f"{data}/pg_hba.conf", "a") as file:
            file.write("host all all 10.177.0.0/24 scram-sha-256\nhost replication all 10.177.0.0/24 scram-sha-256\n")
        self.control("primary", 5540, "start")
        self.as_server("pg_basebackup", "-d", f"postgresql://tester@{ADDRESS}:5540/postgres", "-D",
                       f"{self.directory}/standby", "-R", "-X", "stream")
        self.control("standby", 5541, "start")

    def control(self, name, port, action, *options):
        settings = (f"-c listen_addresses={ADDRESS} -c port={port} -c unix_socket_directories='' -c max_connections=60"
                    " -c wal_level=replica")
        self.as_server("pg_ctl", "-D", f"{self.directory}/{name}", "-w", "-l", f"{self.directory}/{name}.log", "-o",
                       settings, *options, action)

    def signal(self, number):
        """Sends a signal to the primary's processes; the kernel still accepts connections for stopped ones."""
        with open(f"{self.directory}/primary/postmaster.pid") as file:
            first = int(file.readline())
        children = subprocess.run(["ps", "-o", "pid=", "--ppid", str(first)], stdout=subprocess.PIPE, text=True).stdout
        for process in [first, *map(int, children.split())]:
            os.kill(process, number)

    def stop(self):
        for name in ["primary", "standby"]:
            subprocess.run(["runuser", "-u", "postgres", "--", f"{self.programs}/pg_ctl", "-D",
                            f"{self.directory}/{name}", "-m", "immediate", "stop"], cwd="/",
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    @property
    def location(self):
        hosts = f"{ADDRESS}:5540,{ADDRESS}:5541"
        return f"postgresql://tester:cluster-test@{hosts}/postgres?target_session_attrs=read-write&connect_timeout=2"


def namespaces(action):
    """Makes or removes a bridge, and one namespace for each service."""
    if action == "remove":
        for number in range(SERVICES):
            subprocess.run(["ip", "netns", "delete", f"smime{number}"], stderr=subprocess.DEVNULL)
        subprocess.run(["ip", "link", "delete", "smime-bridge"], stderr=subprocess.DEVNULL)
        return
    run("ip", "link", "add", "smime-bridge", "type", "bridge")
    run("ip", "address", "add", f"{ADDRESS}/24", "dev", "smime-bridge")
    run("ip", "link", "set", "smime-bridge", "up")
    for number in range(SERVICES):
        name, link = f"smime{number}", f"smime-veth{number}"
        run("ip", "netns", "add", name)
        run("ip", "link", "add", link, "type", "veth", "peer", "name", "eth0", "netns", name)
        run("ip", "link", "set", link, "master", "smime-bridge", "up")
        run("ip", "-n", name, "address", "add", f"10.177.0.{number + 2}/24", "dev", "eth0")
        run("ip", "-n", name, "link", "set", "eth0", "up")


class Cluster:
    """Three services, and the messages that they protect and open."""

    def __init__(self, program, service, directory, database):
        self.directory = directory
        self.paths = [f"{directory}/{number}.sock" for number in range(SERVICES)]
        store = database.location
        run(program, "ca", "init", "--domain", "example.test", "--store", store, "--quiet")
        run(program, "cert", "issue", "sip:example.test", "--store", store, "--quiet")
        for number in range(50):
            run(program, "cert", "issue", f"sip:u{number}@example.test", "--store", store, "--quiet")
        with open(f"{directory}/config.json", "w") as file:
            file.write('{"service": {"messages-per-second": 2000, "log-level": "warning"}}')
        os.chmod(f"{directory}/config.json", 0o600)
        self.log = open(f"{directory}/services.log", "ab")
        self.processes = [
            subprocess.Popen(["ip", "netns", "exec", f"smime{number}", service, "--socket", path, "--store", store,
                              "--config", f"{directory}/config.json"], stderr=self.log)
            for number, path in enumerate(self.paths)]
        self.wait_until_ready(30)

    def wait_until_ready(self, seconds):
        """The longest time until a service was ready again."""
        began = time.monotonic()
        for path in self.paths:
            while True:
                try:
                    connection = UnixConnection(path, 30)
                    connection.request("GET", "/readyz")
                    if connection.getresponse().status == 200:
                        break
                except (OSError, http.client.HTTPException):
                    pass
                if time.monotonic() - began > seconds:
                    raise SystemExit(f"failed: {path} is not ready after {seconds} s")
                time.sleep(0.05)
        return time.monotonic() - began

    @staticmethod
    def plain(number):
        """A PUBLISH in clear."""
        uri = f"sip:u{number % 50}@example.test"
        document = DOCUMENT.format(uri=uri, number=number)
        return (f"PUBLISH {uri} SIP/2.0\r\nVia: SIP/2.0/TCP pc.example.test;branch=z9hG4bK{number}\r\n"
                f"From: <{uri}>;tag={number}\r\nTo: <{uri}>\r\nCall-ID: {number}@pc.example.test\r\n"
                f"CSeq: 1 PUBLISH\r\nEvent: presence\r\nContent-Type: application/pidf+xml\r\n"
                f"Content-Length: {len(document)}\r\n\r\n{document}").encode()

    def protect(self, numbers):
        """Protected messages, by several connections to all services."""
        messages = [None] * len(numbers)

        def work(part):
            connection = UnixConnection(self.paths[part % SERVICES], 30)
            for index in range(part, len(numbers), CONNECTIONS):
                status, reason, body = post(connection, "/v1/protect", self.plain(numbers[index]))
                if status != 200:
                    raise SystemExit(f"failed: protect answered {status} {reason}")
                messages[index] = body

        together([lambda part=part: work(part) for part in range(CONNECTIONS)])
        return messages

    def open_everywhere(self, messages, halfway=lambda: None):
        """Sends each message to all services at once; returns the answers to each."""
        answers = [[] for _ in messages]
        lock, begun = threading.Lock(), threading.Event()

        def work(service, part):
            connection = UnixConnection(self.paths[service], 30)
            for index in range(part, len(messages), CONNECTIONS):
                status, reason, _ = post(connection, "/v1/open", messages[index])
                with lock:
                    answers[index].append((status, reason))
                if index >= len(messages) // 2 and not begun.is_set():
                    begun.set()

        def interrupt():
            begun.wait()
            halfway()

        together([interrupt] + [lambda service=service, part=part: work(service, part)
                                for part in range(CONNECTIONS) for service in range(SERVICES)])
        return answers

    def wait_until_refused(self, path, body, expected, seconds):
        """The longest time until a service answers with a status, asked again and again."""
        began, longest = time.monotonic(), 0
        for socket in self.paths:
            while True:
                connection = UnixConnection(socket, 30)
                status, _, _ = post(connection, path, body)
                connection.close()
                if status == expected:
                    break
                if time.monotonic() - began > seconds:
                    raise SystemExit(f"failed: {socket} still answers {status} after {seconds} s")
                time.sleep(0.005)
            longest = time.monotonic() - began
        return longest

    def end(self):
        for process in self.processes:
            process.terminate()
        return [process.wait(timeout=30) for process in self.processes]


def together(work):
    threads = [threading.Thread(target=one, daemon=True) for one in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def check(condition, text):
    print(("ok: " if condition else "failed: ") + text, flush=True)
    if not condition:
        raise SystemExit(1)


def counts(answers):
    return ", ".join(f"{count} × {status} {reason}".strip()
                     for (status, reason), count in collections.Counter(a for one in answers for a in one).most_common())


def accepted_once(answers):
    """Each message was accepted by exactly one service, and refused by the others."""
    return all(sorted(one) == [(200, "")] + [(422, "replayed")] * (SERVICES - 1) for one in answers)


def revoke(cluster, program, database):
    """Revokes two users' certificates one after the other; the time until all services refuse each."""
    times = []
    for number in [48, 49]:
        uri, message = f"sip:u{number}@example.test", cluster.plain(number)
        run(program, "cert", "revoke", uri, "--reason", "keyCompromise", "--store", database.location, "--quiet")
        times.append(cluster.wait_until_refused("/v1/protect", message, 422, 5))
    check(max(times) <= 1, "a revocation counted in all services "
          + " and ".join(f"{1000 * seconds:.0f}" for seconds in times) + " ms after the command")


def silence(cluster, database, number):
    """PostgreSQL accepts connections and says nothing: 503 within bounds, and nothing is accepted twice."""
    messages = cluster.protect(range(number, number + 40))
    database.signal(signal.SIGSTOP)
    began = time.monotonic()
    try:
        answers = cluster.open_everywhere(messages)
        last = time.monotonic() - began
        refused = cluster.wait_until_refused("/v1/protect", cluster.plain(0), 503, 30)
        time.sleep(max(0, 15 - (time.monotonic() - began)))
    finally:
        database.signal(signal.SIGCONT)
    back = cluster.wait_until_ready(30)
    check(all(status == 503 for one in answers for status, _ in one),
          f"a silent PostgreSQL: every message was answered 503, the last after {last:.1f} s ({counts(answers)})")
    check(last <= 30, f"then each request got 503 at once ({refused:.1f} s)")
    check(back <= 5, f"all services were back {back:.1f} s after it spoke again")
    again = cluster.open_everywhere(messages)
    check(all(sum(1 for status, _ in one if status == 200) <= 1 for one in again),
          f"no message was accepted twice ({counts(again)})")


def test(cluster, program, database, count):
    began = time.monotonic()
    messages = cluster.protect(range(count))
    middle = time.monotonic()
    answers = cluster.open_everywhere(messages[:count // 2])
    print(f"protected {count} messages in {middle - began:.1f} s, opened {count // 2} at three services in "
          f"{time.monotonic() - middle:.1f} s", flush=True)
    check(accepted_once(answers),
          f"each of {len(answers)} messages, sent to {SERVICES} services at once, was accepted by exactly one "
          f"({counts(answers)})")

    returned = []

    def restart():
        database.control("primary", 5540, "restart", "-m", "fast")
        returned.append(cluster.wait_until_ready(30))

    second = messages[count // 2:]
    answers = cluster.open_everywhere(second, halfway=restart)
    accepted = [sum(1 for status, _ in one if status == 200) for one in answers]
    check(all(number <= 1 for number in accepted), f"PostgreSQL restarted in the midst: none accepted twice ({counts(answers)})")
    check(returned[0] <= 5, f"all services were back after {returned[0]:.1f} s")
    again = cluster.open_everywhere(second)
    for one, first, later in zip(second, accepted, again):
        now = sum(1 for status, _ in later if status == 200)
        if first + now > 1 or first == 1 and {reason for _, reason in later} != {"replayed"}:
            raise SystemExit(f"failed: accepted {first} times, then {later}")
    check(True, "sent again, every acknowledged message was refused as replayed")

    revoke(cluster, program, database)
    silence(cluster, database, count + 200)
    last = cluster.protect(range(count, count + 40))
    answers = cluster.open_everywhere(last)
    database.as_server("pg_ctl", "-D", f"{database.directory}/primary", "-m", "immediate", "stop")
    database.as_server("pg_ctl", "-D", f"{database.directory}/standby", "-w", "promote")
    back = cluster.wait_until_ready(30)
    print(f"the standby was promoted; all services were back after {back:.1f} s", flush=True)
    again = cluster.open_everywhere(last + second[-60:])
    check(not any(status == 200 for one in again for status, _ in one),
          f"the ledger began anew, and refuses what it cannot judge ({counts(again)})")
    time.sleep(62)
    answers = cluster.open_everywhere(cluster.protect(range(count + 100, count + 120)))
    check(all(sum(1 for status, _ in one if status == 200) == 1 for one in answers),
          "messages signed after that are accepted, each by exactly one service")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("service")
    parser.add_argument("--messages", type=int, default=10_000)
    arguments = parser.parse_args()
    directory = tempfile.mkdtemp()
    os.chmod(directory, 0o755)
    database = Database(f"{directory}/database")
    os.mkdir(database.directory)
    shutil.chown(database.directory, "postgres")
    cluster = None
    try:
        namespaces("remove")
        namespaces("make")
        database.start()
        cluster = Cluster(arguments.program, arguments.service, directory, database)
        test(cluster, arguments.program, database, arguments.messages)
        check(cluster.end() == [0] * SERVICES, "SIGTERM ended all services with status 0")
    except SystemExit:
        if cluster:
            print(open(f"{directory}/services.log", errors="replace").read()[-2000:], file=sys.stderr)
        raise
    finally:
        if cluster:
            for process in cluster.processes:
                process.kill()
        database.stop()
        namespaces("remove")
        shutil.rmtree(directory, ignore_errors=True)


if __name__ == "__main__":
    main()
