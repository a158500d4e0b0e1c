internal import SIPMessage

/// What the URI of a party reveals about the party.
///
/// Only an unmistakable form lowers a severity: if a form is in doubt, the URI counts as a name.
enum PartyName: Equatable {
    /// `sip:anonymous@anonymous.invalid`: no party (RFC 3323 §4.1.1.3).
    case anonymous
    /// A GRUU that cannot be linked to its user outside the home network (RFC 5627 §3.1.2).
    case temporaryGRUU
    /// A user part that looks drawn at random.
    case opaque
    /// A domain without user.
    case domain
    /// A numeric address without user.
    case terminal
    /// A party, in words or digits.
    case named

    init(_ uri: String) {
        guard let uri = try? SIPURI.parse(uri) else {
            self = .named
            return
        }
        self.init(uri)
    }

    init(_ uri: SIPURI) {
        let isNumeric = NetworkAddress(uri.host) != nil
        if Self.isAnonymous(host: uri.host), uri.user.map({ $0.lowercased() == "anonymous" }) ?? true {
            self = .anonymous
        } else if let gruu = uri.parameters.named("gr"), gruu.value == nil, !isNumeric {
            self = .temporaryGRUU
        } else if let user = uri.user, !user.isEmpty {
            self = OpaqueUser.isOne(user) ? .opaque : .named
        } else {
            self = isNumeric ? .terminal : .domain
        }
    }

    /// Whether the host is reserved for anonymous parties (RFC 3323 §4.1.1.3).
    static func isAnonymous(host: String) -> Bool {
        let host = host.lowercased()
        return host == "anonymous.invalid" || host.hasSuffix(".anonymous.invalid")
    }

    /// Whether the URI distinguishes one party from another: a pseudonym does, as long as it lasts.
    var identifiesParty: Bool { self == .named || self == .opaque }

    /// The severity of a field with this URI, if it is lower than `severity`; nil if it stays.
    func lowered(from severity: Severity) -> LoweredSeverity? {
        switch self {
        case .anonymous:
            LoweredSeverity(
                .info, "The value is an anonymous form (RFC 3323 §4.1.1.3) and names no party.")
        case .temporaryGRUU:
            LoweredSeverity(.info, "A temporary GRUU cannot be linked to the user outside the home network.")
        case .opaque:
            LoweredSeverity(
                severity.stepDown,
                "The user part looks random: it names no party, but the same party can be recognised by it."
            )
        case .domain:
            LoweredSeverity(min(severity, .medium), "It has no user part: it names a domain and no person.")
        case .terminal:
            LoweredSeverity(
                min(severity, .high), "It has no user part: it is the address of a terminal or server.")
        case .named: nil
        }
    }
}

/// A severity lower than that of the catalogue, and the reason.
struct LoweredSeverity: Equatable {
    let severity: Severity
    let reason: String

    init(_ severity: Severity, _ reason: String) {
        self.severity = severity
        self.reason = reason
    }
}
