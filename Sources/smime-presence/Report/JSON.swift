import FoundationEssentials

/// JSON as this program writes it: indented, members sorted by name, every character that a terminal would obey escaped.
enum JSON {
    static func encode(_ value: some Encodable) throws(CommandFailure) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            return escaped([UInt8](try encoder.encode(value)) + [0x0A])
        } catch {
            throw CommandFailure(
                .surroundings, "the report cannot be written as JSON",
                hint: "report it to the project, please")
        }
    }

    /// Escapes DEL, C1 controls, U+2028, U+2029 and format characters, such as those that turn the direction of text.
    ///
    /// The value stays the same: they only stand in strings.
    static func escaped(_ json: [UInt8]) -> [UInt8] {
        guard json.contains(where: { $0 >= 0x7F }) else { return json }
        var result = String.UnicodeScalarView()
        for scalar in String(decoding: json, as: UTF8.self).unicodeScalars {
            guard isUnsafe(scalar) else {
                result.append(scalar)
                continue
            }
            for unit in String(scalar).utf16 {
                let digits = String(unit, radix: 16)
                let padded = String(repeating: "0", count: 4 - digits.utf8.count) + digits
                result.append(contentsOf: "\\u\(padded)".unicodeScalars)
            }
        }
        return Array(String(result).utf8)
    }

    private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.value >= 0x7F else { return false }
        return switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned, .surrogate:
            true
        default: false
        }
    }
}
