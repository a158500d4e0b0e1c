package import CMS
package import Glibc
import Octets

/// The system calls of the command line; of the other files of this room only ExternalProcess, Interruption
/// and OutputTarget contain `unsafe`.
package enum FileAccess {
    /// Reads a file to its end, or one octet more than the limit.
    package static func read(_ path: String, limit: Int) throws(SystemError) -> [UInt8] {
        let descriptor = try open(path, O_RDONLY)
        defer { close(descriptor) }
        return try read(descriptor, limit: limit)
    }

    /// The first octets of a file, or all of it if it is shorter.
    package static func start(of path: String, octets: Int) throws(SystemError) -> [UInt8] {
        try read(path, limit: octets - 1)
    }

    /// Opens a file; the caller closes it.
    package static func open(_ path: String, _ flags: Int32, mode: UInt32 = 0) throws(SystemError) -> Int32 {
        let descriptor = unsafe Glibc.open(FileName.cString(path), flags | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw .last }
        return descriptor
    }

    package static func rename(_ path: String, to final: String) throws(SystemError) {
        guard unsafe Glibc.rename(FileName.cString(path), FileName.cString(final)) == 0 else { throw .last }
    }

    /// Reads a descriptor to its end, or one octet more than the limit.
    package static func read(_ descriptor: Int32, limit: Int) throws(SystemError) -> [UInt8] {
        var octets: [UInt8] = []
        while octets.count <= limit {
            // Not cleared first, as an array would be: most files are much smaller.
            let wanted = min(1 << 16, limit + 1 - octets.count)
            let chunk = unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: wanted) { chunk in
                let count = unsafe Glibc.read(descriptor, chunk.baseAddress, wanted)
                if count > 0 {
                    unsafe octets.append(contentsOf: UnsafeBufferPointer(rebasing: chunk[..<count]))
                }
                return count
            }
            if chunk == 0 { break }
            guard chunk > 0 || errno == EINTR else { throw .last }
        }
        return octets
    }

    /// The value of an environment variable; nil if it is not set.
    package static func environmentVariable(_ name: String) -> String? {
        unsafe getenv(name).map { unsafe Self.name($0) }
    }

    /// Reads a file as ``read(_:limit:)`` does, into memory that is wiped.
    package static func readSecret(_ path: String, limit: Int) throws(SystemError) -> SecretOctets {
        let descriptor = try open(path, O_RDONLY)
        defer { close(descriptor) }
        return try readSecret(descriptor, limit: limit)
    }

    /// Reads a descriptor as ``read(_:limit:)`` does, into memory that is wiped; with `endsAtLine` no further
    /// than what ends with a line.
    package static func readSecret(
        _ descriptor: Int32, limit: Int, endsAtLine: Bool = false
    ) throws(SystemError) -> SecretOctets {
        try unsafe SecretOctets(capacity: limit + 1) { (memory) throws(SystemError) in
            var filled = 0
            while filled < memory.count {
                let start = unsafe memory.baseAddress?.advanced(by: filled)
                let count = unsafe Glibc.read(descriptor, start, memory.count - filled)
                if count == 0 { break }
                if count < 0 {
                    guard errno == EINTR else { throw .last }
                    continue
                }
                filled += count
                if endsAtLine, unsafe memory[filled - 1] == UInt8(ascii: "\n") { break }
            }
            return filled
        }
    }

    /// Writes all the octets.
    package static func write(_ octets: Span<UInt8>, to descriptor: Int32) throws(SystemError) {
        var written = 0
        while written < octets.count {
            let count = unsafe octets.withUnsafeBytes { buffer in
                let start = unsafe buffer.baseAddress?.advanced(by: written)
                return unsafe Glibc.write(descriptor, start, buffer.count - written)
            }
            if count < 0 {
                guard errno == EINTR else { throw .last }
                continue
            }
            written += count
        }
    }

    /// Whether two names lead to one file, or would if the file were made.
    package static func areSame(_ path: String, _ other: String) -> Bool {
        if path == other || exists(path, as: other) { return true }
        guard status(of: path) == nil, status(of: other) == nil else { return false }
        let (first, second) = (split(path), split(other))
        return first.name == second.name && exists(first.directory, as: second.directory)
    }

    private static func exists(_ path: String, as other: String) -> Bool {
        guard let first = status(of: path), let second = status(of: other) else { return false }
        return first.st_dev == second.st_dev && first.st_ino == second.st_ino
    }

    /// The directory in which a path has its last name.
    package static func directory(of path: String) -> String { split(path).directory }

    private static func split(_ path: String) -> (directory: String, name: Substring) {
        guard let slash = path.lastIndex(of: "/") else { return (".", path[...]) }
        return (slash == path.startIndex ? "/" : String(path[..<slash]), path[path.index(after: slash)...])
    }

    package static func isDirectory(_ path: String) -> Bool {
        status(of: path).map { $0.st_mode & S_IFMT == S_IFDIR } ?? false
    }

    package static func isRegularFile(_ path: String) -> Bool {
        status(of: path).map { $0.st_mode & S_IFMT == S_IFREG } ?? false
    }

    /// The permission bits of a regular file; nil for anything else.
    package static func modeOfRegularFile(_ path: String) -> UInt32? {
        isRegularFile(path) ? status(of: path).map { $0.st_mode & 0o7777 } : nil
    }

    /// Whether a name is free or that of a regular file: no link, no pipe.
    package static func isFreeOrRegular(_ path: String) -> Bool {
        var status = stat()
        guard unsafe lstat(FileName.cString(path), &status) == 0 else { return errno == ENOENT }
        return status.st_mode & S_IFMT == S_IFREG
    }

    /// Whether this user owns a directory, and no other user may write to it.
    package static func isOwnDirectory(_ path: String) -> Bool {
        status(of: path).map { $0.st_uid == geteuid() && $0.st_mode & 0o022 == 0 } ?? false
    }

    /// The names of what is in a directory, or one more than the limit.
    package static func names(in path: String, limit: Int) throws(SystemError) -> [String] {
        guard let directory = unsafe opendir(FileName.cString(path)) else { throw .last }
        defer { unsafe closedir(directory) }
        var names: [String] = []
        while names.count <= limit, let entry = unsafe readdir(directory) {
            let name = unsafe withUnsafePointer(to: entry.pointee.d_name) { start in
                unsafe start.withMemoryRebound(to: CChar.self, capacity: 256) {
                    unsafe Self.name($0)
                }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    /// Makes a directory that only its owner can enter, unless it is there.
    package static func makeDirectory(_ path: String) throws(SystemError) {
        guard unsafe mkdir(FileName.cString(path), 0o700) == 0 || (errno == EEXIST && isDirectory(path))
        else { throw .last }
    }

    package static func status(of path: String) -> stat? {
        var status = stat()
        return unsafe stat(FileName.cString(path), &status) == 0 ? status : nil
    }

    /// What a descriptor of this process is connected to.
    package static func kind(of descriptor: Int32) -> Console.OutputKind {
        if isatty(descriptor) == 1 { return .terminal }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            return .other
        }
        return .file(mode: status.st_mode & 0o7777)
    }

    /// The name a path leads to when symbolic links are followed; the path itself if it leads nowhere.
    package static func resolved(_ path: String) -> String {
        guard let resolved = unsafe realpath(FileName.cString(path), nil) else { return path }
        defer { unsafe free(resolved) }
        return unsafe name(resolved)
    }

    /// The text of a C string.
    private static func name(_ start: UnsafePointer<CChar>) -> String {
        unsafe FileName.text(
            UnsafeBufferPointer(start: start, count: strlen(start)).map { UInt8(bitPattern: $0) })
    }

    /// The words of the command line, the name of the program first.
    package static var arguments: [String] {
        let words = unsafe CommandLine.unsafeArgv
        return (0..<Int(CommandLine.argc)).compactMap { unsafe words[$0].map { unsafe name($0) } }
    }

    /// Lets writes to a closed pipe fail with an error instead of ending the process, so
    /// that what was begun is undone.
    package static func ignoreBrokenPipes() {
        _ = signal(SIGPIPE, SIG_IGN)
    }

    /// Lets writes beyond the limit for files fail as they do on a full disk.
    package static func ignoreFileSizeLimit() {
        _ = signal(SIGXFSZ, SIG_IGN)
    }

    /// Ends the process by SIGPIPE, if nothing has to be undone.
    package static func endByBrokenPipe() {
        _ = signal(SIGPIPE, SIG_DFL)
        raise(SIGPIPE)
    }
}

extension SystemError {
    /// The error of the system call that has just failed.
    package static var last: SystemError { SystemError(code: errno) }
    /// There is no terminal.
    static var noTerminal: SystemError { SystemError(code: ENOTTY) }
}
