import Foundation
import Octets
import Testing

/// A JSON value with a name for each kind that ``JSONWriter`` writes, for both encoders.
private indirect enum Value: Encodable, JSONEncodable {
    case text(String)
    case number(Int)
    case fraction(Double)
    case truth(Bool)
    case null
    case array([Value])
    case object([(name: String, value: Value)])

    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    func encode(to encoder: any Encoder) throws {
        if case .object(let members) = self {
            var container = encoder.container(keyedBy: Name.self)
            for (name, value) in members { try container.encode(value, forKey: Name(stringValue: name)) }
            return
        }
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let text): try container.encode(text)
        case .number(let number): try container.encode(number)
        case .fraction(let number): try container.encode(number)
        case .truth(let truth): try container.encode(truth)
        case .array(let values): try container.encode(values)
        case .null, .object: try container.encodeNil()
        }
    }

    func encode(into writer: inout JSONWriter) {
        switch self {
        case .text(let text): text.encode(into: &writer)
        case .number(let number): number.encode(into: &writer)
        case .fraction(let number): number.encode(into: &writer)
        case .truth(let truth): truth.encode(into: &writer)
        case .null: Int?.none.encode(into: &writer)
        case .array(let values): values.encode(into: &writer)
        case .object(let members):
            writer.object { object in
                for (name, value) in members { object.member(name, value) }
            }
        }
    }

    /// A value of at most `depth` levels.
    static func random(depth: Int, using generator: inout some RandomNumberGenerator) -> Value {
        let count = Int.random(in: 0...5, using: &generator)
        switch Int.random(in: 0...(depth > 0 ? 7 : 4), using: &generator) {
        case 0: return .text(text(using: &generator))
        case 1: return .number(Int(truncatingIfNeeded: generator.next() as UInt64))
        case 2:
            let number = Double(bitPattern: generator.next())
            return .fraction(number.isFinite ? number : Double(count))
        case 3: return .truth(Bool.random(using: &generator))
        case 4: return .null
        case 5: return .array((0..<count).map { _ in random(depth: depth - 1, using: &generator) })
        default:
            var members: [String: Value] = [:]
            for _ in 0..<count {
                members[text(using: &generator)] = random(depth: depth - 1, using: &generator)
            }
            return .object(members.map { ($0, $1) })
        }
    }

    private static func text(using generator: inout some RandomNumberGenerator) -> String {
        var text = ""
        for _ in 0..<Int.random(in: 0...6, using: &generator) {
            let range: ClosedRange<UInt32> =
                [0...0x1F, 0x20...0x7E, 0x20...0x7E, 0x61...0x7A, 0x7F...0x3FF, 0x400...0xFFFF, 0...0x10FFFF]
                .randomElement(using: &generator) ?? 0...0
            let value = UInt32.random(in: range, using: &generator)
            text.unicodeScalars.append(Unicode.Scalar(value) ?? "\u{FFFD}")
        }
        return text
    }
}

/// SplitMix64, so that each run has the same values.
private struct Numbers: RandomNumberGenerator {
    var state: UInt64 = 1

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}

@Suite("The JSON writer")
struct JSONWriterTests {
    /// What `JSONEncoder` writes, with every character from U+007F on escaped that could control a terminal.
    private func foundation(
        _ value: Value, _ formatting: JSONEncoder.OutputFormatting
    ) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [formatting, .sortedKeys, .withoutEscapingSlashes]
        var result = ""
        for scalar in String(decoding: try encoder.encode(value), as: UTF8.self).unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control where scalar != "\n", .format, .lineSeparator, .paragraphSeparator, .privateUse,
                .unassigned:
                for unit in String(scalar).utf16 { result += String(format: "\\u%04x", unit) }
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    @Test("has the layout, the order, the numbers and the escapes of JSONEncoder")
    func sameAsFoundation() throws {
        var numbers = Numbers()
        for _ in 0..<1000 {
            let value = Value.random(depth: 4, using: &numbers)
            let indented = String(decoding: JSONWriter.document(value), as: UTF8.self)
            try #require(indented == (try foundation(value, .prettyPrinted)) + "\n")
            let compact = String(decoding: JSONWriter.compact(value), as: UTF8.self)
            try #require(compact == (try foundation(value, [])))
        }
    }

    @Test("has the numbers of JSONEncoder at the ends of their ranges")
    func numbers() throws {
        let numbers: [Double] = [
            0, -0.0, 1, -1, 0.1, 1e15, 1e16, 1e20, 1e-4, 1e-5, .pi, .leastNonzeroMagnitude,
            .greatestFiniteMagnitude,
        ]
        let value = Value.array(numbers.map { .fraction($0) } + [.number(.min), .number(.max)])
        #expect(
            String(decoding: JSONWriter.compact(value), as: UTF8.self) == (try foundation(value, [])))
    }

    @Test("has null for a number that JSON cannot write")
    func notFinite() {
        let octets = JSONWriter.compact([Double.nan, .infinity, -.infinity, 1])
        #expect(String(decoding: octets, as: UTF8.self) == "[null,null,null,1]")
    }

    @Test("sorts the members of an inner object, then continues with the outer one")
    func nested() {
        var writer = JSONWriter(.compact)
        writer.object { outer in
            outer.member("c", ["z": 1, "y": 2, "x": 3])
            outer.member("d", [Int]())
            outer.memberIfPresent("e", Int?.none)
            outer.member("a", Int?.none)
            outer.memberIfPresent("b", 4)
        }
        #expect(
            String(decoding: writer.octets, as: UTF8.self)
                == #"{"a":null,"b":4,"c":{"x":3,"y":2,"z":1},"d":[]}"#)
    }

    @Test("restores the written text for every character, without controlling a terminal")
    func everyCharacter() throws {
        // The planes that have characters, and of the others the ends.
        let values =
            (UInt32(0)...0x2_3FFF).filter { $0 < 0x1_4000 || $0 & 0xFFF < 0x80 } + Array(0xE_0000...0xE_01FF)
        let ends = (UInt32(3)...16).flatMap { [$0 << 16, ($0 << 16) + 0xFFFF] }
        let texts = (values + ends).compactMap { Unicode.Scalar($0) }.split(every: 4096)
        let octets = JSONWriter.compact(texts)
        #expect(try JSONDecoder().decode([String].self, from: Data(octets)) == texts)
        let isHarmless = String(decoding: octets, as: UTF8.self).unicodeScalars.allSatisfy { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: false
            default: true
            }
        }
        #expect(isHarmless)
    }
}

extension [Unicode.Scalar] {
    /// Returns the characters in order, in texts of this length.
    fileprivate func split(every count: Int) -> [String] {
        stride(from: 0, to: self.count, by: count).map { start in
            var text = ""
            text.unicodeScalars.append(contentsOf: self[start..<Swift.min(start + count, self.count)])
            return text
        }
    }
}
