import MIME
import SIPMessage
import TestSupport

@testable import SMIMEBody

/// A message to protect, and to change in transit.
struct SampleMessage {
    var startLine = "PUBLISH sip:alice@example.test SIP/2.0"
    var fields: [(name: String, value: String)] = [
        ("Via", "SIP/2.0/TCP 192.0.2.1;branch=z9hG4bK1"), ("From", "Alice <sip:alice@example.test>;tag=a1"),
        ("To", "<sip:alice@example.test>"), ("Call-ID", "c1@192.0.2.1"), ("CSeq", "7 PUBLISH"),
        ("Contact", "<sip:alice@192.0.2.1:5060;transport=tcp>"), ("Event", "presence"), ("Expires", "3600"),
    ]

    static let publish = SampleMessage()
    /// The presence server notifies bob about alice.
    static let notify = SampleMessage(
        startLine: "NOTIFY sip:bob@192.0.2.9 SIP/2.0",
        fields: [
            ("Via", "SIP/2.0/UDP 192.0.2.5;branch=z9hG4bK2"), ("From", "<sip:alice@example.test>;tag=s1"),
            ("To", "<sip:bob@example.test>;tag=b1"), ("Call-ID", "dialog-1"), ("CSeq", "12 NOTIFY"),
            ("Contact", "<sip:192.0.2.5>"), ("Event", "presence"),
            ("Subscription-State", "active;expires=500"),
        ])

    /// The same with a field set to `value`, appended if it is missing, removed if `value` is nil.
    func with(_ name: String, _ value: String?) -> SampleMessage {
        var message = self
        let index = fields.firstIndex { $0.name == name } ?? fields.count
        if index < fields.count { message.fields.remove(at: index) }
        if let value { message.fields.insert((name, value), at: index) }
        return message
    }

    func parsed() throws -> SIPMessage {
        let lines = [startLine] + fields.map { "\($0.name): \($0.value)" } + ["Content-Length: 0", "", ""]
        return try SIPMessage.parse(Array(lines.joined(separator: "\r\n").utf8))
    }
}

extension Exchange {
    /// Alice's or the server's document about alice, bound to `message` and intended for `recipients`.
    static func bound(
        to message: SampleMessage = .publish, for recipients: [String] = ["sip:example.test"],
        content: MIMEEntity? = nil
    ) throws -> MIMEEntity {
        let binding = try MessageBinding(
            of: message.parsed(), to: recipients.map { try SIPURI.parse($0) }, at: TestLab.now)
        return try binding.bound(content ?? presence())
    }

    /// The same from another implementation, which adds `fields` to the fragment.
    static func bound(fields: String) throws -> MIMEEntity {
        let entity = try bound()
        let recipient = "Intended-Recipient:"
        let text = String(decoding: entity.octets, as: UTF8.self)
            .replacing(recipient, with: fields + recipient, maxReplacements: 1)
        return try MIMEEntity.parse(Array(text.utf8))
    }

    /// Opens `entity` as the body of `message`.
    static func open(
        _ entity: MIMEEntity, in message: SampleMessage, as holder: TestLab.Holder = .server,
        policy: OpeningPolicy = OpeningPolicy()
    ) throws -> OpenedBody {
        try opener(holder, policy: policy)
            .open(entity, in: OpeningContext(of: message.parsed(), at: TestLab.now))
    }

    /// The refusal of `entity` as the body of `message`; nil if it is accepted.
    static func refusal(
        of entity: MIMEEntity, in message: SampleMessage, as holder: TestLab.Holder = .server,
        policy: OpeningPolicy = OpeningPolicy()
    ) throws -> SMIMEError? {
        do {
            _ = try open(entity, in: message, as: holder, policy: policy)
            return nil
        } catch let refusal as OpeningRefusal {
            return refusal.reason
        }
    }
}
