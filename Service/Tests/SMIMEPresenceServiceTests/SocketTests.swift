import CertStore
import CertificateAdministration
import Foundation
import Glibc
import Logging
import Testing

@testable import SMIMEPresenceService

/// Sockets of a running service, with curl as the client.
@Suite(.serialized, .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/curl")))
struct SocketTests {
    private let lab: ServiceLab
    private var socket: String { lab.directory + "/s.sock" }

    init() throws { lab = try ServiceLab() }

    /// Runs a service with these sockets while `work` runs.
    private func serving(
        _ sockets: [SocketConfiguration], connections: Int = 16, _ work: () async throws -> Void
    ) async throws {
        var changed = ServiceConfiguration(store: lab.location, sockets: sockets, threads: 1)
        changed.connections = connections
        let configuration = changed
        let service = try PresenceService(configuration, logger: lab.log.logger())
        let task = Task {
            try await service.run(rereading: { () throws(ConfigurationFault) in configuration })
        }
        for _ in 0..<100 where !sockets.allSatisfy({ Self.answers($0) }) {
            try await Task.sleep(for: .milliseconds(50))
        }
        let result: Result<Void, any Error>
        do { result = .success(try await work()) } catch { result = .failure(error) }
        task.cancel()
        _ = try? await task.value
        try result.get()
    }

    private static func answers(_ socket: SocketConfiguration) -> Bool {
        switch socket.address {
        case .path(let path): FileManager.default.fileExists(atPath: path)
        case .loopback(let port, _):
            (try? curl(["http://127.0.0.1:\(port)/healthz"]))?.isEmpty == false
        }
    }

    /// Returns the HTTP status that curl prints; "000" if the connection was closed.
    private static func curl(_ arguments: [String], asUser user: Int? = nil) throws -> String {
        let process = Process()
        let setpriv = user.map { ["/usr/bin/setpriv", "--reuid=\($0)", "--clear-groups"] } ?? []
        let words =
            setpriv + ["/usr/bin/curl", "-s", "-m", "5", "-o", "/dev/null", "-w", "%{http_code}"] + arguments
        process.executableURL = URL(filePath: words[0])
        process.arguments = Array(words[1...])
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: output, as: UTF8.self)
    }

    private static func status(_ arguments: [String], asUser user: Int? = nil) -> String {
        (try? curl(arguments, asUser: user)) ?? "curl cannot run"
    }

    private func unixSocket(_ profile: Profile = Profile(name: "default")) -> SocketConfiguration {
        SocketConfiguration(name: "s", address: .path(socket), profile: profile)
    }

    /// Returns the failure of a service with this socket.
    private func failure(of socket: SocketConfiguration) async -> String {
        do {
            let configuration = ServiceConfiguration(store: lab.location, sockets: [socket], threads: 1)
            let service = try PresenceService(configuration, logger: lab.log.logger())
            try await service.run(rereading: { () throws(ConfigurationFault) in configuration })
            return "none"
        } catch {
            return "\(error)"
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `a path where a socket cannot be opened is named in the error`() async throws {
        try Data("mine".utf8).write(to: URL(filePath: socket))
        let message = "'\(socket)' is not a socket; remove the file or choose another path"
        #expect(await failure(of: unixSocket()) == message)
        #expect(try String(contentsOfFile: socket, encoding: .utf8) == "mine")
        let missing = lab.directory + "/none"
        let elsewhere = SocketConfiguration(
            name: "s", address: .path(missing + "/s.sock"), profile: Profile(name: "default"))
        #expect(await failure(of: elsewhere) == "'\(missing)': No such file or directory")
        let long = lab.directory + "/" + String(repeating: "x", count: 108)
        let tooLong = SocketConfiguration(
            name: "s", address: .path(long), profile: Profile(name: "default"))
        #expect(await failure(of: tooLong) == "'\(long)': File name too long")
    }

    @Test(.timeLimit(.minutes(1)))
    func `a port that is in use is named in the error`() async throws {
        let other = try #require(LoopbackListener())
        let file = lab.directory + "/token"
        #expect(
            FileManager.default.createFile(
                atPath: file, contents: Data("secret\n".utf8), attributes: [.posixPermissions: 0o600]))
        let socket = SocketConfiguration(
            name: "s", address: .loopback(port: other.port, tokenFile: file),
            profile: Profile(name: "default"))
        #expect(await failure(of: socket) == "'127.0.0.1:\(other.port)': Address already in use")
    }

    @Test func `a Unix socket answers its owner`() async throws {
        try await serving([unixSocket()]) {
            #expect(Self.status(["--unix-socket", socket, "http://s/readyz"]) == "200")
        }
    }

    @Test(.enabled(if: geteuid() == 0 && FileManager.default.isExecutableFile(atPath: "/usr/bin/setpriv")))
    func `the user that the kernel reports decides who may connect, not the mode of the file`() async throws {
        var profile = Profile(name: "default")
        profile.peers = [61_001]
        _ = unsafe chmod(lab.directory, 0o755)
        try await serving([unixSocket(profile)]) {
            _ = unsafe chmod(socket, 0o777)
            let request = ["--unix-socket", socket, "http://s/healthz"]
            #expect(Self.status(request, asUser: 61_001) == "200")
            #expect(Self.status(request, asUser: 61_002) == "000")
            #expect(Self.status(request) == "200")
        }
    }

    @Test(.enabled(if: geteuid() == 0 && FileManager.default.isExecutableFile(atPath: "/usr/bin/setpriv")))
    func `one user cannot take the connections of all`() async throws {
        var profile = Profile(name: "default")
        profile.peers = [61_001, 61_002]
        _ = unsafe chmod(lab.directory, 0o755)
        try await serving([unixSocket(profile)], connections: 4) {
            _ = unsafe chmod(socket, 0o777)
            // Requests whose bodies never arrive.
            var waiting = try (0..<3).map { _ in try Self.waiting(at: socket, asUser: 61_001) }
            let request = ["--unix-socket", socket, "http://s/healthz"]
            let isFull = try await Self.becomes("000", request, asUser: 61_001) {
                // The request that asks may itself have taken the place of one of them.
                for index in waiting.indices where !waiting[index].isRunning {
                    waiting[index] = try Self.waiting(at: socket, asUser: 61_001)
                }
            }
            #expect(isFull)
            #expect(Self.status(request, asUser: 61_002) == "200")
            // They inherit that the service ignores SIGTERM.
            for process in waiting { kill(process.processIdentifier, SIGKILL) }
            for process in waiting { process.waitUntilExit() }
            #expect(try await Self.becomes("200", request, asUser: 61_001))
        }
    }

    /// Whether a request gets a status within some seconds; `meanwhile` is called before each further attempt.
    private static func becomes(
        _ status: String, _ request: [String], asUser user: Int, meanwhile: () throws -> Void = {}
    ) async throws -> Bool {
        for _ in 0..<100 {
            if Self.status(request, asUser: user) == status { return true }
            try meanwhile()
            try await Task.sleep(for: .milliseconds(50))
        }
        return false
    }

    /// Starts a client that sends the head of a request and no body.
    private static func waiting(at socket: String, asUser user: Int) throws -> Process {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/setpriv")
        process.arguments = [
            "--reuid=\(user)", "--clear-groups", "/usr/bin/curl", "-s", "-o", "/dev/null", "--unix-socket",
            socket,
            "-X", "POST", "-T", "-", "http://s/v1/inspect",
        ]
        process.standardInput = Pipe()
        try process.run()
        return process
    }

    @Test func `a TCP socket answers only with its token and Host`() async throws {
        let token = lab.directory + "/token"
        try "secret\n".write(toFile: token, atomically: false, encoding: .utf8)
        _ = unsafe chmod(token, 0o600)
        let port = Int.random(in: 20_000...60_000)
        let address = SocketConfiguration.Address.loopback(port: port, tokenFile: token)
        try await serving([
            SocketConfiguration(name: "t", address: address, profile: Profile(name: "default"))
        ]) {
            let url = "http://127.0.0.1:\(port)/readyz"
            #expect(Self.status(["-H", "Authorization: Bearer secret", url]) == "200")
            #expect(Self.status([url]) == "401")
            #expect(
                Self.status(["-H", "Authorization: Bearer secret", "-H", "Host: evil.test", url]) == "421")
        }
    }

    @Test func `a token that others can read, or an empty one, is refused`() throws {
        let token = lab.directory + "/token"
        for (text, mode) in [("secret\n", 0o644), ("\n", 0o600), ("", 0o600)] as [(String, mode_t)] {
            try text.write(toFile: token, atomically: false, encoding: .utf8)
            _ = unsafe chmod(token, mode)
            #expect(throws: ServiceFailure.self) { try SecretFile.firstLine(of: token) }
        }
    }

    @Test func `two services cannot have one socket`() async throws {
        try await serving([unixSocket()]) {
            #expect(throws: ServiceFailure.self) { _ = try LockFile(beside: socket) }
        }
        _ = try LockFile(beside: socket)
    }

    @Test func `connections beyond the limit are closed`() async throws {
        try await serving([unixSocket()], connections: 2) {
            let held = try (0..<2).map { _ in try UnixClient.connect(to: socket) }
            defer { for descriptor in held { close(descriptor) } }
            try await Task.sleep(for: .milliseconds(100))
            let request = ["--unix-socket", socket, "http://s/healthz"]
            #expect(Self.status(request) == "000")
            close(held[0])
            try await Task.sleep(for: .milliseconds(100))
            #expect(Self.status(request) == "200")
        }
    }

    @Test func `a body announced as 1 GiB is refused before it is sent`() async throws {
        try await serving([unixSocket()]) {
            let answer = try Self.exchange(
                "POST /v1/open HTTP/1.1\r\nHost: s\r\nContent-Type: message/sip\r\nConnection: close\r\n"
                    + "Content-Length: 1073741824\r\n\r\nPUBLISH", with: socket)
            #expect(answer.hasPrefix("HTTP/1.1 413 "), "\(answer)")
        }
    }

    @Test func `requests that arrive at once are answered in their order`() async throws {
        try await serving([unixSocket()]) {
            let answer = try Self.exchange(
                "GET /readyz HTTP/1.1\r\nHost: s\r\n\r\nGET /nowhere HTTP/1.1\r\nHost: s\r\n\r\n"
                    + "GET /healthz HTTP/1.1\r\nHost: s\r\nConnection: close\r\n\r\n", with: socket)
            let statuses = answer.split(separator: "HTTP/1.1 ").map { $0.prefix(3) }
            #expect(statuses == ["200", "404", "200"])
        }
    }

    @Test(arguments: ["GET /healthz HTTP/1.1\r\nHost", "NONSENSE\r\n\r\n", "\u{16}\u{03}\u{01}"])
    func `incomplete and malformed requests do not affect other clients`(octets: String) async throws {
        try await serving([unixSocket()]) {
            let descriptor = try UnixClient.connect(to: socket)
            defer { close(descriptor) }
            _ = unsafe write(descriptor, octets, octets.utf8.count)
            #expect(Self.status(["--unix-socket", socket, "http://s/healthz"]) == "200")
        }
    }

    /// Sends octets, and returns the answers of the service until it closes the connection, for at most 10 s.
    private static func exchange(_ octets: String, with path: String) throws -> String {
        let descriptor = try UnixClient.connect(to: path)
        defer { close(descriptor) }
        var limit = timeval(tv_sec: 10, tv_usec: 0)
        _ = unsafe setsockopt(
            descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        _ = unsafe write(descriptor, octets, octets.utf8.count)
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = unsafe read(descriptor, &buffer, buffer.count)
            guard count > 0 else { return String(decoding: answer, as: UTF8.self) }
            answer += buffer[..<count]
        }
    }
}
