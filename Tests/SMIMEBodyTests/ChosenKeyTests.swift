import CMS
import MIME
import SIPMessage
import TestSupport
import Testing

@testable import SMIMEBody

/// A signature under a key of chosen numbers covers nothing, whatever it verifies.
@Suite("A signer's key of chosen numbers")
struct ChosenKeyTests {
    private static let files = ["chosen-key-second-certificate", "chosen-key-attribute"]

    private func signed(_ file: String) throws -> MIMEEntity {
        MIMEEntity(
            headerFields: [
                try HeaderField(name: "Content-Type", value: "application/pkcs7-mime; smime-type=signed-data")
            ], body: try Vectors.octets("chosen-key/\(file).der"))
    }

    @Test(
        "under CBC it is one failure with all others, so that octets beside it tell nothing", arguments: files
    )
    func underCBC(file: String) throws {
        let refusal = try Exchange.refusal(of: Exchange.enveloped(signed(file), cipher: .aes256CBC))
        #expect(refusal?.reason == .cannotDecrypt && refusal?.layers.count == 1)
    }

    @Test("under GCM, and without an envelope, its signer is refused", arguments: files)
    func otherwise(file: String) throws {
        #expect(try Exchange.refusal(of: Exchange.enveloped(signed(file))) != nil)
        #expect(try Exchange.refusal(of: signed(file)) != nil)
    }

    @Test("it proves no other certificate, even if it is known")
    func unproven() throws {
        guard
            case .signedData(let data) = try ContentInfo.read(
                Vectors.octets("chosen-key/chosen-key-second-certificate.der"))
        else { throw TestLab.Missing() }
        let certificates = try data.certificates.map { der in try Certificate(der: der) }
        let (signer, other) = (certificates[0], certificates[1])
        #expect(!signer.hasSupportedKey)
        let anchors = try TestLab.shared().anchors
        #expect(anchors.unproven(among: certificates, knowing: [signer]) == [other])
    }

    @Test("a subscriber's certificate proves no other one, even with a supported key")
    func subscriber() throws {
        let lab = try TestLab.shared()
        let alice = try lab.identity(.alice)
        let foreign = try lab.issue(TestLab.profile(of: .bob), by: TestLab.foreignAuthority())
        #expect(alice.certificate.hasSupportedKey)
        #expect(
            lab.anchors.unproven(among: [foreign.certificate], knowing: [alice.certificate])
                == [foreign.certificate])
    }
}
