import CMS
import Foundation
import TestSupport
import Testing

@Suite("Revocation with openssl", .enabled(if: Tool.arePresent("openssl", "sh")))
struct OpenSSLRevocationTests {
    // Certificates, CRLs and answers that are valid whatever the clock of the machine.
    private static let start = Date(timeIntervalSince1970: 1_577_836_800)
    private static let end = Date(timeIntervalSince1970: 2_524_521_600)

    private let directory: TemporaryDirectory
    private let authority: CertificateAuthority
    private let alice: Certificate
    private let bob: Certificate

    init() throws {
        directory = try TemporaryDirectory()
        let validity = CertificateValidity(from: Self.start, to: Self.end)
        authority = try .make(
            .testAuthority(domain: "example.test", keys: .secret), key: .p256, validity: validity)
        alice = try authority.issue(
            TestLab.profile(of: .alice), for: .generate(.p256), validity: validity)
        bob = try authority.issue(TestLab.profile(of: .bob), for: .generate(.p256), validity: validity)
        for (name, certificate) in [("ca", authority.certificate), ("alice", alice), ("bob", bob)] {
            try directory.write(certificate.pem(), to: "\(name).pem")
        }
    }

    /// The output of a shell command on both streams, whatever its status.
    private func said(_ command: String) throws -> String {
        String(
            decoding: try Tool(name: "sh", directory: directory)("-c", "(\(command)) 2>&1 || true"),
            as: UTF8.self)
    }

    private func revoked(_ certificate: Certificate, _ reason: RevocationReason) -> RevokedCertificate {
        RevokedCertificate(
            serialNumber: certificate.facts.serialNumber, revokedAt: Self.start + 60, reason: reason)
    }

    @Test(
        "our CRLs verify, have the right content, and revoke the listed certificates",
        arguments: TestLab.algorithms)
    func ourList(algorithm: KeyAlgorithm) throws {
        let validity = CertificateValidity(from: Self.start, to: Self.end)
        let authority = try CertificateAuthority.make(
            .testAuthority(domain: "example.test", keys: .secret), key: algorithm, validity: validity)
        let alice = try authority.issue(
            TestLab.profile(of: .alice), for: .generate(.p256), validity: validity)
        let bob = try authority.issue(
            TestLab.profile(of: .bob), for: .generate(.p256), validity: validity)
        for (name, certificate) in [("ca", authority.certificate), ("alice", alice), ("bob", bob)] {
            try directory.write(certificate.pem(), to: "\(name).pem")
        }
        let list = try authority.revocationList(
            number: 4660, revoked: [revoked(alice, .keyCompromise)], at: Self.start, nextUpdate: Self.end)
        try directory.write(list.pem(), to: "crl.pem")
        try directory.write(list.der, to: "crl.der")
        #expect(try said("openssl crl -verify -CAfile ca.pem -in crl.pem -noout").contains("verify OK"))
        let text = try said("openssl crl -inform DER -in crl.der -noout -text")
        for words in [
            "Version 2", "X509v3 CRL Number: \n                4660", "X509v3 Authority Key Identifier",
            "Serial Number: \(alice.facts.serialNumber)", "Key Compromise",
        ] {
            #expect(text.contains(words), "\(text)")
        }
        let check = "openssl verify -crl_check -CAfile ca.pem -CRLfile crl.pem"
        #expect(try said("\(check) bob.pem") == "bob.pem: OK\n")
        #expect(try said("\(check) alice.pem").contains("certificate revoked"))
    }

    @Test("openssl verifies our answers to its OCSP requests", arguments: ["sha1", "sha256"])
    func answers(digest: String) throws {
        let ask = "openssl ocsp -\(digest) -issuer ca.pem -cert alice.pem -\(digest) -cert bob.pem"
        _ = try said("\(ask) -\(digest) -serial 0x1234 -reqout request.der")
        let request = try OCSPRequest(der: directory.octets(of: "request.der"))
        let serials = request.serialNumbers(issuedBy: authority.certificate)
        #expect(serials == [alice.facts.serialNumber, bob.facts.serialNumber, "1234"])
        let answer = try authority.ocspResponse(
            to: request,
            statuses: [
                alice.facts.serialNumber: .good,
                bob.facts.serialNumber: .revoked(revoked(bob, .cessationOfOperation)),
            ], at: Self.start, nextUpdate: Self.end)
        try directory.write(answer, to: "response.der")
        for trust in ["-CAfile ca.pem", "-VAfile ca.pem"] {
            let words = try said("\(ask) -\(digest) -serial 0x1234 -no_nonce -respin response.der \(trust)")
            #expect(words.contains("Response verify OK"), "\(words)")
            #expect(words.contains("alice.pem: good") && words.contains("bob.pem: revoked"), "\(words)")
            #expect(words.contains("Reason: cessationOfOperation") && words.contains("0x1234: unknown"))
            #expect(!words.contains("WARNING"), "\(words)")
        }
        // openssl compares the nonce with that of the request.
        let same = try said("openssl ocsp -reqin request.der -respin response.der -CAfile ca.pem -text")
        #expect(same.contains("Response verify OK") && !same.contains("Nonce Verify error"), "\(same)")
        #expect(same.components(separatedBy: "OCSP Nonce").count == 3)
    }

    @Test("the certificates of another issuer are unknown here")
    func otherIssuer() throws {
        let otherIssuer = try CertificateAuthority.make(
            .testAuthority(domain: "example.test", keys: .secret), key: .p256,
            validity: CertificateValidity(from: Self.start, to: Self.end))
        try directory.write(otherIssuer.certificate.pem(), to: "stranger.pem")
        _ = try said("openssl ocsp -no_nonce -issuer stranger.pem -cert alice.pem -reqout request.der")
        let request = try OCSPRequest(der: directory.octets(of: "request.der"))
        #expect(request.serialNumbers(issuedBy: authority.certificate).isEmpty)
        let answer = try authority.ocspResponse(
            to: request, statuses: [alice.facts.serialNumber: .good], at: Self.start, nextUpdate: Self.end)
        try directory.write(answer, to: "response.der")
        let words = try said("openssl ocsp -no_nonce -respin response.der -VAfile ca.pem -text")
        #expect(words.contains("Cert Status: unknown"), "\(words)")
    }
}
