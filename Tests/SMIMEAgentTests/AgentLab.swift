import AccessLeg
import CMS
import CertStore
import Exposure
import Foundation
import PresenceRules
import SIPMessage
import SMIMEAgent
import SMIMEBody
import TestSupport

/// A store with the keys of alice, bob and the presence server, and messages between them; no command line.
struct AgentLab {
    let store: MessageStore
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
        let lab = try TestLab.shared()
        let database = try CertStore.openOrCreate(
            directory.file("store.db"), encrypted: false, rememberingSince: TestLab.now - 3600)
        for holder in TestLab.Holder.allCases {
            let identity = try lab.identity(holder)
            try database.add(identity.certificate, uris: [holder.uri], key: identity.key)
        }
        try database.trust(lab.authority.certificate)
        store = MessageStore(database)
    }

    /// Opens the same store once more, as another process would.
    func otherProcess() throws -> CertStore { try CertStore.open(directory.file("store.db")) }

    /// Gives the file of the store another name.
    func moveStore() throws {
        try FileManager.default.moveItem(
            atPath: directory.file("store.db"), toPath: directory.file("elsewhere.db"))
    }

    /// Creates a PUBLISH of alice's, with a body unless `document` is nil.
    static func publish(
        _ document: String? = presence, header: String = "Subject: lunch\r\n",
        to target: String = "sip:alice@example.test"
    ) throws -> MessageOrEntity {
        let body = document ?? ""
        let type = document == nil ? "" : "Content-Type: application/pidf+xml\r\n"
        let text = """
            PUBLISH \(target) SIP/2.0\r
            Via: SIP/2.0/TCP pc.example.test;branch=z9hG4bK1\r
            From: <sip:alice@example.test>;tag=1\r
            To: <sip:alice@example.test>\r
            Call-ID: 1@pc.example.test\r
            CSeq: 1 PUBLISH\r
            Event: presence\r
            \(header)\(type)Content-Length: \(body.utf8.count)\r
            \r
            \(body)
            """
        return .sip(try SIPMessage.parse(Array(text.utf8)))
    }

    static let presence =
        "<presence xmlns=\"urn:ietf:params:xml:ns:pidf\" entity=\"sip:alice@example.test\">"
        + "<tuple id=\"t\"><status><basic>open</basic></status></tuple></presence>"

    /// The rules of an answer that SA3 considered, over an unknown path.
    static func policy(_ name: String) throws -> MessagePolicy {
        MessagePolicy(try Ruleset.read(Policies.octets(name)), path: PathDescription())
    }

    func protect(
        _ message: MessageOrEntity, under policy: MessagePolicy? = nil,
        change: (inout SendingOptions) throws -> Void = { _ in }
    ) throws -> ProtectedMessage {
        var options = SendingOptions(.signedAndEnveloped, operation: "test")
        try change(&options)
        let outgoing = try OutgoingMessage(message, options: options, under: policy, at: TestLab.now)
        return try SendingAgent(store: store).protect(outgoing)
    }

    func open(
        _ message: SIPMessage?, under policy: MessagePolicy? = nil,
        change: (inout ReceivingOptions) -> Void = { _ in }
    ) throws -> ReceivedMessage {
        var options = ReceivingOptions(operation: "test")
        change(&options)
        guard let message else { throw AgentError.senderUnknown(nil) }
        let incoming = try IncomingMessage(.sip(message), options: options, under: policy, at: TestLab.now)
        return try ReceivingAgent(store: store).open(incoming)
    }

    /// Returns the reason why an agent refuses; nil if it does not.
    func refusal<Result>(_ work: () throws -> Result) throws -> AgentRefusal? {
        do {
            _ = try work()
            return nil
        } catch let refusal as AgentRefusal {
            return refusal
        }
    }
}
