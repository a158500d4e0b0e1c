extension ConfidentialityEvidence {
    /// What the fact was worth, for people.
    package var words: String {
        let means = demandedMeans.map(\.rawValue).sorted().joined(separator: " or ")
        let demanded = means.isEmpty ? subject.rawValue : "\(subject.rawValue) by \(means)"
        return switch weight {
        case .counts: "\(demanded) is protected"
        case .ofAnotherMessage: "\(demanded) is decided about with the messages that pass it"
        case .notProtected: "\(demanded) is not protected"
        case .unknown: "\(demanded) is unknown, which counts as not protected"
        case .claimedByUE: "\(demanded) is claimed by the UE alone, which counts as not protected"
        case .networkNotTrusted: "\(demanded) is asserted by a network that is not trusted"
        case .otherMeans where fact.means.isEmpty: "\(demanded) is protected, but by unknown means"
        case .otherMeans:
            "\(demanded) is protected by other means: "
                + fact.means.map(\.rawValue).sorted().joined(separator: ", ")
        }
    }
}
