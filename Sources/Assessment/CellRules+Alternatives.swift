import AccessLeg
import Exposure
internal import SIPMessage

extension CellRules {
    /// Alternative 0: a notification may be withheld if the rules of the presentity say so.
    func loosened(_ observer: Observer, _ information: AssessedInformation) -> Outcome {
        let before = baseline(observer, information)
        let isWithheld = information == .body || (information == .activity && observer == .farSide)
        guard isWithheld, message.message.method == "NOTIFY", !message.leg.confidentiality.isProtected,
            observer != .presenceServer, before.visibility != .hidden
        else { return before }
        return Outcome(
            .partly, "The rules decide whether a notification without confidentiality is sent.",
            provided: "the presentity's rules forbid notifications without confidentiality",
            remaining: before.remaining)
    }

    /// Alternative 1: nothing is sent, but the terminal remains registered.
    func forbidden(_ observer: Observer, _ information: AssessedInformation) -> Outcome {
        if observer == .farSide { return Outcome(.hidden, "Nothing arrives.") }
        let before = baseline(observer, information)
        switch information {
        case .body, .relation:
            if before.visibility == .hidden { return before }
            if observer == .presenceServer {
                return Outcome(.hidden, "The message ends before the presence server at the latest.")
            }
            return Outcome(
                .partly, "If the network forbids it, the first message has already been sent.",
                provided: "the terminal itself refuses before it sends", remaining: before.remaining)
        case .identities, .location, .activity:
            return Outcome(
                .partly, "Registration still shows it.",
                provided: "the terminal itself refuses before it sends, and registration reveals nothing",
                remaining: before.remaining)
        }
    }

    /// Alternative 2: the link hides on the air, but nothing beyond its end.
    func ciphered(_ observer: Observer, _ information: AssessedInformation) -> Outcome {
        let before = baseline(observer, information)
        guard observer == .accessEavesdropper, before.visibility == .exposed else { return before }
        if information == .activity {
            return Outcome(
                .partly, Self.sizesAndTimes, provided: Self.segmentCondition, remaining: before.remaining)
        }
        return Outcome(
            .partly, "Ciphering hides it only on the radio.",
            provided: "the link ciphers, not with the null cipher or a broken one, and "
                + Self.segmentCondition,
            remaining: before.remaining)
    }

    /// Alternatives 4 and 5: the hop is hidden from an eavesdropper, but not from elements on the path.
    func hopProtected(
        _ observer: Observer, _ information: AssessedInformation, provided condition: String
    ) -> Outcome {
        let before = baseline(observer, information)
        guard observer == .accessEavesdropper, before.visibility > .hidden else { return before }
        if information == .activity { return Outcome(.partly, Self.sizesAndTimes) }
        return Outcome(.hidden, "The hop is encrypted.", provided: condition)
    }

    /// Alternative 3: the body is hidden from every element on the path, and so is the part of the
    /// header that a tunnel can omit.
    func smime(_ observer: Observer, _ information: AssessedInformation) -> Outcome {
        let before = baseline(observer, information)
        guard before.visibility > .hidden, observer != .farSide else { return before }
        if observer == .presenceServer {
            guard information == .location else { return before }
            return Outcome(
                .partly, "The presence server has it only if it is sent, outside or inside.",
                provided: "the terminal leaves P-Access-Network-Info out of the message, or sends it inside"
            )
        }
        switch information {
        case .body:
            let isHidden = message.clear.isEnveloped || message.forms.contains { $0.isEnveloped }
            return isHidden
                ? Outcome(.hidden, Self.opensWithKeys) : before
        case .activity:
            return Outcome(
                before.visibility, "S/MIME hides neither the time nor the method of a message.",
                provided: before.precondition, remaining: before.remaining)
        case .relation, .identities, .location:
            return header(observer, information, before)
        }
    }

    private func header(
        _ observer: Observer, _ information: AssessedInformation, _ before: Outcome
    ) -> Outcome {
        // These two know it by other means than the message.
        if information != .relation, observer == .pCSCF { return before }
        if information == .identities, observer == .sCSCF { return before }
        if message.isInDialog {
            return Outcome(
                .partly, "The dialog names its parties and their terminals as they were at its start.",
                provided:
                    "the dialog began with an anonymous From, a temporary GRUU as Contact, and a "
                    + "list or an alias as target",
                remaining: before.remaining)
        }
        let clear = message.clear.places(of: information, for: observer)
        let kept = message.forms.map { $0.places(of: information, for: observer) }
        // The form that hides most of them; what it adds, such as the recipients, remains too.
        guard let least = kept.max(by: { Self.gone(clear, from: $0) < Self.gone(clear, from: $1) }),
            Self.gone(clear, from: least) > 0
        else {
            return Outcome(
                before.visibility, "The header fields that a tunnel can omit do not hide it.",
                provided: before.precondition, remaining: before.remaining)
        }
        let otherwise = before.precondition.isEmpty ? "" : "; or " + before.precondition
        return Outcome(
            .partly,
            least.isEmpty
                ? "A tunnel with anonymous fields outside hides it."
                : "A tunnel with anonymous fields outside hides some of it.",
            provided: Self.condition(for: information) + otherwise, remaining: least)
    }

    private static func gone(_ places: [String], from kept: [String]) -> Int {
        places.count { !kept.contains($0) }
    }

    private static func condition(for information: AssessedInformation) -> String {
        switch information {
        case .relation:
            "the whole message is tunnelled with anonymous fields outside, Contact is a temporary GRUU, and "
                + "the Request-URI names a list or an alias"
        case .identities:
            "the whole message is tunnelled with anonymous fields outside, and the "
                + "Request-URI names a list or an alias"
        case .body, .location, .activity:
            "P-Access-Network-Info is omitted, and Via and Contact contain no address of the terminal"
        }
    }
}
