import CMS
import MIME
import TestSupport
import Testing

@testable import SMIMEBody

@Suite("A body that was converted to UTF-8")
struct TextConversionTests {
    /// The octets as written by a program that treated them as ISO 8859-1, or as UTF-8 with errors.
    private func converted(_ octets: [UInt8], asLatin: Bool) -> [UInt8] {
        asLatin
            ? Array(String(String.UnicodeScalarView(octets.map { Unicode.Scalar($0) })).utf8)
            : octets.flatMap { $0 < 0x80 ? [$0] : [0xEF, 0xBF, 0xBD] }
    }

    @Test("is detected, whole or cut, enveloped or signed", arguments: [true, false])
    func named(asLatin: Bool) throws {
        let signed = try Exchange.signed(Exchange.bound(), form: .opaque)
        for entity in [signed, try Exchange.enveloped(signed)] {
            let octets = converted(entity.body, asLatin: asLatin)
            for body in [octets, Array(octets.prefix(entity.body.count)), Array(octets.dropLast())] {
                let damaged = MIMEEntity(headerFields: entity.headerFields, body: body)
                #expect(
                    try Exchange.refusal(of: damaged, in: .publish) == .malformed(.convertedToUTF8))
            }
        }
    }

    @Test(
        "is not detected in other damage",
        arguments: [
            [0x30, 0x82, 0x01], [0x30, 0xC2, 0x41], [0x30, 0xC2, 0x82, 0xE2, 0x82, 0xAC], [0x30], [],
            [0x31, 0xC2, 0x82], [0x30, 0xEF, 0xBF, 0x80], [0x30, 0x10, 0xC2, 0x82],
        ] as [[UInt8]])
    func other(octets: [UInt8]) {
        #expect(!TextConversion.isConverted(octets))
    }
}
