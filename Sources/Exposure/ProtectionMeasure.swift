internal import SIPMessage

/// What smime-presence can do about an exposed message, from the least to the most; a further option is one line of `all`.
struct ProtectionMeasure {
    /// The options of `encrypt`.
    private let options: String
    /// Whether it is for such a message.
    private let applies: @Sendable (_ message: UncheckedSIPMessage) -> Bool
    /// The findings it takes away beside the body and an outer signature, which each of them hides.
    private let hides: Set<String>

    private static let all: [ProtectionMeasure] = [
        ProtectionMeasure(options: "", applies: { !$0.body.isEmpty }, hides: []),
        ProtectionMeasure(options: "--tunnel ", applies: { _ in true }, hides: forTheOtherEnd),
        ProtectionMeasure(
            options: "--tunnel --outer-headers anonymous --rewrite-dialog dialog.json ",
            applies: beginsDialog,
            hides: forTheOtherEnd.union([
                "From", "Call-ID;host part", "P-Preferred-Identity", "P-Access-Network-Info",
            ])),
    ]

    /// What `--tunnel` leaves out of the outside (RFC 3261 §23.4.1.2, RFC 3323 §4.1).
    private static let forTheOtherEnd: Set<String> = [
        "From;display-name", "Subject", "Organization", "User-Agent", "Server", "Reply-To", "In-Reply-To",
        "Call-Info", "Alert-Info", "Error-Info", "Warning", "Accept-Encoding", "Accept-Language",
        "Retry-After",
        "Authentication-Info", "Referred-By", "User-to-User", "Geolocation",
    ]

    /// From can change only where nobody knows it yet, and in a NOTIFY the watcher does.
    private static let beginsDialog: @Sendable (UncheckedSIPMessage) -> Bool = {
        $0.isRequest && $0.method != "NOTIFY" && $0.to?.tag == nil
    }

    /// The command lines that hide findings, each something that those before it do not.
    static func advice(
        for findings: [ExposureFinding], message: UncheckedSIPMessage, layers: [VisibleLayer]
    ) -> [ExposureAdvice] {
        let hasRecipient = ["PUBLISH", "SUBSCRIBE", "NOTIFY", "MESSAGE"].contains(message.method)
        let to = hasRecipient || !message.isRequest ? "" : "--to URI "
        var hidden: Set<String> = []
        var advice: [ExposureAdvice] = []
        for measure in all where measure.applies(message) {
            let names = findings.filter { $0.severity > .info && measure.hides($0.name) }.map(\.name)
            guard names.contains(where: { !hidden.contains($0) }) else { continue }
            hidden.formUnion(names)
            // By -o, which writes when all is done: the message may have that very name. What is protected is opened
            // first: around another protection, a new one would hide less from its reader.
            let command =
                layers.isEmpty
                ? "smime-presence encrypt \(measure.options)\(to)MESSAGE -o protected.sip"
                : "smime-presence decrypt MESSAGE | smime-presence encrypt \(measure.options)\(to)-o protected.sip"
            advice.append(ExposureAdvice(command: command, hides: names))
        }
        return advice
    }

    private func hides(_ name: String) -> Bool {
        hides.contains(name) || name == Catalogue.clearBody.name || name.hasPrefix("CMS SignedData")
            || name.hasPrefix("CMS signingTime")
    }
}
