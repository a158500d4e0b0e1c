import Foundation
import Glibc
import Synchronization
import TestSupport
import Testing

/// A Unix socket that passes octets to PostgreSQL and back, and can fall silent.
///
/// While it is silent it accepts connections and octets. A connection that has lost octets stays silent.
final class DatabaseRelay: Sendable {
    /// The location of the store by way of the relay.
    let location: String
    private let server: String
    private let listening: Int32
    private let silence = Atomic(false)

    var isSilent: Bool {
        get { silence.load(ordering: .sequentiallyConsistent) }
        set { silence.store(newValue, ordering: .sequentiallyConsistent) }
    }

    /// Begins to relay to the server of a location whose host is a directory.
    init(before location: String, in directory: TemporaryDirectory) throws {
        let name = ".s.PGSQL.5432"
        let start = try #require(location.lastIndex(of: "@"))
        let end = try #require(location[start...].firstIndex(of: "/"))
        let host = String(location[location.index(after: start)..<end])
        server = try #require(host.removingPercentEncoding) + "/" + name
        let path = directory.file(name)
        let encoded = try #require(
            (path as NSString).deletingLastPathComponent
                .addingPercentEncoding(withAllowedCharacters: .alphanumerics))
        self.location = location[...start] + encoded + location[end...]
        listening = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        let listening = listening
        let bound = unsafe Self.with(path) { unsafe bind(listening, $0, $1) }
        try #require(bound == 0 && listen(listening, 16) == 0)
        Thread { self.accept() }.start()
    }

    private func accept() {
        while true {
            let client = Glibc.accept(listening, nil, nil)
            guard client >= 0 else { return }
            let server = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
            guard unsafe Self.with(self.server, { unsafe connect(server, $0, $1) }) == 0 else { return }
            Thread { self.pass(from: client, to: server) }.start()
            Thread { self.pass(from: server, to: client) }.start()
        }
    }

    private func pass(from source: Int32, to destination: Int32) {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        var hasLostOctets = false
        while true {
            let count = unsafe read(source, &buffer, buffer.count)
            guard count > 0 else { break }
            if isSilent { hasLostOctets = true }
            guard !hasLostOctets else { continue }
            guard unsafe send(destination, buffer, count, Int32(MSG_NOSIGNAL)) == count else { break }
        }
        shutdown(destination, Int32(SHUT_RDWR))
    }

    private static func with(_ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: path.utf8) }
        return unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}
