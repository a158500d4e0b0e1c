internal import SIPMessage

/// Values that reveal less than a field usually does.
enum HarmlessValue {
    private static let absent = LoweredSeverity(.info, "The field is empty.")
    private static let withoutBody = LoweredSeverity(
        .info, "There is no body whose size could reveal anything.")
    private static let neutralHost = LoweredSeverity(.info, "The host is a reserved one (RFC 2606 §2).")
    private static let hashedUser = LoweredSeverity(
        .high, "The user name is hashed (RFC 7616 §3.4.4): it can be recognised, but names no person.")

    /// The severity of a field with these values, if it is lower than `severity`; nil if it stays.
    static func lowered(field name: HeaderName, severity: Severity, values: [String]) -> LoweredSeverity? {
        if values.allSatisfy(\.isEmpty) { return absent }
        if name == contentLength { return values.allSatisfy { Int($0) == 0 } ? withoutBody : nil }
        switch name.facts.party {
        case .sender, .target, .other: return mostSevere(values.map { lowered(address: $0, from: severity) })
        case .terminal: return mostSevere(values.map(lowered(contact:)))
        case .account, nil: return nil
        }
    }

    private static let contentLength: HeaderName = "Content-Length"

    /// The severity of a piece of a field, if it is lowered; nil if it stays.
    static func lowered(part: FieldPart, of values: [String]) -> LoweredSeverity? {
        switch part.row.name {
        case Catalogue.fromDisplayName.name:
            part.value.lowercased() == "anonymous" ? PartyName.anonymous.lowered(from: .high) : nil
        case Catalogue.contactGRUU.name:
            part.value.isEmpty ? PartyName.temporaryGRUU.lowered(from: .medium) : nil
        case Catalogue.callIDHost.name: isNeutral(host: part.value) ? neutralHost : nil
        case Catalogue.authorizationUsername.name:
            FieldParts.parameters(["userhash"], values, separator: ",").contains { $0.lowercased() == "true" }
                ? hashedUser : nil
        default: nil
        }
    }

    private static func isNeutral(host: String) -> Bool {
        host.lowercased().split(separator: ":").first?.hasSuffix(".invalid") ?? false
    }

    /// Returns the highest severity: one value that reveals more is enough for the whole field.
    private static func mostSevere(_ lowered: [LoweredSeverity?]) -> LoweredSeverity? {
        let known = lowered.compactMap(\.self)
        return known.count == lowered.count ? known.max { $0.severity < $1.severity } : nil
    }

    private static func lowered(address value: String, from severity: Severity) -> LoweredSeverity? {
        guard let address = NameAddress.parse(value), let uri = address.sipURI else { return nil }
        let name = address.displayName?.lowercased() ?? ""
        // A display name defeats the anonymity of the URI.
        guard name.isEmpty || name == "anonymous" else { return nil }
        return PartyName(uri).lowered(from: severity)
    }

    /// A contact's host reveals the terminal even without a user part, so only forms
    /// without a true host are harmless.
    private static func lowered(contact value: String) -> LoweredSeverity? {
        guard let uri = NameAddress.parse(value)?.sipURI else { return nil }
        let name = PartyName(uri)
        return name == .anonymous || name == .temporaryGRUU ? name.lowered(from: .high) : nil
    }
}
