import Glibc

/// A regular file that was found in a directory, open for reading.
package final class FoundFile {
    private let descriptor: Int32

    /// Opens the file; a link is not followed and a pipe not waited for.
    ///
    /// - Throws: `EACCES` for what is no regular file; the system's refusal.
    package init(_ path: String) throws(SystemError) {
        descriptor = try FileAccess.open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw .last }
        guard status.st_mode & S_IFMT == S_IFREG else { throw SystemError(code: EACCES) }
    }

    deinit { close(descriptor) }

    /// A path for other programs that leads to this file while it is open, whatever has its name now.
    package var path: String { "/proc/\(getpid())/fd/\(descriptor)" }

    /// Reads from where the last reading ended to the end of the file, or one octet more than the limit.
    package func read(limit: Int) throws(SystemError) -> [UInt8] {
        try FileAccess.read(descriptor, limit: limit)
    }
}
