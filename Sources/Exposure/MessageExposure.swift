internal import SIPMessage

/// Goes through a message and applies the catalogue to each thing found in it.
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

    private func finding(
        _ rowName: String, _ value: String, roles: [Information]? = nil, lowered: LoweredSeverity? = nil,
        lines: [Int]
    ) -> ExposureFinding? {
        guard let row = Catalogue.row(named: rowName) else { return nil }
        return ExposureFinding(
            row, value: value, roles: roles ?? MessageRoles.any, lowered: lowered, lines: lines)
    }

    private func startLineFindings() -> [ExposureFinding] {
        let lines = [lines.startLine]
        switch message.startLine {
        case .request(let method, let requestURI):
            let lowered = PartyName(requestURI).lowered(from: .critical)
            let roles = MessageRoles.of("(Request-URI)", in: message)
            return [
                finding("(Request-URI)", requestURI, roles: roles, lowered: lowered, lines: lines),
                finding("(Method)", method, lines: lines),
            ].compactMap(\.self)
        case .response(let code, let phrase):
            let value = phrase.isEmpty ? "\(code)" : "\(code) \(phrase)"
            return [finding("(Status-Line)", value, lines: lines)].compactMap(\.self)
        }
    }

    private func headerFindings() -> [ExposureFinding] {
        let names = message.headerFields.map(\.headerName)
        var places: [HeaderName: [Int]] = [:]
        for (name, line) in zip(names, lines.fields) { places[name, default: []].append(line) }
        var seen: Set<HeaderName> = []
        var found: [ExposureFinding] = []
        for name in names where seen.insert(name).inserted {
            let values = message.values(of: name)
            let lines = places[name] ?? []
            found.append(headerFinding(name, values, lines: lines))
            for part in FieldParts.of(name, in: message) {
                if let row = finding(
                    part.row, part.value, roles: MessageRoles.of(name.longForm, in: message),
                    lowered: HarmlessValue.lowered(part: part, of: values), lines: lines)
                {
                    found.append(row)
                }
            }
        }
        return found
    }

    private func headerFinding(_ name: HeaderName, _ values: [String], lines: [Int]) -> ExposureFinding {
        let value = values.joined(separator: ", ")
        guard let row = Catalogue.header(name) else {
            return ExposureFinding(
                Catalogue.unknownHeader, name: name.longForm, value: value, roles: MessageRoles.any,
                lines: lines)
        }
        return ExposureFinding(
            row, value: value, roles: MessageRoles.of(row.name, in: message),
            lowered: HarmlessValue.lowered(field: row.name, severity: row.severity, values: values),
            lines: lines)
    }

    private func bodyFindings() -> [ExposureFinding] {
        guard !message.body.isEmpty, !layers.contains(where: \.isEnvelope) else { return [] }
        return [
            ExposureFinding(
                Catalogue.clearBody, value: "\(message.body.count) octets", roles: MessageRoles.any,
                lines: [lines.body])
        ]
    }

    private func layerFindings() -> [ExposureFinding] {
        var found: [ExposureFinding?] = []
        for layer in layers {
            guard layer.isEnvelope else {
                let signer = ([layer.signer].compactMap(\.self) + layer.signerURIs).joined(separator: ", ")
                found.append(
                    layerFinding("CMS SignedData certificates/SignerInfo sid (outer signature)", signer))
                found.append(
                    layerFinding("CMS signingTime / SMIMECapabilities (outer)", "signed attributes"))
                continue
            }
            found.append(layerFinding("CMS RecipientInfo rid", layer.recipients.joined(separator: ", ")))
            let size = "\(layer.cipher ?? "unknown cipher"), \(layer.octets) octets"
            found.append(layerFinding("CMS content-encryption algorithm / ciphertext length", size))
            // Nobody without a key sees layers further in, whatever the caller knows of them.
            break
        }
        return found.compactMap(\.self)
    }

    private func layerFinding(_ rowName: String, _ value: String) -> ExposureFinding? {
        finding(rowName, value, lines: [lines.body])
    }
}
