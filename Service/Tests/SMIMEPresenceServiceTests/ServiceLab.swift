import CMS
import CertStore
import CertificateAdministration
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import HummingbirdTesting
import Logging
import NIOCore
import SMIMEAgent

@testable import SMIMEPresenceService

/// A service without sockets: a store in a new directory with alice, bob and the presence server of
/// example.test, and the routes over it.
final class ServiceLab: Sendable {
    /// The answer to a request.
    struct Answer: Sendable {
        let status: Int
        let fields: HTTPFields
        let octets: [UInt8]

        /// The body as text.
        var text: String { String(decoding: octets, as: UTF8.self) }

        /// The member of the body, which is a JSON object.
        func member(_ name: String) throws -> String? {
            let object = try JSONSerialization.jsonObject(with: Data(octets)) as? [String: Any]
            return object?[name].map { "\($0)" }
        }
    }

    let directory: String
    /// The location of the store.
    var location: String { directory + "/store.db" }
    let database: CertStore
    let agents: ServiceAgents
    let readiness = Readiness(lifetime: .seconds(3600))
    let registry = PrometheusRegistry()
    let log = RecordedLog()

    /// Keeps the directory of a shared store.
    private let owner: ServiceLab?

    /// - Parameters:
    ///   - freshness: when the agents notice changes of the store.
    ///   - change: changes the configuration.
    convenience init(
        freshness: MessageStore.Freshness = .confirmed(within: .seconds(300)),
        change: (inout ServiceConfiguration) -> Void = { _ in }
    ) throws {
        let directory = NSTemporaryDirectory() + "service-lab-" + UUID().uuidString
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        let now = Date.now
        let store = try CertStore.openOrCreate(
            directory + "/store.db", encrypted: false, rememberingSince: now - 3600)
        _ = try store.makeAuthority(forDomain: "example.test", key: .p256, at: now - 60)
        let terms = IssuingTerms(days: 30, at: now - 60)
        for uri in ["sip:alice@example.test", "sip:bob@example.test", "sip:example.test"] {
            _ = try store.issue(try SubscriberAddress(uri).profile(), on: terms)
        }
        try self.init(directory, database: store, freshness: freshness, change: change)
    }

    private convenience init(sharing other: ServiceLab) throws {
        try self.init(
            other.directory, database: try CertStore.open(other.location),
            freshness: .confirmed(within: .seconds(300)), owner: other
        ) { _ in }
    }

    private init(
        _ directory: String, database: CertStore, freshness: MessageStore.Freshness,
        owner: ServiceLab? = nil, change: (inout ServiceConfiguration) -> Void
    ) throws {
        self.directory = directory
        self.database = database
        self.owner = owner
        let location = directory + "/store.db"
        var configuration = ServiceConfiguration(store: location, sockets: [], threads: 2)
        change(&configuration)
        let messages = MessageStore(
            try CertStore.open(location), ledger: try CertStore.open(location), freshness: freshness)
        _ = try messages.confirm()
        let metrics = ServiceMetrics(registry)
        agents = ServiceAgents(messages, configuration: configuration, open: nil) { metrics.committed($0) }
        readiness.passedTest()
        _ = readiness.confirm(true)
    }

    deinit {
        if owner == nil { try? FileManager.default.removeItem(atPath: directory) }
    }

    /// Sends a request to the routes of a socket.
    func send(
        _ method: HTTPRequest.Method, _ uri: String, _ body: [UInt8] = [], type: String? = nil,
        accept: String? = nil, profile: Profile = Profile(name: "default"), token: TokenGate? = nil,
        fields more: HTTPFields = [:]
    ) async throws -> Answer {
        let routes = ServiceRoutes(
            agents: agents, profile: CurrentProfile(profile), readiness: readiness, registry: registry,
            metrics: ServiceMetrics(registry))
        var fields = more
        fields[.contentType] = type
        fields[.accept] = accept
        let application = Application(router: routes.router(token: token), logger: log.logger())
        let sent = fields
        return try await application.test(.router) { client in
            try await client.execute(
                uri: uri, method: method, headers: sent,
                body: method == .get || method == .head ? nil : ByteBuffer(bytes: body)
            ) { response in
                Answer(
                    status: response.status.code, fields: response.headers,
                    octets: Array(response.body.readableBytesView))
            }
        }
    }

    /// Posts a SIP message.
    func post(
        _ uri: String, _ message: [UInt8], accept: String? = nil, profile: Profile = Profile(name: "default")
    ) async throws -> Answer {
        try await send(.post, uri, message, type: "message/sip", accept: accept, profile: profile)
    }

    /// Returns a protected message.
    func protected(_ message: [UInt8], _ query: String = "") async throws -> [UInt8] {
        let answer = try await post("/v1/protect" + query, message)
        guard answer.status == 200 else { throw Unexpected(answer: answer.text) }
        return answer.octets
    }

    /// An answer that a test does not expect.
    struct Unexpected: Error {
        let answer: String
    }
}

/// Messages for the tests.
enum SampleMessages {
    static let document = document(of: "sip:alice@example.test")

    static func document(of entity: String) -> String {
        "<presence xmlns=\"urn:ietf:params:xml:ns:pidf\" entity=\"\(entity)\">"
            + "<tuple id=\"t\"><status><basic>open</basic></status></tuple></presence>"
    }

    /// A PUBLISH of alice's; each has its own Call-ID.
    static func publish(
        body: [UInt8] = Array(document.utf8), type: String? = "application/pidf+xml",
        callID: String = UUID().uuidString, from: String = "alice"
    ) -> [UInt8] {
        let uri = "sip:\(from)@example.test"
        let lines =
            [
                "PUBLISH \(uri) SIP/2.0", "Via: SIP/2.0/TCP pc.example.test;branch=z9hG4bK1",
                "From: <\(uri)>;tag=1", "To: <\(uri)>", "Call-ID: \(callID)", "CSeq: 1 PUBLISH",
                "Event: presence",
            ] + (type.map { ["Content-Type: \($0)"] } ?? []) + ["Content-Length: \(body.count)", "", ""]
        return Array(lines.joined(separator: "\r\n").utf8) + body
    }
}

extension ServiceLab {
    /// Another service of the same store, as on another machine.
    func otherService() throws -> ServiceLab { try ServiceLab(sharing: self) }
}
