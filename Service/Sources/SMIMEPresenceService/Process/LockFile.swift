import Glibc

/// A lock that shows that a service uses a socket, because the socket's own file outlives a killed process.
///
/// The kernel releases the lock when the process ends.
final class LockFile: Sendable {
    private let descriptor: Int32

    /// Creates the file with mode 0600 if it does not exist, and locks it.
    ///
    /// - Throws: ``ServiceFailure/socketInUse(_:)`` if another process has the lock;
    ///   ``ServiceFailure/notSocket(_:)`` if a file of another kind is there;
    ///   ``ServiceFailure/system(_:code:)`` if the file cannot be made, or its directory is missing.
    init(beside socket: String) throws(ServiceFailure) {
        let path = socket + ".lock"
        let opened = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard opened >= 0 else {
            let code = errno
            throw .system(code == ENOENT || code == ENOTDIR ? Self.directory(of: socket) : path, code: code)
        }
        guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            close(opened)
            throw code == EWOULDBLOCK ? .socketInUse(socket) : .system(path, code: code)
        }
        descriptor = opened
        var status = stat()
        guard unsafe lstat(socket, &status) != 0 || status.st_mode & S_IFMT == S_IFSOCK else {
            throw .notSocket(socket)
        }
    }

    private static func directory(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    deinit { close(descriptor) }
}
