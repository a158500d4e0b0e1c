import Glibc
import Octets

/// A directory in which new files are waited for (inotify(7)).
///
/// Like FileAccess, this file makes system calls.
package final class DirectoryWatch: Sendable {
    /// What has happened in the directory.
    package enum Event: Equatable, Sendable {
        /// A file of this name was closed after writing, or moved in.
        case file(String)
        /// More happened than the system remembers: the directory must be read again.
        case overflow
        /// The directory was removed, or is no longer reachable.
        case gone
    }

    private static let headerOctets = 16
    private static let overflow: UInt32 = 0x4000
    private static let ignored: UInt32 = 0x8000

    private let descriptor: Int32

    /// Begins to watch; what happens from now on is not missed.
    ///
    /// - Throws: the system's refusal.
    package init(_ path: String) throws(SystemError) {
        let descriptor = inotify_init1(Int32(O_CLOEXEC))
        guard descriptor >= 0 else { throw .last }
        let events = UInt32(IN_CLOSE_WRITE) | UInt32(IN_MOVED_TO) | UInt32(IN_ONLYDIR)
        guard unsafe inotify_add_watch(descriptor, FileName.cString(path), events) >= 0 else {
            let error = SystemError.last
            close(descriptor)
            throw error
        }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// Waits until something happens.
    ///
    /// - Throws: the system's refusal.
    package func next() throws(SystemError) -> [Event] {
        var octets = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe read(descriptor, &octets, octets.count)
            if count > 0 { return Self.events(in: octets[..<count]) }
            guard count < 0, errno == EINTR else { throw .last }
        }
    }

    /// Reads the records of inotify: watch, mask, cookie and length, four octets each, then the name.
    static func events(in octets: ArraySlice<UInt8>) -> [Event] {
        func number(at offset: Int) -> UInt32 {
            (0..<4).reduce(0) { $0 | UInt32(octets[offset + $1]) << (8 * UInt32($1)) }
        }
        var events: [Event] = []
        var start = octets.startIndex
        while octets.endIndex - start >= headerOctets {
            let name = start + headerOctets
            let end = name + Int(number(at: start + 12))
            guard end <= octets.endIndex else { break }
            if number(at: start + 4) & overflow != 0 {
                events.append(.overflow)
            } else if number(at: start + 4) & ignored != 0 {
                events.append(.gone)
            } else {
                events.append(.file(FileName.text(octets[name..<end].prefix { $0 != 0 })))
            }
            start = end
        }
        return events
    }
}
