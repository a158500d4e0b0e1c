import Glibc
import Octets

/// Checks the target of a secret or of decrypted content: never another user.
///
/// Like FileAccess, this file makes system calls.
package enum OutputTarget {
    /// Why a target is refused.
    package enum Fault: Error, Equatable, Sendable {
        /// The target exists and belongs to another user; what it is.
        case ownedByAnother(Kind)
        /// A symbolic link on the way belongs to another user, in a directory that
        /// others can write to; its path.
        case foreignLink(String)
        /// The path has more symbolic links than ``maximumLinks``.
        case tooManyLinks
    }

    /// What a file is.
    package enum Kind: String, Sendable {
        case regularFile = "file"
        case pipe
        case socket
        case device
    }

    /// As many symbolic links as Linux follows in one path.
    private static let maximumLinks = 40

    /// Checks an existing or new target before anything is written.
    ///
    /// Descriptors of this process (`/dev/stdout`, process substitution) were given by the caller,
    /// who may not own their targets. Devices that keep nothing, and the terminal of this process,
    /// give nothing to another user.
    ///
    /// - Throws: ``Fault``.
    package static func check(_ path: String) throws(Fault) {
        guard try number(of: path) == nil, let status = FileAccess.status(of: path) else { return }
        try check(status)
    }

    /// Opens a pipe or device for writing if ``check(_:)`` accepts it; the caller closes it.
    ///
    /// A name can lead elsewhere each time it is followed. So it is followed once: if it leads to a
    /// descriptor of this process, the result is a duplicate of that; otherwise the opened file
    /// decides, whatever its name. It is opened without access first (`O_PATH`), so that a pipe of
    /// another user is not waited for.
    ///
    /// - Throws: `EACCES` for a file of another user, and for a regular file, whose permission bits others
    ///   may have set; the system's refusal.
    package static func open(_ path: String) throws(SystemError) -> Int32 {
        if let number = try descriptor(of: path) {
            let duplicate = fcntl(number, F_DUPFD_CLOEXEC, 0)
            guard duplicate >= 0 else { throw .last }
            return duplicate
        }
        let place = try FileAccess.open(path, withoutAccess)
        defer { close(place) }
        var status = stat()
        guard unsafe fstat(place, &status) == 0 else { throw .last }
        guard kind(of: status) != .regularFile, (try? check(status)) != nil else {
            throw SystemError(code: EACCES)
        }
        return try FileAccess.open("/proc/self/fd/\(place)", O_WRONLY)
    }

    /// The number of the pipe or device among the descriptors of this process that
    /// a path leads to; nil if none.
    ///
    /// - Throws: `EACCES` for a path that ``check(_:)`` refuses.
    package static func descriptor(of path: String) throws(SystemError) -> Int32? {
        var found: Int32?
        do throws(Fault) { found = try number(of: path) } catch { throw SystemError(code: EACCES) }
        guard let found else { return nil }
        var status = stat()
        guard unsafe fstat(found, &status) == 0 else { throw .last }
        return kind(of: status) == .regularFile ? nil : found
    }

    /// `O_PATH`, which has no name in Swift.
    private static let withoutAccess: Int32 = 0o10_000_000

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

    /// Follows the symbolic links of a path, each checked; the descriptor of this process
    /// at its end, if there is one.
    private static func number(of path: String) throws(Fault) -> Int32? {
        var resolved = path.hasPrefix("/") ? "/" : "."
        var left = path.split(separator: "/").map(String.init)
        var links = 0
        // A user who can write to a directory can replace what is below it.
        var isExposed = isWritableByOthers(resolved)
        while !left.isEmpty {
            let name = left.removeFirst()
            let next = resolved.hasSuffix("/") ? resolved + name : "\(resolved)/\(name)"
            guard let link = link(at: next) else {
                resolved = next
                isExposed = isExposed || isWritableByOthers(next)
                continue
            }
            if left.isEmpty, let number = Int32(name), isDescriptorDirectory(resolved) { return number }
            links += 1
            guard links <= maximumLinks else { throw .tooManyLinks }
            if link.owner != geteuid(), isExposed { throw .foreignLink(next) }
            if link.target.hasPrefix("/") {
                resolved = "/"
                isExposed = isWritableByOthers(resolved)
            }
            left = link.target.split(separator: "/").map(String.init) + left
        }
        return nil
    }

    /// Whether the directory has the descriptors of this process as its links.
    private static func isDescriptorDirectory(_ path: String) -> Bool {
        let parts = path.split(separator: "/")
        guard parts.first == "proc", parts.last == "fd" else { return false }
        return FileAccess.areSame(path, "/proc/self/fd")
    }

    /// Whether another user than root can make and exchange files there, sticky or not.
    private static func isWritableByOthers(_ directory: String) -> Bool {
        guard let status = FileAccess.status(of: directory), status.st_mode & S_IFMT == S_IFDIR else {
            return false
        }
        return status.st_mode & 0o022 != 0 || (status.st_uid != geteuid() && status.st_uid != 0)
    }

    /// The owner and the target of a symbolic link, both of the same one whatever happens to its
    /// name; nil if there is no link.
    private static func link(at path: String) -> (owner: uid_t, target: String)? {
        guard let descriptor = try? FileAccess.open(path, withoutAccess | O_NOFOLLOW) else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFLNK else { return nil }
        var octets = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let length = octets.count
        let count = unsafe octets.withUnsafeMutableBytes { buffer -> Int in
            guard let start = buffer.baseAddress else { return 0 }
            return unsafe readlinkat(descriptor, "", start.assumingMemoryBound(to: CChar.self), length)
        }
        guard count >= 0, count < octets.count else { return nil }
        return (status.st_uid, FileName.text(octets[..<count]))
    }
}

extension OutputTarget.Fault: CustomStringConvertible {
    /// What is wrong with the target, as the end of a sentence.
    package var description: String {
        switch self {
        case .ownedByAnother(let kind): "another user owns that \(kind.rawValue)"
        case .foreignLink(let path): "another user made the symbolic link '\(path)'"
        case .tooManyLinks: "too many symbolic links"
        }
    }
}
