internal import SIPMessage

/// Finds the numeric addresses of a message, each once, with the field that showed it first.
enum NetworkAddresses {
    struct Found: Equatable {
        let field: String
        let address: NetworkAddress
    }

    static func of(_ message: UncheckedSIPMessage) -> [Found] {
        var found: [Found] = []
        var seen: Set<String> = []
        func add(_ host: String?, _ field: String) {
            guard let host, let address = NetworkAddress(host), seen.insert(address.text).inserted else {
                return
            }
            found.append(Found(field: field, address: address))
        }
        add(message.requestURI.flatMap { try? SIPURI.parse($0) }?.host, Catalogue.requestURI.name)
        for value in message.values(of: "Via") { add(sentBy(value), Catalogue.via.name) }
        for address in FieldParts.parameters(["received"], message.values(of: "Via")) {
            add(address, Catalogue.viaReceived.name)
        }
        for name in addresses {
            for value in message.values(of: name) {
                add(NameAddress.parse(value)?.sipURI?.host, name.longForm)
            }
        }
        if let at = message.callID.firstIndex(of: "@") {
            add(String(message.callID[at...].dropFirst()), Catalogue.callIDHost.name)
        }
        return found
    }

    private static let addresses: [HeaderName] = [
        "Contact", "From", "To", "Route", "Record-Route", "Path", "Service-Route",
    ]

    /// The host of `SIP/2.0/UDP host:port;branch=…`; blanks may surround each "/" and ":" (RFC 3261 §20.42).
    private static func sentBy(_ value: String) -> String? {
        func isBlank(_ character: Character) -> Bool { character == " " || character == "\t" }
        let text = value.prefix { $0 != ";" }
        guard let slash = text.lastIndex(of: "/") else { return nil }
        let transport = text[text.index(after: slash)...].drop(while: isBlank)
        let sentBy = transport.drop { !isBlank($0) }.drop(while: isBlank)
        if sentBy.hasPrefix("[") { return String(sentBy.prefix { $0 != "]" }) + "]" }
        return String(sentBy.prefix { $0 != ":" && !isBlank($0) })
    }
}
