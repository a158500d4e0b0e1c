import Foundation
import Testing

@testable import CMS

@Suite("DERTime")
struct DERTimeTests {
    private func element(_ identifier: UInt8, _ text: String) throws -> DERElement {
        let octets = DERWriter.element(identifier, [Array(text.utf8)[...]])
        var reader = DERReader(octets[...], structure: .signedAttributes)
        return try reader.next()
    }

    @Test("writes UTCTime from 1950 to 2049, otherwise GeneralizedTime")
    func encoded() throws {
        for (seconds, identifier, text) in [
            (0.0, 0x17, "700101000000Z"), (951_782_400.9, 0x17, "000229000000Z"),
            (2_524_607_999, 0x17, "491231235959Z"), (2_524_608_000, 0x18, "20500101000000Z"),
            (-631_152_000, 0x17, "500101000000Z"), (-631_152_001, 0x18, "19491231235959Z"),
            (-0.5, 0x17, "691231235959Z"), (253_402_300_799, 0x18, "99991231235959Z"),
            (-62_167_219_200, 0x18, "00000101000000Z"),
        ] as [(Double, UInt8, String)] {
            let instant = Date(timeIntervalSince1970: seconds)
            let expected = try element(identifier, text)
            #expect(try encodedTime(instant) == Array(expected.octets))
            #expect(try date(ofTime: encodedTime(instant)).timeIntervalSince1970 == seconds.rounded(.down))
        }
    }

    @Test(
        "writes no instant beyond four digits of the year",
        arguments: [253_402_300_800, -62_167_219_201, .infinity, -.infinity, .nan] as [Double])
    func outside(seconds: Double) {
        #expect(throws: CMSError.self) { try encodedTime(Date(timeIntervalSince1970: seconds)) }
    }

    @Test("reads every UTCTime as libcrypto does")
    func read() throws {
        for year in ["00", "24", "49", "50", "69", "70", "99"] {
            for day in [
                "0101", "0228", "0229", "0301", "0430", "0431", "0630", "1231", "1301", "0001", "0100",
            ] {
                for time in ["000000", "235959", "240000", "006000", "000060"] {
                    let value = try element(0x17, year + day + time + "Z")
                    #expect(DERTime.instant(ofUTCTime: value) == (try? date(ofTime: Array(value.octets))))
                }
            }
        }
    }

    @Test("leaves every other form to libcrypto")
    func otherForms() throws {
        for text in [
            "", "Z", "2411231200Z", "241123120000", "241123120000+0000", "2411231200 0Z", "2411231200:0Z",
        ] {
            #expect(DERTime.instant(ofUTCTime: try element(0x17, text)) == nil)
        }
        #expect(DERTime.instant(ofUTCTime: try element(0x18, "241123120000Z")) == nil)
        #expect(DERTime.instant(ofUTCTime: try element(0x18, "20241123120000Z")) == nil)
    }
}
