internal import SIPMessage

/// Values that give away nothing in a field that otherwise does.
enum HarmlessValue {
    static let anonymousReason = "The value is an anonymous form (RFC 3323 §4.1.1.3) and names nobody."
    private static let temporaryReason =
        "A temporary GRUU cannot be linked to the user outside the home network."
    private static let emptyReason = "There is no body whose size could tell anything."
    private static let absentReason = "The field is empty."

    /// Why a field with these values is harmless, nil where it is not.
    static func reason(field: String, values: [String]) -> String? {
        if values.allSatisfy(\.isEmpty) { return absentReason }
        switch field {
        case "From", "To", "Reply-To", "P-Asserted-Identity", "P-Preferred-Identity", "Referred-By":
            return values.allSatisfy(isAnonymousAddress) ? anonymousReason : nil
        case "Contact":
            return values.allSatisfy(isTemporaryGRUU) ? temporaryReason : nil
        case "Content-Length":
            return values.allSatisfy { Int($0) == 0 } ? emptyReason : nil
        default:
            return nil
        }
    }

    /// Why a piece of a field is harmless, nil where it is not.
    static func reason(part: FieldPart) -> String? {
        switch part.row {
        case "From;display-name": part.value.lowercased() == "anonymous" ? anonymousReason : nil
        case "Contact;gr / temporary GRUU": part.value.isEmpty ? temporaryReason : nil
        default: nil
        }
    }

    /// Whether the host is the one that is reserved for nobody (RFC 3323 §4.1.1.3).
    static func isAnonymous(uri: String) -> Bool {
        guard let host = (try? SIPURI.parse(uri))?.host.lowercased() else { return false }
        return host == "anonymous.invalid" || host.hasSuffix(".anonymous.invalid")
    }

    private static func isAnonymousAddress(_ value: String) -> Bool {
        guard let address = NameAddress.parse(value) else { return false }
        let name = address.displayName?.lowercased() ?? ""
        return isAnonymous(uri: address.uri) && (name.isEmpty || name == "anonymous")
    }

    /// Whether every contact is a GRUU without value, which is what a temporary one looks like (RFC 5627 §3.1.2).
    private static func isTemporaryGRUU(_ value: String) -> Bool {
        guard let parameter = NameAddress.parse(value)?.sipURI?.parameters.named("gr") else { return false }
        return parameter.value == nil
    }
}
