import Foundation
import Glibc

/// A running service with one socket.
final class ServiceProcess {
    private let process = Process()

    init(program: String, lab: BenchLab) throws {
        let configuration = """
            {"service": {"store": "\(lab.storePath)", "sockets": ["bench"], "messages-per-second": 100000,
            "queue": 4096, "log-level": "warning", "socket": {"bench": {"path": "\(lab.socketPath)"}}}}
            """
        let file = lab.directory.appending(path: "config.json")
        try Data(configuration.utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
        process.executableURL = URL(filePath: program)
        process.arguments = ["--config", file.path]
        try process.run()
        for _ in 0..<100 where (try? HTTPConnection(path: lab.socketPath)) == nil { usleep(50_000) }
    }

    /// The processor time used so far, in seconds.
    var processorTime: Double {
        let text =
            (try? String(contentsOfFile: "/proc/\(process.processIdentifier)/stat", encoding: .utf8)) ?? ""
        let fields = text.split(separator: ")").last?.split(separator: " ") ?? []
        guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else {
            return 0
        }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    /// The resident memory, in megabytes.
    var residentMegabytes: Int {
        let text =
            (try? String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("VmRSS:") } ?? ""
        return (Int(line.filter(\.isNumber)) ?? 0) / 1024
    }

    func stop() {
        process.terminate()
        process.waitUntilExit()
    }
}
