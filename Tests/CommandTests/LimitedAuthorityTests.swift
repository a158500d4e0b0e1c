import Foundation
import SMIMEBody
import TestSupport
import Testing

@testable import CMS
@testable import smime_presence

@Suite("An intermediate CA that is limited to servers")
struct LimitedAuthorityTests {
    private let lab: CommandLab

    init() throws {
        lab = try CommandLab()
        for name in ["root.pem", "signed.sip"] {
            try lab.directory.write(Vectors.octets("limited-authority/\(name)"), to: name)
        }
    }

    @Test("is named with its purpose if it vouches for a signer")
    func verify() throws {
        #expect(lab.run("trust", "add", "root.pem").status == .done)
        try lab.expectRefusal(
            .untrustedSigner,
            of: ["verify", "--any-target", "--allow-unbound", "--at", "2026-12-15T00:00:00Z", "signed.sip"],
            says: ["may not issue this certificate", "(serverAuth) lacks emailProtection"])
    }

    @Test("is named when a certificate below it is imported")
    func importing() throws {
        let authorities = try ListLab.shared()
        let key = try PrivateKey.generate(.p256)
        let plain = try authorities.root.issue(
            .testAuthority(domain: "servers.test", keys: .secret), for: key,
            validity: CertificateValidity(from: CommandRun.noon - 86_400, days: 30))
        var node = try DERNode(parsing: plain.der)
        let last = try #require(node[0].elements.indices.last)
        let serverAuth = DERNode(0x30, elements: [DERNode(0x06, [0x2B, 6, 1, 5, 5, 7, 3, 1])])
        node[0, last, 0].elements.append(
            DERNode(0x30, elements: [DERNode(0x06, [0x55, 0x1D, 37]), DERNode(0x04, serverAuth.der)]))
        let limited = try CertificateAuthority(
            certificate: Certificate(
                der: CertificateAuthority.signed(node[0].der, by: authorities.root.signing)), key: key)
        let alice = try limited.issue(
            .user(address: "alice@example.test", uris: ["sip:alice@example.test"]), for: .generate(.p256),
            validity: CertificateValidity(from: CommandRun.noon - 3600, days: 20))
        let imported = try lab.run(
            "cert", "import", "-", input: alice.pem() + limited.certificate.pem())
        #expect(imported.status == .done)
        #expect(imported.words.contains("warning: it will be refused: the authority CN=CA of servers.test"))
        let other = try lab.run(
            "cert", "import", "-",
            input: authorities.alice.certificate.pem() + authorities.authority.certificate.pem())
        #expect(other.status == .done && !other.words.contains("warning"), "\(other.words)")
    }
}
