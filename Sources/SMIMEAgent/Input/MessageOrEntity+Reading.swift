import MIME
public import SIPMessage
import SMIMEBody

// Reads the input of a message command in the form that it appears to have.

extension MessageOrEntity {
    /// Headers and body at their limits, with room to detect surplus octets.
    public static var maximumOctets: Int { 65_536 + 1_048_576 + 65_536 }

    /// Reads `octets` in the form that they appear to have; with `bodyType`, as a
    /// bare body of that Content-Type.
    public static func read(_ octets: [UInt8], bodyType: String?) throws(InputError) -> MessageOrEntity {
        if let bodyType { return .entity(try entity(octets, type: bodyType)) }
        switch InputForm(octets) {
        case .empty: throw .empty
        case .der, .pem: throw .bareCMS(InputForm(octets))
        case .entity:
            do { return .entity(try MIMEEntity.parse(octets)) } catch { throw .entity(SMIMEError(error)) }
        case .sip:
            do {
                return .sip(try SIPMessage.parse(octets))
            } catch {
                throw ForeignInput(octets).map { .foreign($0) } ?? .message(error)
            }
        }
    }

    /// Reads a SIP message of which only the start line and the header lines must be separable.
    public static func readMessage(_ octets: [UInt8]) throws(InputError) -> UncheckedSIPMessage {
        switch InputForm(octets) {
        case .empty: throw .empty
        case .der, .pem: throw .bareCMS(InputForm(octets))
        case .entity: throw .notAMessage
        case .sip:
            do {
                return try UncheckedSIPMessage.read(octets)
            } catch {
                throw ForeignInput(octets).map { .foreign($0) } ?? .message(error)
            }
        }
    }

    /// Reads any MIME entity, such as a mail.
    ///
    /// Fields that describe no body are skipped, because no signature or encryption includes them.
    public static func readEntity(_ octets: [UInt8]) throws(InputError) -> MessageOrEntity {
        guard !octets.isEmpty else { throw .empty }
        do {
            let entity = try MIMEEntity.parse(octets)
            let describesBody = { (field: HeaderField) in
                field.headerName.isContentField && field.name.utf8.count > 1 || field.isNamed("MIME-Version")
            }
            let skipped = entity.headerFields.filter { !describesBody($0) }
            guard !skipped.isEmpty else { return .entity(entity) }
            // The line ends of the rest are unchanged, because a signature covers them.
            let rest = entity.octets.dropFirst(entity.headerFields.reduce(0) { $0 + $1.octets.count })
            let kept = entity.headerFields.filter(describesBody).flatMap(\.octets)
            return .entity(try MIMEEntity.parse(kept + rest), skippedFields: skipped.map(\.name))
        } catch {
            throw ForeignInput(octets).map { .foreign($0) } ?? .entity(SMIMEError(error))
        }
    }

    private static func entity(_ octets: [UInt8], type: String) throws(InputError) -> MIMEEntity {
        do {
            _ = try ContentType.parse(type)
            let field = try HeaderField(name: "Content-Type", value: type)
            return MIMEEntity(headerFields: [field], body: octets)
        } catch {
            throw .notAMediaType(type)
        }
    }
}
