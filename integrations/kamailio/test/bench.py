"""bench.py PROGRAM SERVICE NULL-SERVICE FLOORS [MESSAGES]: what the server's edge costs beside the presence server alone.

Distinct PUBLISHes, protected beforehand, are sent over TCP: in clear to the presence server alone (plain); through the
edge, with a service that answers at once (hook); through the edge and smime-presenced (protected). All in one run, with the
same database mode; hook and protected get messages of the same form and make the same requests on the same kind of
connection. Processor time of Kamailio and of the service, also of the one that answers at once, is counted, so the rates
are per core, and the load of the clients does not count. FLOORS is the output of "Benchmarks primitives".

The limit is the plain cost, the additional cost of the hook on both of its sides, and the floor of the cryptography: one
open for each PUBLISH, one protect for each NOTIFY. Each way is measured in several rounds, in turn, so that a load from
elsewhere meets all of them; the median counts.
"""
import re
import statistics
import sys
import threading
import time

import attacker
from bench_lab import BenchLab, Sink, send

WATCHERS = (0, 1, 10)
ROUNDS = 3
LIMITS = {"p256": 0.80, "rsa2048": 0.90}


def floors(path, key):
    """The floors of open and protect in seconds."""
    name = {"p256": "P-256", "rsa2048": "RSA-2048"}[key]
    found = {}
    with open(path, encoding="utf-8") as file:
        for line in file:
            match = re.match(rf"{name} (protect|open, path remembered) +([0-9.]+) ", line)
            if match:
                found[match.group(1).split(",")[0]] = float(match.group(2)) / 1e6
    return found["open"], found["protect"]


class Run:
    """One way to send the PUBLISHes, with a number of watchers."""

    def __init__(self, lab, way, watchers, count):
        self.lab, self.way, self.watchers, self.count = lab, way, watchers, count

    def measure(self):
        """Processor seconds per PUBLISH of Kamailio, of the service and its threads, and the latencies."""
        presentities = 20 if self.watchers else 100
        publishes = self.lab.publishes(presentities, self.count, self.way != "plain")
        subscribes = self.lab.subscribes(presentities, self.watchers, self.way == "protected")
        sink = Sink(self.lab)
        self.lab.begin(self.way)
        try:
            for message, _ in subscribes:
                status = attacker.send_tcp(self.lab.phones, self.lab.server, message).status
                if status not in (200, 202):
                    raise RuntimeError(f"SUBSCRIBE: {status}")
            self.wait(sink, len(subscribes))
            before, latencies = self.lab.cpu(self.way), []
            started, expected = time.monotonic(), sink.count + self.count * self.watchers
            # More connections would only fill the buffers of UDP between core and edge with NOTIFYs.
            connections = 4 if self.watchers < 10 else 1
            threads = [threading.Thread(target=send, args=(self.lab, publishes[at::connections], latencies))
                       for at in range(connections)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            self.wait(sink, expected)
            took = time.monotonic() - started
            after = self.lab.cpu(self.way)
            if len(latencies) != self.count:
                raise RuntimeError(f"{self.way}: {len(latencies)} of {self.count} PUBLISHes were accepted")
            return {name: (after[name] - before.get(name, 0)) / self.count for name in after}, latencies, took
        finally:
            self.lab.end(self.way)
            sink.close()

    def wait(self, sink, count):
        """Waits for NOTIFYs until none has arrived for some seconds; one in a hundred may be lost under this load."""
        arrived, since = sink.count, time.monotonic()
        while sink.count < count and time.monotonic() - since < 5:
            if sink.count > arrived:
                arrived, since = sink.count, time.monotonic()
            time.sleep(0.05)
        if sink.count < 0.99 * count:
            raise RuntimeError(f"{self.way}: {sink.count} of {count} NOTIFYs arrived")


def measured(lab, watchers, count):
    """For each way the median of each part over the rounds, all latencies, and the seconds of all rounds."""
    ways = {"plain": [], "hook": [], "protected": []}
    for _ in range(ROUNDS):
        for way, rounds in ways.items():
            rounds.append(Run(lab, way, watchers, count // ROUNDS).measure())
    return {way: ({name: statistics.median(parts.get(name, 0) for parts, _, _ in rounds) for name in rounds[0][0]},
                  [latency for _, latencies, _ in rounds for latency in latencies],
                  sum(seconds for _, _, seconds in rounds))
            for way, rounds in ways.items()}


def main():
    program, service, null_service, path = sys.argv[1:5]
    count = int(sys.argv[5]) if len(sys.argv) > 5 else 600
    is_within = True
    print("rates per core of Kamailio and the service; ms of processor time per PUBLISH with its NOTIFYs\n")
    for key, limit in LIMITS.items():
        opening, protecting = floors(path, key)
        with BenchLab(program, service, null_service, key) as lab:
            for watchers in WATCHERS:
                found = measured(lab, watchers, count)
                kamailio = {way: found[way][0]["kamailio"] for way in found}
                floor = opening + watchers * protecting
                null = found["hook"][0]["service"]
                allowed = kamailio["hook"] + null + floor
                parts = found["protected"][0]
                total = parts["kamailio"] + parts["service"]
                threads = {name: value for name, value in parts.items() if name.startswith("thread ")}
                is_within &= allowed / total >= limit
                print(f"{key}, {watchers} watchers: plain {1 / kamailio['plain']:.0f}/s, limit {1 / allowed:.0f}/s, "
                      f"protected {1 / total:.0f}/s, {watchers / total:.0f} NOTIFY/s; ratio {allowed / total:.2f} ({limit:.2f})")
                print(f"    ms: plain {1e3 * kamailio['plain']:.2f}; hook: Lua and edge {1e3 * (kamailio['hook'] - kamailio['plain']):.2f}, "
                      f"null service {1e3 * null:.2f}; protected: Lua and edge {1e3 * (parts['kamailio'] - kamailio['plain']):.2f}, "
                      f"service {1e3 * parts['service']:.2f} (floor {1e3 * floor:.2f}); its threads: "
                      + ", ".join(f"{name[7:]} {1e3 * value:.2f}" for name, value in sorted(threads.items()))
                      + f", ledger and others {1e3 * (parts['service'] - sum(threads.values())):.2f}")
                middle = {way: statistics.median(found[way][1]) for way in found}
                print(f"    latency of a PUBLISH, median: plain {1e3 * middle['plain']:.1f} ms, "
                      f"hook {1e3 * middle['hook']:.1f} ms, protected {1e3 * middle['protected']:.1f} ms; of both cores' load of this run "
                      f"{count / found['plain'][2]:.0f}/s and {count / found['protected'][2]:.0f}/s", flush=True)
    print("\nall within their limits" if is_within else "\nNOT all within their limits")
    return 0


if __name__ == "__main__":
    sys.exit(main())
