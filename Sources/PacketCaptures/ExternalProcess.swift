import Glibc
import Octets

/// Another program, run without a shell; `unsafe` is for the system calls.
struct ExternalProcess {
    /// Why there is no output of the program.
    enum Failure: Error, Equatable {
        /// No directory of PATH has it.
        case notInstalled
        /// The system would not start it; the value of `errno`.
        case cannotStart(Int32)
        /// It wrote more octets than the limit.
        case tooMuchOutput(limit: Int)
        /// It did not finish in time.
        case tooSlow(seconds: Int)
    }

    private let path: String
    private let searchPath: String

    /// Finds a program in the directories of PATH.
    init(named name: String, searchPath: String?) throws(Failure) {
        let directories = (searchPath ?? "").split(separator: ":").filter { $0.hasPrefix("/") }
        let candidates = directories.map { "\($0)/\(name)" }
        guard let found = candidates.first(where: Self.isExecutable) else { throw .notInstalled }
        path = found
        self.searchPath = searchPath ?? ""
    }

    /// Returns what the program writes to standard output, and the status it ended with, nil if a signal
    /// ended it; standard input is empty, standard error is discarded.
    ///
    /// Its environment has only PATH and a home that does not exist, so that no
    /// settings of the user affect it.
    func result(
        of arguments: [String], limit: Int, seconds: Int
    ) throws(Failure) -> (output: [UInt8], status: Int32?) {
        let (reader, writer): (Int32, Int32)
        (reader, writer) = try Self.pipe()
        defer { close(reader) }
        let process: pid_t
        do {
            defer { close(writer) }
            process = try start(arguments, output: writer)
        }
        let octets: [UInt8]
        do throws(Failure) {
            octets = try read(reader, limit: limit, seconds: seconds)
        } catch {
            kill(process, SIGKILL)
            _ = Self.wait(for: process)
            throw error
        }
        return (octets, Self.wait(for: process))
    }

    private func start(_ arguments: [String], output: Int32) throws(Failure) -> pid_t {
        let nowhere = "/nonexistent"
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        unsafe posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        unsafe posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
        let words = unsafe Self.words([path] + arguments)
        let environment = unsafe Self.words([
            "PATH=\(searchPath)", "HOME=\(nowhere)", "XDG_CONFIG_HOME=\(nowhere)", "LC_ALL=C",
        ])
        defer { unsafe (words + environment).forEach { unsafe free($0) } }
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        // Signals that end this program must end that one too: the command blocks them.
        var none = sigset_t()
        unsafe sigemptyset(&none)
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var process: pid_t = 0
        let result = unsafe posix_spawn(
            &process, FileName.cString(path), &actions, &attributes, words, environment)
        guard result == 0 else { throw .cannotStart(result) }
        return process
    }

    /// A null-terminated array of C strings; the caller frees them.
    private static func words(_ words: [String]) -> [UnsafeMutablePointer<CChar>?] {
        var copies: [UnsafeMutablePointer<CChar>?] = unsafe []
        for word in words { unsafe copies.append(strdup(FileName.cString(word))) }
        unsafe copies.append(nil)
        return unsafe copies
    }

    private func read(_ descriptor: Int32, limit: Int, seconds: Int) throws(Failure) -> [UInt8] {
        let end = Self.monotonicSeconds + Double(seconds)
        var octets: [UInt8] = []
        while true {
            let left = end - Self.monotonicSeconds
            guard left > 0 else { throw .tooSlow(seconds: seconds) }
            var waited = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard unsafe poll(&waited, 1, Int32(left * 1000) + 1) > 0 else { continue }
            let chunk = try Self.readOnce(descriptor)
            if chunk.isEmpty { return octets }
            octets += chunk
            guard octets.count <= limit else { throw .tooMuchOutput(limit: limit) }
        }
    }

    /// Waits for the end of a process; nil if a signal ended it.
    private static func wait(for process: pid_t) -> Int32? {
        var status: Int32 = 0
        while unsafe waitpid(process, &status, 0) < 0 {
            guard errno == EINTR else { return nil }
        }
        return status & 0x7F == 0 ? (status >> 8) & 0xFF : nil
    }

    /// Reads what is there now, at most 64 KiB; nothing at the end.
    private static func readOnce(_ descriptor: Int32) throws(Failure) -> ArraySlice<UInt8> {
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe Glibc.read(descriptor, &chunk, chunk.count)
            if count >= 0 { return chunk[..<count] }
            guard errno == EINTR else { throw .cannotStart(errno) }
        }
    }

    /// Two ends, the first to read what is written to the second; programs started inherit neither.
    private static func pipe() throws(Failure) -> (reader: Int32, writer: Int32) {
        var ends: [Int32] = [0, 0]
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard unsafe socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw .cannotStart(errno) }
        return (ends[0], ends[1])
    }

    /// A clock that only goes forward.
    private static var monotonicSeconds: Double {
        var time = timespec()
        _ = unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    private static func isExecutable(_ path: String) -> Bool {
        var status = stat()
        guard unsafe stat(FileName.cString(path), &status) == 0 else { return false }
        return unsafe status.st_mode & S_IFMT == S_IFREG && access(FileName.cString(path), X_OK) == 0
    }
}
