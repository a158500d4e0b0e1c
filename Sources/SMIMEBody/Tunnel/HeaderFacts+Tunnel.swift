import SIPMessage

/// What the facts about a field mean for a tunnelled message (RFC 3261 §23.4.1, §23.4.1.2).
extension HeaderFacts {
    /// Whether the value outside is declared inside, so that a change is seen.
    var isDeclared: Bool {
        switch role {
        case .dialog, .endToEnd: true
        case .content, .network, .hop: false
        }
    }

    /// Whether a proxy may add a field that the sender wrote neither inside nor outside: by RFC 3261, or an extension's,
    /// which is then ignored (RFC 3261 §23.4.1.2).
    var mayBeAdded: Bool {
        switch writer {
        case .ends: false
        case .proxies, .network: true
        }
    }

    /// Whether an anonymous tunnel may leave the field out of the outside, or every one but `none` does.
    func isOmitted(whenAnonymous isAnonymous: Bool) -> Bool {
        switch omission {
        case .byDefault: true
        case .whenAnonymous: isAnonymous
        case .onRequest, .never: false
        }
    }
}
