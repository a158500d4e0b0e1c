internal import SIPMessage

/// Whether one message shows two parties who have to do with each other.
///
/// One party is taken from the fields that identify the sender, the other from those that name the
/// target; the message shows a relation when they are two. Anonymous forms name nobody, and so do
/// addresses without user. Telephone numbers are left out: one person may have a number and an address.
struct RelationRule {
    let message: SIPMessage
    let layers: [VisibleLayer]

    var isReadable: Bool {
        let targets = targets()
        return parties().contains { party in targets.contains { !Self.isSame(party, $0) } }
    }

    private func parties() -> [SIPURI] {
        var names: [HeaderName] = [
            "From", "P-Preferred-Identity", "P-Asserted-Identity", "P-Served-User", "Referred-By",
            "P-Called-Party-ID",
        ]
        // The Contact of a publication is the presentity's own terminal.
        if message.method != "PUBLISH" { names.append("Contact") }
        let addresses = names.flatMap { message.values(of: $0) }.compactMap { NameAddress.parse($0)?.sipURI }
        let visible = layers.prefix { !$0.isEnvelope }
        let signers = visible.flatMap(\.signerURIs).compactMap { try? SIPURI.parse($0) }
        let credentials = FieldParts.of("Authorization", in: message)
            .filter { $0.row == "Authorization;username" }
            .compactMap { $0.value.contains("@") ? try? SIPURI.parse("sip:\($0.value)") : nil }
        return (addresses + signers + credentials).filter(Self.namesSomebody)
    }

    private func targets() -> [SIPURI] {
        let requestURI = message.requestURI.flatMap { try? SIPURI.parse($0) }
        let notifier = message.method == "NOTIFY" ? message.from.sipURI : nil
        return [requestURI, message.to.sipURI, notifier].compactMap(\.self).filter(Self.namesSomebody)
    }

    private static func namesSomebody(_ uri: SIPURI) -> Bool {
        guard let user = uri.user, !user.isEmpty else { return false }
        let host = uri.host.lowercased()
        return host != "anonymous.invalid" && !host.hasSuffix(".anonymous.invalid")
    }

    /// Two addresses are one party where the user is the same, and the host too unless one is a terminal's address.
    private static func isSame(_ left: SIPURI, _ right: SIPURI) -> Bool {
        guard left.user == right.user else { return false }
        return left.host.lowercased() == right.host.lowercased() || isTerminal(left.host)
            || isTerminal(right.host)
    }

    /// Whether the host is a numeric address: an IPv6 reference, or digits and dots only.
    private static func isTerminal(_ host: String) -> Bool {
        host.hasPrefix("[") || host.utf8.allSatisfy { $0 == 0x2E || (0x30...0x39).contains($0) }
    }
}
