import FoundationEssentials
import Glibc

/// The cost for a script: whole processes, next to `openssl cms` with the same task.
enum ProcessCost {
    /// Prints processor time and memory of `encrypt` next to `openssl cms -sign` and
    /// `-encrypt`, for each kind of key.
    ///
    /// Returns false if encrypt takes more than both together, or more than 30 MB.
    static func measure() throws -> Bool {
        print(
            "\nwhole processes, PUBLISH with a PIDF; least processor time of 60 interleaved runs, in "
                + "milliseconds\n"
        )
        print(row("key", "openssl", "encrypt", "ratio", "at most"))
        var isWithin = true
        var peak = 0
        for key in ["p256", "rsa2048"] {
            let lab = try ProcessLab(key: key)
            defer { lab.remove() }
            var theirs = Double.infinity
            var ours = Double.infinity
            for _ in 0..<60 {
                let (signing, _) = lab.run(lab.opensslSign)
                let (encrypting, _) = lab.run(lab.opensslEncrypt)
                theirs = min(theirs, signing + encrypting)
                let (taken, memory) = lab.run(lab.encrypt)
                ours = min(ours, taken)
                peak = max(peak, memory)
            }
            isWithin = printRatio(key, theirs, ours, limit: 1, decimals: 2) && isWithin
        }
        print("\nmost memory of an encrypt process: \(decimals(Double(peak) / 1024, 1)) MB of at most 30")
        return isWithin && peak < 30 * 1024
    }
}

/// A store, the same keys as PEM files, and a message, in a temporary directory.
struct ProcessLab {
    let directory: String
    private let program: String

    init(key: String, name: String = "one") throws {
        guard let own = CommandLine.arguments.first else { failed("no name of its own") }
        let folder = own.contains("/") ? String(own[..<(own.lastIndex(of: "/") ?? own.startIndex)]) : "."
        program = "\(folder)/smime-presence"
        directory =
            "\(FileManager.default.temporaryDirectory.path)/smime-presence-bench-\(getpid())-\(key)-\(name)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let store = ["--store", "\(directory)/store.db"]
        let server = "sip:example.test"
        let alice = "sip:alice@example.test"
        run([program, "ca", "init", "--domain", "example.test", "--key", key] + store)
        for uri in [alice, server] { run([program, "cert", "issue", uri, "--key", key] + store) }
        run([program, "cert", "export", alice, "-o", "\(directory)/alice.pem"] + store)
        run([program, "cert", "export", alice, "--key", "-o", "\(directory)/alice.key"] + store)
        run([program, "cert", "export", server, "-o", "\(directory)/server.pem"] + store)
        try write(Array(presence.utf8), to: "body.xml")
        try write(publish, to: "publish.sip")
    }

    var encrypt: [String] {
        [
            program, "encrypt", "--store", "\(directory)/store.db", "-o", "\(directory)/out.sip",
            "\(directory)/publish.sip",
        ]
    }

    func issue(_ count: Int) -> [String] {
        [
            program, "cert", "issue", "sip:user{000001}@example.test", "--count", "\(count)", "--store",
            "\(directory)/store.db",
        ]
    }

    var list: [String] { [program, "cert", "list", "--store", "\(directory)/store.db"] }

    var opensslSign: [String] {
        [
            "openssl", "cms", "-sign", "-binary", "-nodetach", "-signer", "\(directory)/alice.pem", "-inkey",
            "\(directory)/alice.key", "-in", "\(directory)/body.xml", "-outform", "DER", "-out",
            "\(directory)/signed.der",
        ]
    }

    var opensslEncrypt: [String] {
        [
            "openssl", "cms", "-encrypt", "-binary", "-aes-256-gcm", "-in", "\(directory)/signed.der",
            "-outform", "DER", "-out", "\(directory)/enveloped.der", "\(directory)/server.pem",
        ]
    }

    private var publish: [UInt8] {
        let lines = [
            "PUBLISH sip:alice@example.test SIP/2.0",
            "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK652hsge",
            "Max-Forwards: 70", "To: <sip:alice@example.test>", "From: <sip:alice@example.test>;tag=1234wxyz",
            "Call-ID: 81818181@192.0.2.1", "CSeq: 1 PUBLISH", "Event: presence", "Expires: 3600",
            "Content-Type: application/pidf+xml", "Content-Length: \(presence.utf8.count)", "", presence,
        ]
        return Array(lines.joined(separator: "\r\n").utf8)
    }

    private func write(_ octets: [UInt8], to name: String) throws {
        try Data(octets).write(to: URL(filePath: "\(directory)/\(name)"))
    }

    func remove() { try? FileManager.default.removeItem(atPath: directory) }

    /// Runs a process to its end, and returns its processor milliseconds and peak memory in KB.
    ///
    /// It must succeed. Its standard output is `output` if that is given; `body` runs concurrently.
    @discardableResult
    func run(
        _ arguments: [String], output: Int32? = nil, beside body: () -> Void = {}
    ) -> (milliseconds: Double, kilobytes: Int) {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
        if let output { unsafe posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO) }
        var words = unsafe arguments.map { unsafe strdup($0) } + [nil]
        defer { unsafe words.forEach { unsafe free($0) } }
        var process = pid_t()
        guard unsafe posix_spawnp(&process, arguments[0], &actions, nil, &words, environ) == 0 else {
            failed("cannot run \(arguments[0])")
        }
        body()
        var status: Int32 = 0
        var usage = rusage()
        guard unsafe wait4(process, &status, 0, &usage) == process, status == 0 else {
            failed(arguments.joined(separator: " "))
        }
        let user = Double(usage.ru_utime.tv_sec) * 1e3 + Double(usage.ru_utime.tv_usec) / 1e3
        let system = Double(usage.ru_stime.tv_sec) * 1e3 + Double(usage.ru_stime.tv_usec) / 1e3
        return (user + system, usage.ru_maxrss)
    }
}
