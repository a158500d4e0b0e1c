import Glibc

/// Checks where a secret, or what was decrypted, would be written: never to another user.
///
/// Like FileAccess, this file makes system calls.
enum OutputTarget {
    /// Why a target is refused.
    enum Fault: Error, Equatable, Sendable {
        /// The target exists and belongs to another user; what it is.
        case ownedByAnother(Kind)
        /// A symbolic link on the way belongs to another user, in a directory where every user may make one; its path.
        case foreignLink(String)
        /// The path has more symbolic links than ``maximumLinks``.
        case tooManyLinks
    }

    /// What a file is.
    enum Kind: String, Sendable {
        case regularFile = "file"
        case pipe
        case socket
        case device
    }

    /// As many symbolic links as Linux follows in one path.
    private static let maximumLinks = 40

    /// Checks an existing or new target before anything is written.
    ///
    /// Descriptors of this process (`/dev/stdout`, process substitution) were given by the caller, who may not own what they
    /// are connected to. Devices that keep nothing, and the terminal of this process, give nothing to another user.
    ///
    /// - Throws: ``Fault``.
    static func check(_ path: String) throws(Fault) {
        guard try !leadsToDescriptor(path), let status = FileAccess.status(of: path) else { return }
        try check(status)
    }

    /// Whether a descriptor is still what ``check(_:)`` looked at, when it has been opened by its name.
    static func isOwn(_ descriptor: Int32, openedAs path: String) -> Bool {
        if (try? leadsToDescriptor(path)) == true { return true }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { return false }
        do { try check(status) } catch { return false }
        return true
    }

    private static func check(_ status: stat) throws(Fault) {
        guard status.st_uid != geteuid(), let kind = kind(of: status) else { return }
        if kind == .device, harmlessDevices.contains(status.st_rdev) { return }
        throw .ownedByAnother(kind)
    }

    /// Nil for a directory, which the system refuses to write to.
    private static func kind(of status: stat) -> Kind? {
        switch status.st_mode & S_IFMT {
        case S_IFREG: .regularFile
        case S_IFIFO: .pipe
        case S_IFSOCK: .socket
        case S_IFDIR: nil
        default: .device
        }
    }

    /// /dev/null, /dev/zero, /dev/full and /dev/tty, whose numbers are fixed (Linux, admin-guide/devices).
    private static let harmlessDevices: [dev_t] = [1 << 8 | 3, 1 << 8 | 5, 1 << 8 | 7, 5 << 8 | 0]

    /// Follows the symbolic links of a path, each checked; whether it ends at a descriptor of this process.
    private static func leadsToDescriptor(_ path: String) throws(Fault) -> Bool {
        var resolved = path.hasPrefix("/") ? "/" : "."
        var left = path.split(separator: "/").map(String.init)
        var links = 0
        while !left.isEmpty {
            let name = left.removeFirst()
            let next = resolved.hasSuffix("/") ? resolved + name : "\(resolved)/\(name)"
            var status = stat()
            guard unsafe lstat(next, &status) == 0, status.st_mode & S_IFMT == S_IFLNK else {
                resolved = next
                continue
            }
            if isDescriptorDirectory(resolved) { return true }
            links += 1
            guard links <= maximumLinks else { throw .tooManyLinks }
            if status.st_uid != geteuid(), isSticky(resolved) { throw .foreignLink(next) }
            guard let target = target(of: next) else { return false }
            if target.hasPrefix("/") { resolved = "/" }
            left = target.split(separator: "/").map(String.init) + left
        }
        return false
    }

    /// Whether the directory has the descriptors of this process as its links.
    private static func isDescriptorDirectory(_ path: String) -> Bool {
        let parts = path.split(separator: "/")
        guard parts.first == "proc", parts.last == "fd" else { return false }
        return FileAccess.areSame(path, "/proc/self/fd")
    }

    private static func isSticky(_ directory: String) -> Bool {
        FileAccess.status(of: directory).map { $0.st_mode & S_ISVTX != 0 } ?? false
    }

    private static func target(of link: String) -> String? {
        var octets = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let length = octets.count
        let count = unsafe octets.withUnsafeMutableBytes { buffer -> Int in
            guard let start = buffer.baseAddress else { return 0 }
            return unsafe readlink(link, start.assumingMemoryBound(to: CChar.self), length)
        }
        guard count > 0, count < octets.count else { return nil }
        return String(validating: octets[..<count], as: UTF8.self)
    }
}

extension OutputTarget.Fault: CustomStringConvertible {
    /// What is wrong with the target, as the end of a sentence.
    var description: String {
        switch self {
        case .ownedByAnother(let kind): "another user owns that \(kind.rawValue)"
        case .foreignLink(let path): "another user made the symbolic link '\(path)'"
        case .tooManyLinks: "too many symbolic links"
        }
    }
}
