import CMS
import MIME
import SIPMessage

/// What a message command was given.
enum MessageInput {
    /// A whole SIP message.
    case sip(SIPMessage)
    /// A MIME entity, or a bare body made one by `--body`.
    case entity(MIMEEntity)

    /// Headers and body at their bounds, and room for surplus octets to be noticed.
    static let maximumOctets = 65_536 + 1_048_576 + 65_536

    /// Reads `octets` as what they look like; with `bodyType`, as a bare body of that Content-Type.
    static func read(_ octets: [UInt8], bodyType: String?) throws(CommandFailure) -> MessageInput {
        if let bodyType { return .entity(try entity(octets, type: bodyType)) }
        switch InputForm(octets) {
        case .empty: throw .emptyInput
        case .der, .pem: throw .bareCMS(InputForm(octets))
        case .entity:
            do { return .entity(try MIMEEntity.parse(octets)) } catch { throw error.failure }
        case .sip:
            do { return .sip(try SIPMessage.parse(octets)) } catch { throw error.failure }
        }
    }

    private static func entity(_ octets: [UInt8], type: String) throws(CommandFailure) -> MIMEEntity {
        do {
            _ = try ContentType.parse(type)
            let field = try HeaderField(name: "Content-Type", value: type)
            return MIMEEntity(headerFields: [field], body: octets)
        } catch {
            throw CommandFailure(
                .notOfKind(name: "--body", value: type, wanted: "a content type"),
                help: "smime-presence --help")
        }
    }

    /// The message, if it is one.
    var message: SIPMessage? {
        if case .sip(let message) = self { message } else { nil }
    }

    /// The body as MIME entity; nil if there is none.
    var body: MIMEEntity? {
        switch self {
        case .sip(let message): message.bodyEntity()
        case .entity(let entity): entity.body.isEmpty ? nil : entity
        }
    }

    /// The input again with another body: a SIP message with its other lines untouched, or an entity.
    func replacingBody(with entity: MIMEEntity) throws(CommandFailure) -> (
        octets: [UInt8], message: SIPMessage?
    ) {
        guard case .sip(let message) = self else { return (entity.octets, nil) }
        do {
            let replaced = try message.replacingBody(with: entity)
            return (replaced.octets, replaced)
        } catch {
            throw error.failure
        }
    }
}

/// What input looks like from its first octets.
enum InputForm: String {
    case empty
    case sip = "sip-message"
    case entity = "mime-entity"
    case pem
    case der

    init(_ octets: [UInt8]) {
        let start = octets.drop { $0 == 0x0D || $0 == 0x0A }
        let line = start.prefix { $0 != 0x0D && $0 != 0x0A }.prefix(1000)
        if octets.isEmpty || start.isEmpty {
            self = .empty
        } else if octets.first == 0x30, octets.count > 1, octets[1] & 0x80 != 0 {
            self = .der
        } else if line.starts(with: Array("-----BEGIN ".utf8)) {
            self = .pem
        } else {
            let words = String(decoding: line.prefix(32), as: UTF8.self).lowercased()
            self = words.hasPrefix("content-") || words.hasPrefix("mime-version") ? .entity : .sip
        }
    }
}
