import CMS
import MIME
import SIPMessage

/// What a message command was given.
enum MessageInput {
    /// A whole SIP message.
    case sip(SIPMessage)
    /// A MIME entity, or a bare body made one by `--body`; the names of fields that were skipped, since they describe no
    /// body.
    case entity(MIMEEntity, skippedFields: [String] = [])

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
            do {
                return .sip(try SIPMessage.parse(octets))
            } catch {
                throw ForeignInput(octets)?.failure() ?? error.failure
            }
        }
    }

    /// Reads a SIP message of which only the start line and the header lines must be told apart.
    static func readMessage(_ octets: [UInt8]) throws(CommandFailure) -> UncheckedSIPMessage {
        switch InputForm(octets) {
        case .empty: throw .emptyInput
        case .der, .pem: throw .bareCMS(InputForm(octets))
        case .entity: throw .notAMessage
        case .sip:
            do {
                return try UncheckedSIPMessage.read(octets)
            } catch {
                throw ForeignInput(octets)?.failure() ?? error.failure
            }
        }
    }

    /// Reads any MIME entity, such as a mail.
    ///
    /// Fields that describe no body are skipped: they are part of nothing that is signed or encrypted.
    static func readEntity(_ octets: [UInt8]) throws(CommandFailure) -> MessageInput {
        guard !octets.isEmpty else { throw .emptyInput }
        do {
            let entity = try MIMEEntity.parse(octets)
            let describesBody = { (field: HeaderField) in
                field.headerName.isContentField && field.name.utf8.count > 1 || field.isNamed("MIME-Version")
            }
            let skipped = entity.headerFields.filter { !describesBody($0) }
            guard !skipped.isEmpty else { return .entity(entity) }
            // The line ends of the rest stay as they are: a signature covers them.
            let rest = entity.octets.dropFirst(entity.headerFields.reduce(0) { $0 + $1.octets.count })
            let kept = entity.headerFields.filter(describesBody).flatMap(\.octets)
            return .entity(try MIMEEntity.parse(kept + rest), skippedFields: skipped.map(\.name))
        } catch {
            throw ForeignInput(octets)?.failure(takesBodies: true) ?? error.failure
        }
    }

    private static func entity(_ octets: [UInt8], type: String) throws(CommandFailure) -> MIMEEntity {
        do {
            _ = try ContentType.parse(type)
            let field = try HeaderField(name: "Content-Type", value: type)
            return MIMEEntity(headerFields: [field], body: octets)
        } catch {
            throw CommandFailure(
                .notOfKind(name: "--body", value: type, wanted: "a media type, such as application/pidf+xml"),
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
        case .entity(let entity, _): entity.body.isEmpty ? nil : entity
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
