import FoundationEssentials
import SMIMEAgent

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
        var result: [UInt8] = []
        result.reserveCapacity(json.count + json.count / 8)
        var rest = json[...]
        // Nearly all of it is ASCII, which is copied in runs: a report is longer than the message.
        while let next = rest.firstIndex(where: { $0 >= 0x7F }) {
            result += rest[..<next]
            let end = rest[(next + 1)...].firstIndex { $0 & 0xC0 != 0x80 } ?? rest.endIndex
            for scalar in String(decoding: rest[next..<end], as: UTF8.self).unicodeScalars {
                append(scalar, to: &result)
            }
            rest = rest[end...]
        }
        return result + rest
    }

    private static func append(_ scalar: Unicode.Scalar, to result: inout [UInt8]) {
        guard isUnsafe(scalar) else {
            result += Array(String(scalar).utf8)
            return
        }
        for unit in String(scalar).utf16 {
            let digits = String(unit, radix: 16)
            let padded = String(repeating: "0", count: 4 - digits.utf8.count) + digits
            result += Array("\\u\(padded)".utf8)
        }
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

extension MessageReport {
    /// The object as indented JSON, members sorted by name, with a line end.
    func json() throws(CommandFailure) -> [UInt8] { try JSON.encode(self) }
}
