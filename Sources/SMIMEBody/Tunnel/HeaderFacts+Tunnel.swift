import SIPMessage

/// The meaning of the facts about a field for a tunnelled message (RFC 3261 §23.4.1, §23.4.1.2).
extension HeaderFacts {
    /// Whether the outer value is declared inside, so that a change is detected.
    var isDeclared: Bool {
        switch role {
        case .dialog, .endToEnd: true
        case .content, .network, .hop: false
        }
    }

    /// Whether a proxy may add a field that the sender wrote neither inside nor outside: by RFC 3261, or as
    /// an extension field, which is then ignored (RFC 3261 §23.4.1.2).
    var mayBeAdded: Bool {
        switch writer {
        case .ends: false
        case .proxies, .network: true
        }
    }

    /// Returns whether the field is omitted outside by an anonymous tunnel, or by every policy except `none`.
    func isOmitted(whenAnonymous isAnonymous: Bool) -> Bool {
        switch omission {
        case .byDefault: true
        case .whenAnonymous: isAnonymous
        case .onRequest, .never: false
        }
    }
}
