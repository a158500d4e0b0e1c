public import SIPMessage

extension ExposureReport {
    /// Reports what can be read in `message` by those who hold no key.
    ///
    /// - Parameters:
    ///   - message: the message as it is sent.
    ///   - layers: the S/MIME layers that can be seen, outermost first; none for a body in clear.
    public static func of(_ message: SIPMessage, layers: [VisibleLayer]) -> ExposureReport {
        let reader = MessageExposure(message: message, layers: layers)
        return ExposureReport(
            findings: reader.findings(),
            relationReadable: RelationRule(message: message, layers: layers).isReadable)
    }
}

/// Goes through a message and applies the catalogue to each thing found in it.
struct MessageExposure {
    let message: SIPMessage
    let layers: [VisibleLayer]

    func findings() -> [ExposureFinding] {
        startLineFindings() + headerFindings() + bodyFindings() + layerFindings()
    }

    private func finding(
        _ rowName: String, _ value: String, roles: [Information]? = nil, lowered: String? = nil
    ) -> ExposureFinding? {
        guard let row = Catalogue.row(named: rowName) else { return nil }
        return ExposureFinding(
            row, value: value, roles: roles ?? MessageRoles.any, lowered: lowered)
    }

    private func startLineFindings() -> [ExposureFinding] {
        switch message.startLine {
        case .request(let method, let requestURI):
            let lowered = HarmlessValue.isAnonymous(uri: requestURI) ? HarmlessValue.anonymousReason : nil
            let roles = MessageRoles.of("(Request-URI)", in: message)
            return [
                finding("(Request-URI)", requestURI, roles: roles, lowered: lowered),
                finding("(Method)", method),
            ].compactMap(\.self)
        case .response(let code, let phrase):
            return [finding("(Status-Line)", phrase.isEmpty ? "\(code)" : "\(code) \(phrase)")].compactMap(
                \.self)
        }
    }

    private func headerFindings() -> [ExposureFinding] {
        var seen: Set<HeaderName> = []
        var found: [ExposureFinding] = []
        for name in message.headerFields.map(\.headerName) where seen.insert(name).inserted {
            let values = message.values(of: name)
            found.append(headerFinding(name, values))
            for part in FieldParts.of(name, in: message) {
                if let row = finding(
                    part.row, part.value, roles: MessageRoles.of(name.longForm, in: message),
                    lowered: HarmlessValue.reason(part: part))
                {
                    found.append(row)
                }
            }
        }
        return found
    }

    private func headerFinding(_ name: HeaderName, _ values: [String]) -> ExposureFinding {
        let value = values.joined(separator: ", ")
        guard let row = Catalogue.header(name) else {
            return ExposureFinding(
                Catalogue.unknownHeader, name: name.longForm, value: value, roles: MessageRoles.any)
        }
        return ExposureFinding(
            row, value: value, roles: MessageRoles.of(row.name, in: message),
            lowered: HarmlessValue.reason(field: row.name, values: values))
    }

    private func bodyFindings() -> [ExposureFinding] {
        guard !message.body.isEmpty, !layers.contains(where: \.isEnvelope) else { return [] }
        return [
            ExposureFinding(
                Catalogue.clearBody, value: "\(message.body.count) octets", roles: MessageRoles.any)
        ]
    }

    private func layerFindings() -> [ExposureFinding] {
        var found: [ExposureFinding?] = []
        for layer in layers {
            guard layer.isEnvelope else {
                let signer = ([layer.signer].compactMap(\.self) + layer.signerURIs).joined(separator: ", ")
                found.append(finding("CMS SignedData certificates/SignerInfo sid (outer signature)", signer))
                found.append(finding("CMS signingTime / SMIMECapabilities (outer)", "signed attributes"))
                continue
            }
            found.append(finding("CMS RecipientInfo rid", layer.recipients.joined(separator: ", ")))
            let size = "\(layer.cipher ?? "unknown cipher"), \(layer.octets) octets"
            found.append(finding("CMS content-encryption algorithm / ciphertext length", size))
            // Nobody without a key sees layers further in, whatever the caller knows of them.
            break
        }
        return found.compactMap(\.self)
    }
}
