import CMS
import MIME
import SIPMessage
import TestSupport

@testable import SMIMEBody

extension SampleMessage {
    /// A PUBLISH with many revealing fields and a body.
    static let talkative = SampleMessage.publish.with("Subject", "lunch with bob")
        .with("User-Agent", "phone/1.2").with("Organization", "Example")
        .with("P-Access-Network-Info", "3GPP-UTRAN; utran-cell-id-3gpp=23415")
        .with("P-Preferred-Identity", "<sip:alice@example.test>")

    func parsed(with body: MIMEEntity) throws -> SIPMessage { try parsed().replacingBody(with: body) }
}

extension Exchange {
    /// A message that travels inside another, to the presence server.
    static func tunnelled(
        _ message: SampleMessage = .talkative, content: MIMEEntity? = nil,
        _ policy: OuterHeaderPolicy = .minimal, by holder: TestLab.Holder = .alice
    ) throws -> SIPMessage {
        try tunnelled(message.parsed(with: content ?? presence()), policy, by: holder)
    }

    static func tunnelled(
        _ message: SIPMessage, _ policy: OuterHeaderPolicy = .minimal, by holder: TestLab.Holder = .alice
    ) throws -> SIPMessage {
        let lab = try TestLab.shared()
        let tunnel = try Tunnel(of: message, outerHeaders: policy, at: TestLab.now)
        let protector = try Protector(signer: lab.signer(holder), recipients: [lab.recipient(.server)])
        let body = try protector.protect(
            tunnel, for: [SIPURI.parse("sip:example.test")], signingTime: TestLab.now)
        return try tunnel.outer.replacingBody(with: body)
    }

    /// A tunnel of another implementation: `inner` inside, around it the fields of `outer`.
    static func tunnelled(
        inner: [UInt8], header: String = "", in outer: SampleMessage = .dated,
        by holder: TestLab.Holder = .alice
    ) throws -> SIPMessage {
        let document = try MIMEEntity.parse(Array("Content-Type: message/sip\r\n\(header)\r\n".utf8) + inner)
        let bound = try bound(to: outer, content: document)
        return try outer.parsed(with: enveloped(signed(bound, by: holder)))
    }

    static func open(
        _ message: SIPMessage, policy: OpeningPolicy = OpeningPolicy(),
        change: (inout OpeningContext) -> Void = { _ in }
    ) throws -> OpenedBody {
        var context = OpeningContext(of: message, at: TestLab.now)
        change(&context)
        let entity = message.bodyEntity() ?? MIMEEntity(headerFields: [], body: [])
        return try opener(policy: policy).open(entity, in: context)
    }

    static func refusal(of message: SIPMessage, policy: OpeningPolicy = OpeningPolicy()) throws -> SMIMEError?
    {
        do {
            _ = try open(message, policy: policy)
            return nil
        } catch let refusal as OpeningRefusal {
            return refusal.reason
        }
    }

    /// The result of comparing each field.
    static func states(_ opened: OpenedBody) -> [String: HeaderComparison.State] {
        Dictionary(uniqueKeysWithValues: opened.headers.map { ($0.name, $0.state) })
    }
}

extension SampleMessage {
    /// The outer message around a hostile inner one.
    static let dated = SampleMessage.publish.with("Date", "Mon, 23 Nov 2026 12:00:00 GMT")
}

extension SIPMessage {
    /// The message with its header changed in transit, and its body unchanged.
    func changed(_ old: String, _ new: String) throws -> SIPMessage {
        let header = String(decoding: octets.dropLast(body.count), as: UTF8.self)
        let changed = header.replacing(old, with: new, maxReplacements: 1)
        guard changed != header else { throw TestLab.Missing() }
        return try SIPMessage.parse(Array(changed.utf8) + body)
    }

    var headerText: String { String(decoding: octets.dropLast(body.count), as: UTF8.self) }
}
