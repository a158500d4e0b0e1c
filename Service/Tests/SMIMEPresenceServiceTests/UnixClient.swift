import Dispatch
import Foundation
import Glibc

/// A connection to a Unix socket that is read only when a test says so.
final class UnixClient: Sendable {
    private let descriptor: Int32

    /// Connects to a socket.
    init(_ path: String) throws {
        descriptor = try Self.connect(to: path)
        var limit = timeval(tv_sec: 20, tv_usec: 0)
        _ = unsafe setsockopt(
            descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { close(descriptor) }

    /// Returns a connected socket, which the caller closes.
    static func connect(to path: String) throws -> Int32 {
        let descriptor = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: path.utf8) }
        let length = socklen_t(MemoryLayout<sockaddr_un>.size)
        let result = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe Glibc.connect(descriptor, address, length)
            }
        }
        guard result == 0 else { throw POSIXError(.ECONNREFUSED) }
        return descriptor
    }

    /// Sends all octets.
    func send(_ octets: [UInt8]) async {
        await onThread { [descriptor] in
            var rest = octets[...]
            while !rest.isEmpty {
                let part = Array(rest)
                let count = unsafe Glibc.send(descriptor, part, part.count, Int32(MSG_NOSIGNAL))
                guard count > 0 else { return }
                rest = rest.dropFirst(count)
            }
        }
    }

    /// Waits until there is something to read, or the service has closed the connection (`POLLHUP`); returns
    /// whether that happened in time.
    func waits(for event: Int32, seconds: Int32) async -> Bool {
        await onThread { [descriptor] in
            var polled = pollfd(
                fd: descriptor, events: Int16(event == POLLHUP ? 0 : event), revents: 0)
            return unsafe poll(&polled, 1, seconds * 1000) == 1 && Int32(polled.revents) & event != 0
        }
    }

    /// Reads one answer with its body, or as much as there is before the connection ends.
    func answer() async -> (octets: [UInt8], isComplete: Bool) {
        await onThread { [descriptor] in
            var octets: [UInt8] = []
            var buffer = [UInt8](repeating: 0, count: 65_536)
            while true {
                if let end = Self.end(of: octets), octets.count >= end { return (octets, true) }
                let count = unsafe read(descriptor, &buffer, buffer.count)
                guard count > 0 else { return (octets, false) }
                octets += buffer[..<count]
            }
        }
    }

    /// Runs what blocks on another thread than those of tasks.
    private func onThread<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: work()) }
        }
    }

    /// Returns the number of octets of an answer; nil before its head is there.
    private static func end(of octets: [UInt8]) -> Int? {
        let start = String(decoding: octets.prefix(4096), as: UTF8.self)
        guard let head = start.range(of: "\r\n\r\n") else { return nil }
        let lines = start[..<head.lowerBound].lowercased().components(separatedBy: "\r\n")
        let length = lines.first { $0.hasPrefix("content-length:") }?.dropFirst("content-length:".count)
        return length.flatMap { Int($0.trimmingCharacters(in: .whitespaces)) }.map {
            start[..<head.upperBound].utf8.count + $0
        }
    }
}
