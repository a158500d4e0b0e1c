"""What an eavesdropper reads: a capture of the loopback interface, read by tshark and octet by octet."""
import os
import signal
import struct
import subprocess
import time


class Capture:
    """Records all packets of a network from the beginning to stop()."""

    def __init__(self, path, network):
        self.path = path
        self.errors = open(path + ".log", "w+b")
        self.process = subprocess.Popen(
            ["tcpdump", "-i", "lo", "-U", "--immediate-mode", "-B", "8192", "-s", "0", "-w", path, "net", network],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=self.errors, start_new_session=True)
        limit = time.monotonic() + 5
        while b"listening on" not in self.log():
            if self.process.poll() is not None or time.monotonic() > limit:
                raise RuntimeError("tcpdump did not start (it needs the right to capture):\n" + self.log().decode())
            time.sleep(0.05)

    def log(self):
        return os.pread(self.errors.fileno(), 65536, 0)

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(10)

    def packets(self):
        """Yields (protocol, source, source port, destination, destination port, sequence, payload)."""
        with open(self.path, "rb") as file:
            octets = file.read()
        at = 24
        while at + 16 <= len(octets):
            length = struct.unpack_from("<I", octets, at + 8)[0]
            frame, at = octets[at + 16:at + 16 + length], at + 16 + length
            if len(frame) < length or frame[12:14] != b"\x08\x00":
                continue
            packet = frame[14:14 + struct.unpack_from(">H", frame, 16)[0]]
            rest, protocol = packet[(packet[0] & 15) * 4:], {6: "tcp", 17: "udp"}.get(packet[9])
            if not protocol:
                continue
            source, destination = (".".join(map(str, packet[i:i + 4])) for i in (12, 16))
            source_port, destination_port = struct.unpack_from(">HH", rest)
            sequence = struct.unpack_from(">I", rest, 4)[0] if protocol == "tcp" else 0
            payload = rest[(rest[12] >> 4) * 4:] if protocol == "tcp" else rest[8:]
            yield protocol, source, source_port, destination, destination_port, sequence, payload

    def streams(self, one, other):
        """All octets between two addresses, one string for each TCP connection and direction, or for all UDP."""
        streams, seen = {}, set()
        for protocol, source, source_port, destination, destination_port, sequence, payload in self.packets():
            if {source, destination} != {one, other} or not payload:
                continue
            key = (protocol, source, source_port, destination, destination_port)
            if protocol == "tcp":
                if (key, sequence) in seen:
                    continue
                seen.add((key, sequence))
            streams[key] = streams.get(key, b"") + payload
        return streams

    def messages(self, source, destination):
        """The SIP messages on all TCP connections from an address to another."""
        for key, octets in self.streams(source, destination).items():
            if key[0] != "tcp" or key[1] != source:
                continue
            while octets:
                head, separator, rest = octets.partition(b"\r\n\r\n")
                lengths = [line.split(b":")[1] for line in head.split(b"\r\n")
                           if line.lower().startswith(b"content-length:")]
                if not separator or not lengths:
                    break
                length = int(lengths[0])
                yield head + separator + rest[:length]
                octets = rest[length:]

    def shark(self, display_filter):
        """The number of packets that tshark finds with a display filter."""
        done = subprocess.run(["tshark", "-n", "-r", self.path, "-Y", display_filter, "-T", "fields", "-e", "frame.number"],
                              capture_output=True, check=True)
        return len(done.stdout.split())
