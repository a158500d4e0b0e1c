import CMS
import Exposure
import Octets
import Rendering
import SMIMEBody

// The results of opening and of inspecting a message as a few lines for people.

extension ReceivedMessage {
    /// Who signed, by which rule, for whom and when; then what stays exposed.
    package func lines(with report: MessageReport) -> [String] {
        var lines: [String] = []
        if let evidence = body.signature {
            let names =
                evidence.signer.facts.uris.isEmpty
                ? [evidence.signer.facts.subject] : evidence.signer.facts.uris
            lines.append("accepted: signed by \(names.map(printable).joined(separator: ", "))")
            lines.append("  rule    \(evidence.rule.words)")
            lines.append("  issuer  \(printable(evidence.path.anchor.facts.subject))")
            if evidence.covers == .ciphertext { lines.append("  covers  the envelope, not its content") }
            if let time = evidence.signerInfo.signingTime {
                lines.append("  signed  \(time.internetTime), by the clock of the signer")
            }
        } else {
            lines.append("accepted: not signed")
        }
        if let recipient = body.recipient {
            let names = recipient.facts.uris.isEmpty ? [recipient.facts.subject] : recipient.facts.uris
            lines.append("  for     \(names.map(printable).joined(separator: ", "))")
        }
        return lines + report.lineOfExposure
    }
}

extension MessageReport {
    /// What stays exposed, in one line; none if that is not known.
    var lineOfExposure: [String] {
        guard let exposure else { return [] }
        let relation = exposure.relationReadable ? "; who watches whom can be read" : ""
        return ["  exposed \(ExposureText(exposure).counts)\(relation)"]
    }

    /// The layers of an inspected message, outermost first, and what stays exposed.
    package var linesOfLayers: [String] {
        var lines = layers.enumerated().map { index, layer in
            "\(index + 1). \(layer.kind): \(printable(layer.words))"
        }
        if lines.isEmpty { lines = ["no S/MIME layer"] }
        if let content {
            lines.append("   content: \(printable(content.words)), not verified")
        }
        return lines + lineOfExposure
    }
}

extension ReportedLayer {
    /// The algorithms and parties of a layer.
    fileprivate var words: String {
        if let contentEncryption {
            let count = recipients?.count ?? 0
            return "\(contentEncryption) by \(keyManagement ?? "unknown key management"), for "
                + counted(count, "recipient") + " (" + (recipients ?? []).prefix(4).joined(separator: "; ")
                + ")"
        }
        let name = signer?.words ?? signerIdentifier ?? "an unknown signer"
        return "\(signatureAlgorithm ?? "unknown algorithm"), claims to be by \(name)"
            + (signingTime.map { ", at \($0)" } ?? "")
    }
}

extension IdentityRule {
    /// The rule by which the signer is the sender.
    fileprivate var words: String {
        switch self {
        case .userOwnsSender: "the certificate has the address of the sender"
        case .domainOwnsSender: "the certificate is that of the sender's domain"
        case .userOwnsAssertedIdentity: "the certificate has the address in P-Asserted-Identity"
        case .anySender: "any signer was accepted"
        }
    }
}
