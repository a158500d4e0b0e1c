import CMS
import MIME
import TestSupport
import Testing

@testable import SMIMEBody

/// Changing any single octet of a protected body never yields other content.
@Suite("A flipped octet")
struct FlippedOctetTests {
    private func check(_ entity: MIMEEntity) throws {
        let content = try Exchange.presence()
        #expect(try Exchange.open(entity).entity == content)
        var octets = entity.octets
        var refused = 0
        for index in octets.indices {
            let original = octets[index]
            octets[index] ^= 1 << UInt8(index % 8)
            defer { octets[index] = original }
            guard let changed = try? MIMEEntity.parse(octets), let opened = try? Exchange.open(changed) else {
                refused += 1
                continue
            }
            #expect(opened.entity == content, "octet \(index)")
            #expect(
                opened.signature?.identity.uris.isEmpty == false && opened.warnings.isEmpty, "octet \(index)")
        }
        // CMS leaves little unauthenticated: hints, versions, unused names.
        #expect(refused > octets.count / 2)
    }

    @Test("is refused or changes nothing in AuthEnvelopedData for a P-256 key")
    func authenticated() throws { try check(Exchange.enveloped(Exchange.signed(Exchange.presence()))) }

    @Test("is refused or changes nothing in AuthEnvelopedData for an RSA key with OAEP")
    func rsa() throws {
        try check(
            Exchange.enveloped(
                Exchange.signed(Exchange.presence()), .rsa(bits: 2048), cipher: .aes128GCM))
    }

    @Test("is refused or changes nothing in EnvelopedData around a signature")
    func unauthenticated() throws {
        try check(Exchange.enveloped(Exchange.signed(Exchange.presence()), cipher: .aes256CBC))
    }

    @Test(
        "is refused or changes nothing under a derived key", arguments: [ContentCipher.aes256GCM, .aes256CBC])
    func derived(cipher: ContentCipher) throws {
        try check(
            Exchange.enveloped(
                Exchange.signed(Exchange.presence()).octets,
                for: [TestLab.shared().identity(.server)], cipher: cipher, keyDerivation: .hkdfSHA256))
    }

    @Test("is refused or changes nothing next to a detached signature")
    func detached() throws { try check(Exchange.signed(Exchange.presence(), form: .detached)) }

    @Test("is refused or changes nothing in signed content around an envelope")
    func outerSignature() throws { try check(Exchange.signed(Exchange.enveloped(Exchange.presence()))) }
}
