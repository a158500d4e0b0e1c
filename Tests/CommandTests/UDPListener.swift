import Foundation
import Glibc

/// A UDP socket of a test's own on 127.0.0.1.
struct UDPListener: ~Copyable {
    let port: UInt16
    private let descriptor: Int32

    init() throws {
        let descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        var patience = timeval(tv_sec: 20, tv_usec: 0)
        _ = unsafe setsockopt(
            descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                let bound = unsafe bind(descriptor, pointer, length)
                return unsafe bound == 0 ? getsockname(descriptor, pointer, &length) : bound
            }
        }
        guard result == 0 else {
            close(descriptor)
            throw POSIXError(.EADDRNOTAVAIL)
        }
        self.descriptor = descriptor
        port = UInt16(bigEndian: address.sin_port)
    }

    deinit { close(descriptor) }

    /// The next datagram; throws when none comes in time.
    func receive() throws -> [UInt8] {
        var datagram = [UInt8](repeating: 0, count: 65_536)
        let count = unsafe recv(descriptor, &datagram, datagram.count, 0)
        guard count >= 0 else { throw POSIXError(.ETIMEDOUT) }
        return Array(datagram[..<count])
    }
}
