import Octets
internal import SIPMessage

/// Decides whether one message shows two related parties, and where on its path.
///
/// One party comes from the fields that identify the sender, the other from those that name the target. The
/// message shows a relation if the two differ and one position on the path can read both. Anonymous forms,
/// temporary GRUUs and addresses without user name no party. Telephone numbers are left out, because one
/// person may have a number and an address.
struct RelationRule {
    /// A party, the field that names it, and who can read that field.
    private struct Party {
        let uri: SIPURI
        let field: String
        let observers: [Observer]
    }

    let message: UncheckedSIPMessage
    let layers: [VisibleLayer]

    /// Returns whether the relation can be read, by whom, and from which fields.
    func finding() -> DerivedFinding {
        let targets = targets()
        var fields: [String] = []
        var observers: Set<Observer> = []
        for party in parties() {
            for target in targets where !Self.isSame(party.uri, target.uri) {
                let common = party.observers.filter(target.observers.contains)
                guard !common.isEmpty else { continue }
                observers.formUnion(common)
                for field in [party.field, target.field] where !fields.contains(field) {
                    fields.append(field)
                }
            }
        }
        let isReadable = !observers.isEmpty
        let onAccess = observers.contains(.accessEavesdropper)
        return DerivedFinding(
            kind: .relation, value: isReadable ? "readable" : "not readable",
            severity: isReadable ? onAccess ? .critical : .high : .info,
            detail: detail(isReadable: isReadable, onAccess: onAccess), fields: fields,
            observers: Observer.allCases.filter(observers.contains))
    }

    private func detail(isReadable: Bool, onAccess: Bool) -> String {
        guard isReadable else {
            return "The message names at most one party, so it reveals no relation alone."
        }
        let pair = message.method == "MESSAGE" ? "Who writes to whom" : "Who watches whom"
        return onAccess
            ? "\(pair) can be read on the access leg." : "\(pair) can be read only beyond the access leg."
    }

    private func parties() -> [Party] {
        var names = Self.senders
        // The Contact of a publication or a registration is the presentity's own terminal.
        if !["PUBLISH", "REGISTER"].contains(message.method) { names += Self.terminals }
        let addresses = names.flatMap { name -> [Party] in
            let addresses = message.values(of: name).compactMap { NameAddress.parse($0)?.sipURI }
            guard !addresses.isEmpty else { return [] }
            let observers = Catalogue.header(name)?.observers ?? Observer.allCases
            return addresses.map { Party(uri: $0, field: name.longForm, observers: observers) }
        }
        let visible = layers.prefix { !$0.isEnvelope }
        let signers = visible.flatMap(\.signerURIs).compactMap { try? SIPURI.parse($0) }
            .map { party($0, Catalogue.outerSigner) }
        let credentials = FieldParts.of("Authorization", in: message)
            .filter { $0.row.name == Catalogue.authorizationUsername.name }
            .compactMap { $0.value.contains("@") ? try? SIPURI.parse("sip:\($0.value)") : nil }
            .map { party($0, Catalogue.authorizationUsername) }
        return (addresses + signers + credentials).filter { PartyName($0.uri).identifiesParty }
    }

    /// Fields with the addresses of the parties that sent the message or requested it.
    private static let senders = HeaderName.listed.filter { name in
        switch name.facts.party {
        case .sender, .other: true
        case .account, .target, .terminal, nil: false
        }
    }
    private static let terminals = HeaderName.listed.filter { $0.facts.party == .terminal }

    private func targets() -> [Party] {
        let requestURI = message.requestURI.flatMap { try? SIPURI.parse($0) }.map {
            party($0, Catalogue.requestURI)
        }
        let to = message.to?.sipURI.map { party($0, Catalogue.to) }
        let notifier =
            message.method == "NOTIFY" ? message.from?.sipURI.map { party($0, Catalogue.from) } : nil
        return [requestURI, to, notifier].compactMap(\.self).filter { PartyName($0.uri).identifiesParty }
    }

    private func party(_ uri: SIPURI, _ row: CatalogueRow) -> Party {
        Party(uri: uri, field: row.name, observers: row.observers)
    }

    /// Whether two addresses are one party: the user is the same, and so is the host unless
    /// one is a terminal's address.
    private static func isSame(_ left: SIPURI, _ right: SIPURI) -> Bool {
        // Without unnecessary escapes (RFC 3261 §19.1.4).
        guard left.addressOfRecordURI.user == right.addressOfRecordURI.user else { return false }
        return left.host.lowercased() == right.host.lowercased() || isTerminal(left.host)
            || isTerminal(right.host)
    }

    /// Whether the host is a numeric address: an IPv6 reference, or digits and dots only.
    private static func isTerminal(_ host: String) -> Bool {
        host.hasPrefix("[") || host.utf8.allSatisfy { $0 == 0x2E || ASCII.isDigit($0) }
    }
}
