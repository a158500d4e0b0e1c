import CMS
import MIME
import TestSupport
import Testing

@testable import SMIMEBody

@Suite("Inspection")
struct InspectionTests {
    @Test("reads layers from the outside in, without any key, and returns unverified content")
    func signed() throws {
        let lab = try TestLab.shared()
        let content = try Exchange.presence()
        for form in [Signer.Form.opaque, .detached] {
            let inspection = try Inspection(of: Exchange.signed(content, form: form))
            #expect(inspection.unverifiedContent == content)
            guard case .signed(let layer) = inspection.layers.first else { throw TestLab.Missing() }
            #expect(try layer.certificate == lab.identity(.alice).certificate)
            #expect(layer.form == form && layer.covers == .content && inspection.layers.count == 1)
        }
    }

    @Test("stops at an envelope and lists its recipients")
    func enveloped() throws {
        let bob = try TestLab.shared().identity(.bob)
        let wrapped = try Exchange.signed(
            Exchange.enveloped(Exchange.signed(Exchange.presence()), for: .bob, cipher: .aes128CBC))
        let inspection = try Inspection(of: wrapped)
        guard case .signed(let outer) = inspection.layers.first,
            case .enveloped(let layer) = inspection.layers.last
        else { throw TestLab.Missing() }
        #expect(inspection.layers.count == 2 && inspection.unverifiedContent == nil)
        #expect(outer.covers == .ciphertext)
        #expect(layer.kind == .enveloped && layer.cipher == .aes128CBC)
        #expect(layer.recipients.map(\.keyManagement) == [.ecdhSHA256KDF])
        #expect(layer.recipients[0].identifier?.names(bob.certificate) == true)
    }

    @Test("returns unprotected content, and certificates without a signer")
    func other() throws {
        let content = try Exchange.presence()
        #expect(
            try Inspection(of: content).layers.isEmpty && Inspection(of: content).unverifiedContent == content
        )
        let certificates = try Exchange.changing(Exchange.signed(content)) { $0[1, 0, 4].elements = [] }
        let alice = try TestLab.shared().identity(.alice).certificate
        #expect(try Inspection(of: certificates).certificates == [alice.der])
    }

    @Test("reads at most eight layers")
    func depth() throws {
        var entity = try Exchange.presence()
        for _ in 0..<10 { entity = try Exchange.signed(entity) }
        let inspection = try Inspection(of: entity)
        #expect(inspection.layers.count == 8)
        #expect(try inspection.unverifiedContent?.contentType()?.mediaType == "application/pkcs7-mime")
    }
}
