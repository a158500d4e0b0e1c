internal import SIPMessage

/// Draws the conclusions of a report.
struct DerivedFindings {
    let message: UncheckedSIPMessage
    let layers: [VisibleLayer]

    private static let shown = 12

    func all() -> [DerivedFinding] {
        let found = [networkAddress(), cellIdentity(), recipients(), responseStatus()].compactMap(\.self)
        return [RelationRule(message: message, layers: layers).finding()] + found + signerCertificates()
    }

    private func networkAddress() -> DerivedFinding? {
        let found = NetworkAddresses.of(message)
        guard !found.isEmpty else { return nil }
        let isPublic = found.contains { !$0.address.isPrivate }
        return DerivedFinding(
            kind: .networkAddress, value: Self.listed(found.map(\.address.text)),
            severity: isPublic ? .high : .medium,
            detail: isPublic
                ? "A numeric address leads to the access network and to a rough place."
                : "The addresses are private: they show the structure of the network, and no place.",
            fields: Self.unique(found.map(\.field)), observers: Observer.allCases)
    }

    private func cellIdentity() -> DerivedFinding? {
        let rows = [Catalogue.pAccessNetworkInfo, Catalogue.cellularNetworkInfo]
        let found = rows.map { row in
            (row, FieldParts.parameters(Self.places, message.values(of: HeaderName(row.name))))
        }.filter { !$0.1.isEmpty }
        guard !found.isEmpty else { return nil }
        let observers = found.flatMap(\.0.observers)
        return DerivedFinding(
            kind: .cellIdentity, value: Self.listed(Self.unique(found.flatMap(\.1))), severity: .critical,
            detail: "It names the cell, access point or line of the terminal: a place, at each refresh.",
            fields: found.map(\.0.name), observers: Observer.allCases.filter(observers.contains))
    }

    /// The parameters of an access network that name a place (RFC 7315 §5.4).
    private static let places = [
        "cgi-3gpp", "utran-cell-id-3gpp", "utran-sai-3gpp", "ci-3gpp2", "ci-3gpp2-femto", "i-wlan-node-id",
        "dsl-location", "eth-location", "fiber-location", "gstn-location", "dvb-rcs2-node-id",
    ]

    private func recipients() -> DerivedFinding? {
        guard let envelope = layers.first(where: \.isEnvelope), !envelope.recipients.isEmpty else {
            return nil
        }
        let count = envelope.recipients.count
        return DerivedFinding(
            kind: .recipients, value: "\(count): \(Self.listed(envelope.recipients))", severity: .high,
            detail: count == 1
                ? "One certificate can open it: a directory leads from its identifier to the person."
                : "\(count) certificates can open it: their identifiers reveal a group.",
            fields: [Catalogue.recipientIdentifier.name], observers: Observer.allCases)
    }

    private func signerCertificates() -> [DerivedFinding] {
        layers.prefix { !$0.isEnvelope }.map { layer in
            let names = layer.signerURIs.isEmpty ? [layer.signer].compactMap(\.self) : layer.signerURIs
            return DerivedFinding(
                kind: .signerCertificate, value: Self.listed(names),
                severity: layer.signerURIs.isEmpty ? .high : .critical,
                detail: layer.signerURIs.isEmpty
                    ? "A signature outside every envelope identifies the certificate of its signer."
                    : "A signature outside every envelope carries its certificate, which names the signer.",
                fields: [Catalogue.outerSigner.name],
                observers: Observer.allCases)
        }
    }

    private func responseStatus() -> DerivedFinding? {
        guard case .response(let code, _) = message.startLine else { return nil }
        let meaning = ResponseMeaning(code, to: message.method)
        return DerivedFinding(
            kind: .responseStatus, value: "\(code)", severity: meaning.severity, detail: meaning.words,
            fields: [Catalogue.statusLine.name], observers: Observer.allCases)
    }

    private static func listed(_ values: [String]) -> String {
        let more = values.count - min(values.count, shown)
        return values.prefix(shown).joined(separator: ", ") + (more > 0 ? ", and \(more) more" : "")
    }

    private static func unique(_ values: [String]) -> [String] {
        var seen: Set<String> = []
        return values.filter { seen.insert($0).inserted }
    }
}
