import SIPMessage

/// Who a message is from and for, where the command line does not say.
enum MessageParties {
    /// Whose key signs: the address in From; in a NOTIFY the authority of its domain (RFC 3856 §6.7); in a
    /// response the address in To.
    static func sender(of message: SIPMessage) throws(CommandFailure) -> SIPURI {
        let address = message.isRequest ? message.from : message.to
        guard let uri = address.sipURI else { throw .needsOption("--from", because: address.uri) }
        return message.isRequest && message.method == "NOTIFY" ? try domain(of: uri) : uri
    }

    /// For whom it is enveloped: the presence server of the Request-URI's domain for PUBLISH and SUBSCRIBE, the
    /// address in To for NOTIFY and MESSAGE, the address in From for responses.
    static func recipient(of message: SIPMessage) throws(CommandFailure) -> SIPURI {
        guard message.isRequest else {
            guard let uri = message.from.sipURI else { throw .needsOption("--to", because: message.from.uri) }
            return uri
        }
        switch message.method {
        case "PUBLISH", "SUBSCRIBE":
            let target = message.requestURI ?? ""
            guard let uri = try? SIPURI.parse(target) else { throw .needsOption("--to", because: target) }
            return try domain(of: uri)
        case "NOTIFY", "MESSAGE":
            guard let uri = message.to.sipURI else { throw .needsOption("--to", because: message.to.uri) }
            return uri
        default: throw .needsOption("--to", because: message.method)
        }
    }

    private static func domain(of uri: SIPURI) throws(CommandFailure) -> SIPURI {
        do { return try SIPURI.parse("sip:\(uri.host)") } catch { throw error.failure }
    }

    /// A URI given with an option.
    static func uri<C: Command>(
        _ text: String, option: String, of command: C.Type
    ) throws(CommandFailure) -> SIPURI {
        guard let uri = try? SIPURI.parse(text) else {
            throw CommandFailure(
                .notOfKind(name: option, value: text, wanted: "a SIP URI, such as sip:alice@example.com"),
                help: "smime-presence \(C.name) --help")
        }
        return uri
    }
}
