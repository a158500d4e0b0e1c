import CMS
import MIME
import TestSupport
import Testing

@testable import SMIMEBody

@Suite("A protector that has written messages before")
struct PreparedProtectorTests {
    /// Returns the envelope around text of this number of octets, which are many lines.
    private func envelope(of octets: Int, by protector: Protector) throws -> MIMEEntity {
        let field = try HeaderField(name: "Content-Type", value: "text/plain")
        let entity = MIMEEntity(headerFields: [field], body: [UInt8](repeating: 0x78, count: octets))
        return try protector.protect(entity, inMessage: "MESSAGE", signingTime: TestLab.now)
    }

    @Test(
        "refuses a content that receivers would not read, and writes the next",
        arguments: [ProtectionOptions.TransferEncoding.binary, .base64])
    func limit(encoding: ProtectionOptions.TransferEncoding) throws {
        let lab = try TestLab.shared()
        var options = ProtectionOptions()
        options.transferEncoding = encoding
        let protector = try Protector(
            signer: lab.signer(.alice), recipients: [lab.recipient(.server)], options: options)
        let most = MIMELimits.standard.bodyOctets
        // The parts around the content take less than 4096 octets; base64 has four for three.
        let largest = (encoding == .binary ? most : most / 78 * 57) - 4096
        for octets in [1, 100, largest, 40_000] {
            let written = try envelope(of: octets, by: protector)
            #expect(MIMELimits.standard.allow(written))
            #expect(throws: SMIMEError.self) { try envelope(of: most, by: protector) }
            let read = try SecuredBody.recognize(written, limits: .standard)
            guard case .cms(.envelopedData(let data)) = read else {
                Issue.record("no envelope")
                continue
            }
            #expect(data.encryptedOctets > octets)
        }
        #expect(throws: SMIMEError.exceedsOpeningLimit(.octets(most))) {
            try envelope(of: most, by: protector)
        }
    }
}
