internal import SIPMessage

/// A protection that smime-presence offers for a message, from the least to the most; a
/// further one is a row of `all`.
struct ProtectionMeasure {
    /// The options of `encrypt`.
    private let options: String
    /// Whether it applies to a message.
    private let applies: @Sendable (_ message: UncheckedSIPMessage) -> Bool
    /// The options it consists of: it hides the findings that one of them hides.
    private let hides: [HidingOption]

    private static let all: [ProtectionMeasure] = [
        ProtectionMeasure(options: "", applies: { !$0.body.isEmpty }, hides: [.envelope]),
        ProtectionMeasure(options: "--tunnel ", applies: { _ in true }, hides: [.envelope, .tunnel]),
        ProtectionMeasure(
            options: "--tunnel --outer-headers anonymous --rewrite-dialog dialog.json ",
            applies: beginsDialog, hides: [.envelope, .tunnel, .anonymousTunnel, .rewrittenDialog]),
    ]

    /// From can change only before the peer knows it, and in a NOTIFY the watcher does.
    private static let beginsDialog: @Sendable (UncheckedSIPMessage) -> Bool = {
        $0.isRequest && $0.method != "NOTIFY" && $0.to?.tag == nil
    }

    /// Returns the command lines that hide findings, each something that the earlier ones do not.
    static func advice(
        for findings: [ExposureFinding], message: UncheckedSIPMessage, layers: [VisibleLayer]
    ) -> [ExposureAdvice] {
        let hasRecipient = ["PUBLISH", "SUBSCRIBE", "NOTIFY", "MESSAGE"].contains(message.method)
        let to = hasRecipient || !message.isRequest ? "" : "--to URI "
        var hidden: Set<String> = []
        var advice: [ExposureAdvice] = []
        for measure in all where measure.applies(message) {
            let names = findings.filter { $0.severity > .info && measure.hides($0) }.map(\.name)
            guard names.contains(where: { !hidden.contains($0) }) else { continue }
            hidden.formUnion(names)
            // A protected message is opened first, because nested protection would hide less from its reader.
            let result = ExposureAdvice.result
            let command =
                layers.isEmpty
                ? "smime-presence encrypt \(measure.options)\(to)MESSAGE -o \(result)"
                : "smime-presence decrypt MESSAGE | smime-presence encrypt \(measure.options)\(to)-o "
                    + result
            let needs = needs(of: message, isOpened: !layers.isEmpty)
            advice.append(ExposureAdvice(command: command, hides: names, needs: needs))
        }
        return advice
    }

    /// Returns the keys and certificates that the command needs.
    ///
    /// A party that the message does not name is called the sender or the recipient.
    private static func needs(of message: UncheckedSIPMessage, isOpened: Bool) -> String {
        let (first, second) = message.isRequest ? (message.from, message.to) : (message.to, message.from)
        let sender = first?.address.map { message.method == "NOTIFY" ? server(of: $0) : $0.addressOfRecord }
        let recipient: String? =
            switch message.isRequest ? message.method : "" {
            case "PUBLISH", "SUBSCRIBE": message.requestURI.flatMap(AddressURI.parse).map(server)
            case "NOTIFY", "MESSAGE", "": second?.address?.addressOfRecord
            case _: nil
            }
        let (signer, reader) = (sender ?? "the sender", recipient ?? "the recipient")
        return isOpened
            ? "the private keys of \(reader) and \(signer)"
            : "the private key of \(signer) and a certificate of \(reader)"
    }

    private static func server(of address: AddressURI) -> String {
        address.sipURI.map { "sip:\($0.host)" } ?? address.addressOfRecord
    }

    private func hides(_ finding: ExposureFinding) -> Bool {
        finding.row.option.map(hides.contains) ?? false
    }
}
