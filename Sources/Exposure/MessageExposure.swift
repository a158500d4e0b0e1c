internal import SIPMessage

/// Reads a message and applies the catalogue to each thing found in it.
struct MessageExposure {
    let message: UncheckedSIPMessage
    let layers: [VisibleLayer]
    private let lines: MessageLines

    init(message: UncheckedSIPMessage, layers: [VisibleLayer]) {
        self.message = message
        self.layers = layers
        lines = MessageLines(message)
    }

    func findings() -> [ExposureFinding] {
        startLineFindings() + headerFindings() + bodyFindings() + layerFindings()
    }

    /// Whether a field of the header is critical as a whole; it stops at the first.
    static func hasCriticalField(_ message: SIPMessage) -> Bool {
        message.namedFields.contains { named in
            let name = named.name
            guard Catalogue.header(name)?.severity == .critical else { return false }
            let values = message.values(of: name)
            return HarmlessValue.lowered(field: name, severity: .critical, values: values) == nil
        }
    }

    private func finding(
        _ row: CatalogueRow, _ value: String, roles: [Information]? = nil, lowered: LoweredSeverity? = nil,
        lines: [Int]
    ) -> ExposureFinding {
        ExposureFinding(row, value: value, roles: roles ?? MessageRoles.any, lowered: lowered, lines: lines)
    }

    private func startLineFindings() -> [ExposureFinding] {
        let lines = [lines.startLine]
        switch message.startLine {
        case .request(let method, let requestURI):
            let lowered = PartyName(requestURI).lowered(from: Catalogue.requestURI.severity)
            let roles = MessageRoles.of(.target, in: message)
            return [
                finding(Catalogue.requestURI, requestURI, roles: roles, lowered: lowered, lines: lines),
                finding(Catalogue.method, method, lines: lines),
            ]
        case .response(let code, let phrase):
            let value = phrase.isEmpty ? "\(code)" : "\(code) \(phrase)"
            return [finding(Catalogue.statusLine, value, lines: lines)]
        }
    }

    private func headerFindings() -> [ExposureFinding] {
        let names = message.headerFields.map(\.headerName)
        var places: [HeaderName: [Int]] = [:]
        for (name, line) in zip(names, lines.fields) { places[name, default: []].append(line) }
        var found: [ExposureFinding] = []
        for name in names {
            // Each name once.
            guard let lines = places.removeValue(forKey: name) else { continue }
            let values = message.values(of: name)
            found.append(headerFinding(name, values, lines: lines))
            let roles = MessageRoles.of(name.facts.party, in: message)
            for part in FieldParts.of(name, in: message) {
                let lowered = HarmlessValue.lowered(part: part, of: values)
                found.append(finding(part.row, part.value, roles: roles, lowered: lowered, lines: lines))
            }
        }
        return found
    }

    private func headerFinding(_ name: HeaderName, _ values: [String], lines: [Int]) -> ExposureFinding {
        let value = values.joined(separator: ", ")
        guard let row = Catalogue.header(name) else {
            return ExposureFinding(unknown: name, value: value, lines: lines)
        }
        return finding(
            row, value, roles: MessageRoles.of(name.facts.party, in: message),
            lowered: HarmlessValue.lowered(field: name, severity: row.severity, values: values),
            lines: lines)
    }

    private func bodyFindings() -> [ExposureFinding] {
        guard !message.body.isEmpty, !layers.contains(where: \.isEnvelope) else { return [] }
        return [finding(Catalogue.clearBody, "\(message.body.count) octets", lines: [lines.body])]
    }

    private func layerFindings() -> [ExposureFinding] {
        let lines = [lines.body]
        var found: [ExposureFinding] = []
        for layer in layers {
            guard layer.isEnvelope else {
                let signer = ([layer.signer].compactMap(\.self) + layer.signerURIs).joined(separator: ", ")
                found.append(finding(Catalogue.outerSigner, signer, lines: lines))
                found.append(finding(Catalogue.outerSignedAttributes, "signed attributes", lines: lines))
                continue
            }
            let recipients = layer.recipients.joined(separator: ", ")
            found.append(finding(Catalogue.recipientIdentifier, recipients, lines: lines))
            let size = "\(layer.cipher ?? "unknown cipher"), \(layer.octets) octets"
            found.append(finding(Catalogue.contentEncryption, size, lines: lines))
            // A reader without a key cannot see the layers further in, even if the caller knows them.
            break
        }
        return found
    }
}
