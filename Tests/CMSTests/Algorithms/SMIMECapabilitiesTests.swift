import TestSupport
import Testing

@testable import CMS

/// Lists of what a holder's programs open (RFC 8551 §2.5.2, RFC 4262).
@Suite("SMIMECapabilities")
struct SMIMECapabilitiesTests {
    private func entry(_ identifier: [UInt8], _ parameters: DERNode...) -> DERNode {
        DERNode(0x30, elements: [DERNode(0x06, identifier)] + parameters)
    }

    private func list(_ entries: [DERNode]) -> SMIMECapabilities? {
        SMIMECapabilities(der: DERNode(0x30, elements: entries).der)
    }

    @Test("keep the order of the ciphers, name each once, and skip what is unknown or has parameters")
    func order() throws {
        let gcm = SMIMECapabilities.identifier(of: .aes128GCM)
        let cbc = SMIMECapabilities.identifier(of: .aes256CBC)
        let rc2: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 3, 2]
        let read = list([
            entry(rc2, DERNode(0x02, [40])), entry(cbc, DERNode(0x05, [])), entry(gcm), entry(cbc),
            entry(SMIMECapabilities.identifier(of: .aes256GCM), DERNode(0x02, [1])), entry([0x2A, 3]),
        ])
        #expect(read?.ciphers == [.aes256CBC, .aes128GCM] && read?.keyDerivations == [])
        let derives = try SMIMECapabilities.listing(.chaCha20Poly1305, derives: true)
        #expect(derives.ciphers == [.chaCha20Poly1305] && derives.keyDerivations == [.hkdfSHA256])
        #expect(list([])?.ciphers == [])
    }

    @Test("of this program are read as they are written, and name what is opened")
    func own() throws {
        let own = SMIMECapabilities.own
        #expect(SMIMECapabilities(der: own.der) == own)
        #expect(own.ciphers == ContentCipher.allCases.filter { !$0.isWeak })
        #expect(own.keyDerivations == [.hkdfSHA256])
        #expect(ContentCipher.preferred.allSatisfy(own.ciphers.contains))
        #expect(try CMSSamples.signedData(CMSSamples.signed()).signer.capabilities == own)
    }

    @Test("that are not well formed, too long or too many count as none")
    func malformed() {
        let gcm = entry(SMIMECapabilities.identifier(of: .aes128GCM))
        #expect(list(Array(repeating: gcm, count: 64))?.ciphers == [.aes128GCM])
        #expect(list(Array(repeating: gcm, count: 65)) == nil)
        #expect(list([gcm, entry([0x2A, 3], DERNode(0x04, [UInt8](repeating: 1, count: 5000)))]) == nil)
        for broken in [
            DERNode(0x04, [1]), DERNode(0x30, []), DERNode(0x30, elements: [DERNode(0x05, [])]),
        ] { #expect(list([gcm, broken]) == nil) }
        for octets in [[], [0x30], [0x30, 1], [0x31, 0], [0x30, 0, 0], [0x30, 0x80, 0, 0]] as [[UInt8]] {
            #expect(SMIMECapabilities(der: octets) == nil)
        }
    }

    @Test("in a signature that are not well formed leave it valid, and count as none")
    func brokenAttribute() throws {
        let alice = try TestLab.shared().identity(.alice)
        for value in [DERNode(0x05, []), DERNode(0x30, elements: [DERNode(0x04, [1])])] {
            var message = try DERNode(parsing: CMSSamples.signed())
            var attributes = message.signedAttributes
            for index in attributes.indices where attributes[index][0].octets == AttributeType.capabilities {
                attributes[index][1].elements = [value]
            }
            message[1, 0, 4, 0, 3].elements = attributes
            let set = DERNode(
                0x31, elements: attributes.sorted { $0.der.lexicographicallyPrecedes($1.der) })
            message[1, 0, 4, 0, 5].octets = try alice.key.signature(over: set.der)
            let data = try CMSSamples.signedData(message.der)
            #expect(data.signer.capabilities == nil)
            #expect(
                try data.verify(signedBy: alice.certificate).content == CMSSamples.content)
        }
    }

    @Test("are read from a certificate's extension, and one that is not well formed counts as none")
    func certificate() throws {
        let bob = try TestLab.shared().identity(.bob).certificate
        #expect(bob.capabilities == nil)
        let list = try SMIMECapabilities.listing(.aes128GCM, .aes256CBC)
        for (value, read) in [(list.der, list), ([0x30, 1], nil)] as [([UInt8], SMIMECapabilities?)] {
            var node = try DERNode(parsing: bob.der)
            let last = node[0].elements.count - 1
            node[0, last, 0].elements.append(
                DERNode(
                    0x30, elements: [DERNode(0x06, AttributeType.capabilities), DERNode(0x04, value)]))
            #expect(try Certificate(der: node.der).capabilities == read)
        }
    }
}
