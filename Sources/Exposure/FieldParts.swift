internal import SIPMessage

/// A piece of a header field's value that has a catalogue row of its own.
struct FieldPart: Equatable {
    let row: String
    let value: String
}

/// Takes those pieces out of a message.
enum FieldParts {
    static func of(_ name: HeaderName, in message: UncheckedSIPMessage) -> [FieldPart] {
        let values = message.values(of: name)
        switch name.longForm {
        case "From": return from(message)
        case "Contact": return contact(values)
        case "Call-ID":
            guard let at = message.callID.firstIndex(of: "@") else { return [] }
            return [FieldPart(row: "Call-ID;host part", value: String(message.callID[at...].dropFirst()))]
        case "Via":
            return part("Via;received / rport", ["received", "rport"], values)
                + part("Via;branch", ["branch"], values) + part("Via;sigcomp-id", ["sigcomp-id"], values)
        case "Authorization":
            return part("Authorization;username", ["username", "username*"], values, separator: ",")
                + part("Authorization;uri", ["uri"], values, separator: ",")
        case "Content-Type": return part("Content-Type;boundary", ["boundary"], values)
        case "Event": return part("Event;id", ["id"], values)
        case "Subscription-State": return part("Subscription-State;reason", ["reason"], values)
        default: return []
        }
    }

    private static func from(_ message: UncheckedSIPMessage) -> [FieldPart] {
        var found: [FieldPart] = []
        if let name = message.from?.displayName, !name.isEmpty {
            found.append(FieldPart(row: "From;display-name", value: name))
        }
        let tags = [message.from?.tag, message.to?.tag].compactMap(\.self)
        if !tags.isEmpty {
            found.append(FieldPart(row: "From;tag / To;tag", value: tags.joined(separator: ", ")))
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
            found.append(FieldPart(row: "Contact;+sip.instance", value: joined(instances)))
        }
        if !gruus.isEmpty {
            found.append(FieldPart(row: "Contact;gr / temporary GRUU", value: joined(gruus)))
        }
        if !tags.isEmpty { found.append(FieldPart(row: "Contact;feature-tags", value: joined(tags))) }
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

    /// The parameters of these names in all values, as one piece; none where there are none.
    private static func part(
        _ row: String, _ names: [String], _ values: [String], separator: Character = ";"
    ) -> [FieldPart] {
        let found = parameters(names, values, separator: separator)
        return found.isEmpty ? [] : [FieldPart(row: row, value: found.joined(separator: ", "))]
    }

    /// The values of the parameters of these names, in their order, quotes taken off; those without "=" are passed over.
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
        var isQuoted = false
        var isEscaped = false
        var isBracketed = false
        return value.split { character in
            defer { isEscaped = isQuoted && character == "\\" && !isEscaped }
            if character == "\"" && !isEscaped { isQuoted.toggle() }
            if !isQuoted && character == "<" { isBracketed = true }
            if !isQuoted && character == ">" { isBracketed = false }
            return character == separator && !isQuoted && !isBracketed
        }
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text
        while let first = text.first, first == " " || first == "\t" { text.removeFirst() }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return String(text)
    }
}
