import Octets
internal import SIPMessage

/// A piece of a header field's value that has a catalogue row of its own.
struct FieldPart: Equatable {
    let row: CatalogueRow
    let value: String
}

/// Extracts those pieces from a message.
enum FieldParts {
    static func of(_ name: HeaderName, in message: UncheckedSIPMessage) -> [FieldPart] {
        let values = message.values(of: name)
        switch name.longForm {
        case Catalogue.from.name: return from(message)
        case Catalogue.contact.name: return contact(values)
        case Catalogue.callID.name:
            guard let at = message.callID.firstIndex(of: "@") else { return [] }
            return [FieldPart(row: Catalogue.callIDHost, value: String(message.callID[at...].dropFirst()))]
        case Catalogue.via.name:
            return part(Catalogue.viaReceived, ["received", "rport"], values)
                + part(Catalogue.viaBranch, ["branch"], values)
                + part(Catalogue.viaSigCompID, ["sigcomp-id"], values)
        case Catalogue.authorization.name:
            return part(Catalogue.authorizationUsername, ["username", "username*"], values, separator: ",")
                + part(Catalogue.authorizationURI, ["uri"], values, separator: ",")
        case Catalogue.contentType.name: return part(Catalogue.contentTypeBoundary, ["boundary"], values)
        case Catalogue.event.name: return part(Catalogue.eventID, ["id"], values)
        case Catalogue.subscriptionState.name:
            return part(Catalogue.subscriptionStateReason, ["reason"], values)
        default: return []
        }
    }

    private static func from(_ message: UncheckedSIPMessage) -> [FieldPart] {
        var found: [FieldPart] = []
        if let name = message.from?.displayName, !name.isEmpty {
            found.append(FieldPart(row: Catalogue.fromDisplayName, value: name))
        }
        let tags = [message.from?.tag, message.to?.tag].compactMap(\.self)
        if !tags.isEmpty {
            found.append(FieldPart(row: Catalogue.fromTag, value: tags.joined(separator: ", ")))
        }
        return found
    }

    private static func contact(_ values: [String]) -> [FieldPart] {
        var instances: [String] = []
        var tags: [String] = []
        var gruus: [String] = []
        for address in values.compactMap(NameAddress.parse) {
            for parameter in address.parameters {
                let name = parameter.name.lowercased()
                let text = parameter.value.map { "\(name)=\($0)" } ?? name
                if name == "+sip.instance" {
                    instances.append(parameter.value ?? "")
                } else if name.hasPrefix("+") || featureTags.contains(name) {
                    tags.append(text)
                }
            }
            if let gruu = address.sipURI?.parameters.named("gr") { gruus.append(gruu.value ?? "") }
        }
        var found: [FieldPart] = []
        if !instances.isEmpty {
            found.append(FieldPart(row: Catalogue.contactInstance, value: joined(instances)))
        }
        if !gruus.isEmpty {
            found.append(FieldPart(row: Catalogue.contactGRUU, value: joined(gruus)))
        }
        if !tags.isEmpty { found.append(FieldPart(row: Catalogue.contactFeatureTags, value: joined(tags))) }
        return found
    }

    private static func joined(_ values: [String]) -> String {
        values.filter { !$0.isEmpty }.joined(separator: ", ")
    }

    /// The base tags of RFC 3840 §9, which have no plus sign.
    private static let featureTags: Set<String> = [
        "actor", "application", "audio", "automata", "class", "control", "data", "description", "duplex",
        "events",
        "extensions", "isfocus", "language", "methods", "mobility", "priority", "schemes", "text", "type",
        "video",
    ]

    /// Returns the parameters of these names in all values as one piece; none if there are none.
    private static func part(
        _ row: CatalogueRow, _ names: [String], _ values: [String], separator: Character = ";"
    ) -> [FieldPart] {
        let found = parameters(names, values, separator: separator)
        return found.isEmpty ? [] : [FieldPart(row: row, value: found.joined(separator: ", "))]
    }

    /// Returns the values of the parameters of these names, in order, without quotes; a
    /// parameter without "=" is skipped.
    static func parameters(
        _ names: [String], _ values: [String], separator: Character = ";"
    ) -> [String] {
        var found: [String] = []
        for value in values {
            for piece in pieces(of: value, separator: separator) {
                guard let equals = piece.firstIndex(of: "=") else { continue }
                var name = trimmed(piece[..<equals]).lowercased()
                // The first parameter of a credential follows the scheme.
                if separator == ",", let space = name.lastIndex(of: " ") {
                    name = String(name[space...].dropFirst())
                }
                guard names.contains(name) else { continue }
                let text = trimmed(piece[piece.index(after: equals)...])
                let isQuoted = text.count >= 2 && text.hasPrefix("\"") && text.hasSuffix("\"")
                found.append(isQuoted ? String(text.dropFirst().dropLast()) : text)
            }
        }
        return found
    }

    /// Splits outside quoted strings and angle brackets.
    private static func pieces(of value: String, separator: Character) -> [Substring] {
        var strings = QuotedStringTracker()
        var isBracketed = false
        return value.utf8.split { octet in
            strings.follow(octet)
            if strings.isQuoted { return false }
            if octet == 0x3C { isBracketed = true }
            if octet == 0x3E { isBracketed = false }
            return octet == separator.asciiValue && !isBracketed
        }.map(Substring.init)
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text
        while let first = text.first, first == " " || first == "\t" { text.removeFirst() }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return String(text)
    }
}
