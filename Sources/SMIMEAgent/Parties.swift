public import SIPMessage

/// The signer and the recipient of a message, if the caller does not name them.
public enum Parties {
    /// Returns the address whose key signs: the address in From; in a NOTIFY the authority of its domain (RFC
    /// 3856 §6.7); in a response the address in To.
    public static func sender(of message: SIPMessage) throws(AgentError) -> AddressURI {
        let field = message.isRequest ? message.from : message.to
        guard let address = field.address else { throw .senderUnknown(field.uri) }
        guard message.isRequest, message.method == "NOTIFY" else { return address }
        // A number has no domain whose presence server could sign.
        guard let uri = address.sipURI else { throw .senderUnknown(field.uri) }
        return .sip(try domain(of: uri))
    }

    /// Returns the address to envelope for: the presence server of the Request-URI's domain for PUBLISH and
    /// SUBSCRIBE, the address in To for NOTIFY and MESSAGE, the address in From for responses.
    public static func recipientAddress(of message: SIPMessage) throws(AgentError) -> AddressURI {
        guard message.isRequest else { return try recipient(named: message.from) }
        switch message.method {
        case "PUBLISH", "SUBSCRIBE":
            let target = message.requestURI ?? ""
            guard let uri = try? SIPURI.parse(target) else {
                throw target.lowercased().hasPrefix("tel:")
                    ? .serverOfNumber(target) : .recipientUnknown(target)
            }
            return .sip(try domain(of: uri))
        case "NOTIFY", "MESSAGE": return try recipient(named: message.to)
        default: throw .recipientUnknown(message.method)
        }
    }

    /// Returns the recipient as a SIP URI, which a telephone number alone does not provide.
    public static func recipient(of message: SIPMessage) throws(AgentError) -> SIPURI {
        let address = try recipientAddress(of: message)
        guard let uri = address.sipURI else { throw .recipientUnknown(address.addressOfRecord) }
        return uri
    }

    private static func recipient(named field: NameAddress) throws(AgentError) -> AddressURI {
        guard let address = field.address else { throw .recipientUnknown(field.uri) }
        return address
    }

    private static func domain(of uri: SIPURI) throws(AgentError) -> SIPURI {
        do { return try SIPURI.parse("sip:\(uri.host)") } catch { throw .message(error) }
    }
}
