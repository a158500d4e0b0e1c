import Glibc
import Octets

/// What tells one file from all others, whatever its names.
package struct FileIdentity: Hashable, Sendable {
    let device: UInt64
    let number: UInt64
}

extension FileAccess {
    /// What a name in a directory is itself; a symbolic link is not followed.
    package enum Entry {
        case regularFile
        case directory
        case other
    }

    /// What a name is itself.
    package static func entry(_ path: String) -> Entry {
        var status = stat()
        guard unsafe lstat(FileName.cString(path), &status) == 0 else { return .other }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return .regularFile
        case S_IFDIR: return .directory
        default: return .other
        }
    }

    /// Whether nothing has the name; false if that cannot be known.
    package static func isAbsent(_ path: String) -> Bool {
        var status = stat()
        return unsafe lstat(FileName.cString(path), &status) != 0 && errno == ENOENT
    }

    /// Whether a name is that of a regular file of this user, not a link to one.
    package static func isOwnFile(_ path: String) -> Bool {
        var status = stat()
        guard unsafe lstat(FileName.cString(path), &status) == 0 else { return false }
        return status.st_mode & S_IFMT == S_IFREG && status.st_uid == geteuid()
    }

    /// Whether a process has the file open for writing; false if the file system cannot tell.
    ///
    /// Only a file that no process writes gets a read lease (fcntl(2)), which is given back at once.
    package static func isBeingWritten(_ path: String) -> Bool {
        guard let descriptor = try? open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK) else { return false }
        defer { close(descriptor) }
        // A writer that comes now makes the system send a signal; this one is ignored by default.
        guard fcntl(descriptor, leaseSignal, SIGURG) == 0 else { return false }
        if fcntl(descriptor, setLease, F_RDLCK) != 0 { return errno == EAGAIN }
        _ = fcntl(descriptor, setLease, F_UNLCK)
        return false
    }

    /// F_SETSIG and F_SETLEASE, macros of Linux that Swift does not see.
    private static let leaseSignal: Int32 = 10
    private static let setLease: Int32 = 1024

    /// What tells one file from all others; nil if the path leads nowhere.
    package static func identity(of path: String) -> FileIdentity? {
        status(of: path).map { FileIdentity(device: UInt64($0.st_dev), number: UInt64($0.st_ino)) }
    }

    /// Reads a regular file that was found in a directory, or one octet more than the limit.
    ///
    /// A link is not followed and a pipe not waited for, even if another user has put one in its place since.
    ///
    /// - Throws: `EACCES` for what is no regular file; the system's refusal.
    package static func readFound(_ path: String, limit: Int) throws(SystemError) -> [UInt8] {
        try FoundFile(path).read(limit: limit)
    }
}
