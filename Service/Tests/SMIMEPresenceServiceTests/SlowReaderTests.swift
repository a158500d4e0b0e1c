import Foundation
import Glibc
import ServiceLifecycle
import Testing

@testable import SMIMEPresenceService

/// Clients that read a large answer slowly, or never.
@Suite(.serialized)
struct SlowReaderTests {
    private let lab: ServiceLab
    private static let accepted = Array("HTTP/1.1 200 ".utf8)
    private var path: String { lab.directory + "/s.sock" }

    init() throws { lab = try ServiceLab() }

    private struct Running: Service {
        let service: PresenceService
        let configuration: ServiceConfiguration

        func run() async throws {
            let configuration = configuration
            try await service.run(rereading: { () throws(ConfigurationFault) in configuration })
        }
    }

    /// Runs a service while `work` runs, which can end it as SIGTERM does; returns the time that it took to end.
    private func serving(
        transferTime: Duration, _ work: (ServiceGroup) async throws -> Void
    ) async throws -> Duration {
        let socket = SocketConfiguration(
            name: "s", address: .path(path), profile: Profile(name: "default"))
        var configuration = ServiceConfiguration(store: lab.location, sockets: [socket], threads: 1)
        configuration.transferTime = transferTime
        let service = try PresenceService(configuration, logger: lab.log.logger())
        let group = ServiceGroup(
            services: [Running(service: service, configuration: configuration)], logger: lab.log.logger())
        let task = Task { try await group.run() }
        while !FileManager.default.fileExists(atPath: path) { try await Task.sleep(for: .milliseconds(20)) }
        let result: Result<Void, any Error>
        do { result = .success(try await work(group)) } catch { result = .failure(error) }
        let start = ContinuousClock.now
        await group.triggerGracefulShutdown()
        _ = try? await task.value
        try result.get()
        return .now - start
    }

    /// Sends a request whose answer is larger than what the socket holds; returns the connection.
    private func requestLargeAnswer() async throws -> UnixClient {
        let document = SampleMessages.document + String(repeating: " ", count: 900_000)
        let message = SampleMessages.publish(body: Array(document.utf8))
        let head =
            "POST /v1/protect HTTP/1.1\r\nHost: s\r\nContent-Type: message/sip\r\n"
            + "Content-Length: \(message.count)\r\n\r\n"
        let client = try UnixClient(path)
        await client.send(Array(head.utf8) + message)
        return client
    }

    @Test func `a client that does not read its answer is disconnected after a while`() async throws {
        _ = try await serving(transferTime: .seconds(5)) { _ in
            let client = try await requestLargeAnswer()
            #expect(await client.waits(for: POLLIN, seconds: 20))
            let start = ContinuousClock.now
            #expect(await client.waits(for: POLLHUP, seconds: 20))
            #expect(.now - start > .seconds(1))
            let answer = await client.answer()
            #expect(answer.octets.starts(with: Self.accepted) && !answer.isComplete)
        }
    }

    @Test func `a service that ends finishes an answer that is being written`() async throws {
        let time = try await serving(transferTime: .seconds(20)) { group in
            let client = try await requestLargeAnswer()
            #expect(await client.waits(for: POLLIN, seconds: 20))
            await group.triggerGracefulShutdown()
            #expect(await !client.waits(for: POLLHUP, seconds: 1))
            let answer = await client.answer()
            #expect(answer.octets.starts(with: Self.accepted) && answer.isComplete)
        }
        #expect(time < .seconds(10))
    }

    @Test func `a client that never reads delays the end of the service for a limited time`() async throws {
        let start = ContinuousClock.now
        _ = try await serving(transferTime: .seconds(5)) { group in
            let client = try await requestLargeAnswer()
            #expect(await client.waits(for: POLLIN, seconds: 20))
            await group.triggerGracefulShutdown()
            #expect(await client.waits(for: POLLHUP, seconds: 10))
            let answer = await client.answer()
            #expect(answer.octets.starts(with: Self.accepted) && !answer.isComplete)
        }
        #expect(.now - start < .seconds(30))
    }
}
