import AccessLeg
import Exposure
internal import SIPMessage

/// Decides how much an observer learns of a kind of information, for one message under one alternative.
struct CellRules {
    let message: AssessedMessage

    private var leg: MessageLeg { message.leg }

    func outcome(
        _ alternative: Alternative, _ observer: Observer, _ information: AssessedInformation
    ) -> Outcome {
        switch alternative {
        case .baseline: return baseline(observer, information)
        case .loosen: return loosened(observer, information)
        case .forbid: return forbidden(observer, information)
        case .accessCiphering: return ciphered(observer, information)
        case .smime: return smime(observer, information)
        case .tls: return hopProtected(observer, information, provided: Self.tlsCondition)
        case .ipsec: return hopProtected(observer, information, provided: Self.ipsecCondition)
        case .smimeAndTLS, .smimeAndIPsec:
            let parts = alternative.parts.map { outcome($0, observer, information) }
            // The better of the two hides; the first of equals.
            return parts.min { $0.visibility < $1.visibility } ?? baseline(observer, information)
        }
    }

    /// The path as it is.
    func baseline(_ observer: Observer, _ information: AssessedInformation) -> Outcome {
        var places = message.clear.places(of: information, for: observer)
        if information == .body, message.clear.isEnveloped {
            guard observer == .presenceServer || observer == .farSide else {
                return Outcome(.hidden, Self.opensWithKeys)
            }
            // They are the intended readers, or get it from them.
            places = [Catalogue.clearBody.name]
        }
        switch observer {
        case .accessEavesdropper: return eavesdropper(information, places)
        case .pCSCF:
            if information == .identities || information == .location {
                return Outcome(
                    .exposed, "The P-CSCF knows the terminal by its security association.", remaining: places)
            }
            return places.isEmpty
                ? Self.notRevealed : Outcome(.exposed, "The P-CSCF reads the message.", remaining: places)
        case .visitedNetwork: return visitedNetwork(places)
        case .sCSCF:
            if information == .identities {
                return Outcome(.exposed, "The S-CSCF has registered the user.", remaining: places)
            }
            return places.isEmpty
                ? Self.notRevealed : Outcome(.exposed, "The S-CSCF reads the message.", remaining: places)
        case .presenceServer:
            return places.isEmpty
                ? Self.notRevealed : Outcome(.legitimate, "The presence server needs or may have it.")
        case .farSide: return farSide(information, places)
        }
    }

    private func eavesdropper(_ information: AssessedInformation, _ places: [String]) -> Outcome {
        guard !places.isEmpty else { return Self.notRevealed }
        if leg.confidentiality.isProtected {
            return information == .activity
                ? Outcome(.partly, Self.sizesAndTimes) : Outcome(.hidden, leg.confidentiality.reason)
        }
        guard leg.link.isProtected else {
            return Outcome(.exposed, leg.confidentiality.reason, remaining: places)
        }
        return Outcome(.partly, leg.link.reason, provided: Self.segmentCondition, remaining: places)
    }

    private func visitedNetwork(_ places: [String]) -> Outcome {
        guard !places.isEmpty else { return Self.notRevealed }
        switch (leg.description.isRoaming, leg.description.areLinksHomeConfidential) {
        case (true?, _):
            return Outcome(.exposed, "The P-CSCF belongs to the visited network.", remaining: places)
        case (false?, true?): return Outcome(.hidden, "The terminal is at home, and the links are encrypted.")
        case (false?, false?):
            return Outcome(
                .exposed, "The links from the P-CSCF to the home network are not encrypted.",
                remaining: places)
        default:
            return Outcome(
                .partly, "It is unknown whether the terminal roams, and how the links are protected.",
                provided: Self.homeCondition, remaining: places)
        }
    }

    private func farSide(_ information: AssessedInformation, _ places: [String]) -> Outcome {
        switch information {
        case .body:
            return places.isEmpty
                ? Self.notRevealed : Outcome(.legitimate, "It is published to authorised watchers.")
        case .relation:
            return places.isEmpty
                ? Self.notRevealed : Outcome(.legitimate, "Each side knows its own relation.")
        case .identities:
            return Outcome(
                .partly, "Each side learns the address of the other.", provided: Self.privacyCondition,
                remaining: places)
        case .location:
            return Outcome(
                .hidden,
                "The presence server writes its own messages, and P-Access-Network-Info ends at the border.")
        case .activity: return Outcome(.legitimate, "A watcher is meant to learn when something changes.")
        }
    }
}

extension CellRules {
    static let notRevealed = Outcome(.hidden, "This message does not reveal it.")
    static let opensWithKeys = "Only the recipients' keys can open it."
    static let sizesAndTimes = "Packets are visible, with their sizes and times."

    static let segmentCondition =
        "no eavesdropper is between the end of the link's ciphering and the P-CSCF"
    static let homeCondition =
        "the P-CSCF belongs to the home network, and the links beyond it are encrypted"
    static let privacyCondition =
        "the sender requests privacy (RFC 3323, RFC 3325), and the network withholds P-Asserted-Identity"
    static let tlsCondition =
        "the P-CSCF's certificate is checked, there is no fallback, and messages to the "
        + "terminal reuse the connection"
    static let ipsecCondition =
        "an encryption algorithm other than null is negotiated for all four security associations"
}
