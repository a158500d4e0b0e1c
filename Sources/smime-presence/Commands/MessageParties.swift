import Octets
import SIPMessage

/// Who a message is from and for, where the command line does not say.
enum MessageParties {
    /// Whose key signs: the address in From; in a NOTIFY the authority of its domain (RFC 3856 §6.7); in a
    /// response the address in To.
    static func sender(of message: SIPMessage) throws(CommandFailure) -> AddressURI {
        let field = message.isRequest ? message.from : message.to
        guard let address = field.address else { throw .needsOption("--from", because: field.uri) }
        guard message.isRequest, message.method == "NOTIFY" else { return address }
        // A number has no domain whose presence server could sign.
        guard let uri = address.sipURI else { throw .needsOption("--from", because: field.uri) }
        return .sip(try domain(of: uri))
    }

    /// For whom it is enveloped: the presence server of the Request-URI's domain for PUBLISH and SUBSCRIBE, the
    /// address in To for NOTIFY and MESSAGE, the address in From for responses.
    static func recipientAddress(of message: SIPMessage) throws(CommandFailure) -> AddressURI {
        guard message.isRequest else { return try recipient(named: message.from) }
        switch message.method {
        case "PUBLISH", "SUBSCRIBE":
            let target = message.requestURI ?? ""
            guard let uri = try? SIPURI.parse(target) else {
                throw target.lowercased().hasPrefix("tel:")
                    ? serverOfNumber(target) : .needsOption("--to", because: target)
            }
            return .sip(try domain(of: uri))
        case "NOTIFY", "MESSAGE": return try recipient(named: message.to)
        default: throw .needsOption("--to", because: message.method)
        }
    }

    /// The same as a URI of SIP, which a telephone number alone does not say.
    static func recipient(of message: SIPMessage) throws(CommandFailure) -> SIPURI {
        let address = try recipientAddress(of: message)
        guard let uri = address.sipURI else { throw .needsOption("--to", because: address.addressOfRecord) }
        return uri
    }

    private static func recipient(named field: NameAddress) throws(CommandFailure) -> AddressURI {
        guard let address = field.address else { throw .needsOption("--to", because: field.uri) }
        return address
    }

    private static func serverOfNumber(_ target: String) -> CommandFailure {
        CommandFailure(
            .usage,
            "the Request-URI '\(printable(target))' is a telephone number, which names no presence server",
            hint: "name the server with '--to sip:DOMAIN'")
    }

    private static func domain(of uri: SIPURI) throws(CommandFailure) -> SIPURI {
        do { return try SIPURI.parse("sip:\(uri.host)") } catch { throw error.failure }
    }

    /// A URI of SIP or a telephone number given with an option.
    static func address<C: Command>(
        _ text: String, option: String, of command: C.Type
    ) throws(CommandFailure) -> AddressURI {
        guard let address = AddressURI.parse(text) else {
            throw CommandFailure(
                .notOfKind(
                    name: option, value: text,
                    wanted:
                        "a SIP URI, such as sip:alice@example.com, or a global number, such as tel:+49301234567"
                ),
                help: "smime-presence \(C.name) --help")
        }
        return address
    }
}
