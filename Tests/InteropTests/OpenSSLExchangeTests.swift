import CMS
import Foundation
import MIME
import SMIMEBody
import TestSupport
import Testing

@Suite(
    "openssl req, pkcs12 and pkcs7",
    .enabled(if: Tool.arePresent("openssl"), "the openssl command line is not installed"))
struct OpenSSLExchangeTests {
    @Test(
        "requests from openssl are read here, and openssl verifies the certificates issued for them",
        arguments: [
            ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"], ["ec", "-pkeyopt", "ec_paramgen_curve:P-384"],
            ["rsa:2048"], ["rsa:3072", "-sigopt", "rsa_padding_mode:pss"],
        ])
    func requests(kind: [String]) throws {
        let lab = try InteropLab(.p256)
        let openssl = lab.tool("openssl")
        _ = try openssl.run(
            [
                "req", "-new", "-nodes", "-keyout", "erin.key", "-out", "erin.csr", "-subj", "/CN=erin",
                "-newkey",
            ]
                + kind)
        let request = try CertificateRequest.read(lab.directory.octets(of: "erin.csr"))
        let certificate = try TestLab.shared().authority.issue(
            .user(address: "erin@example.test", uris: ["sip:erin@example.test"]), for: request.publicKey,
            validity: CertificateValidity(from: TestLab.now, days: 30))
        try lab.directory.write(certificate.pem(), to: "erin.pem")
        try lab.directory.write(TestLab.shared().authority.certificate.pem(), to: "lab-ca.pem")
        let verified = try openssl(
            "verify", "-x509_strict", "-attime", "1795435201", "-CAfile", "lab-ca.pem", "erin.pem")
        #expect(String(decoding: verified, as: UTF8.self).contains("erin.pem: OK"))
        let key = try PrivateKey(pem: SecretOctets(lab.directory.octets(of: "erin.key")))
        #expect(key.matches(certificate))
    }

    @Test(
        "PKCS#12 works in both directions, in current and old form",
        arguments: [KeyAlgorithm.p256, .rsa(bits: 2048)])
    func pkcs12(algorithm: KeyAlgorithm) throws {
        let lab = try InteropLab(algorithm)
        let openssl = lab.tool("openssl")
        let bob = try #require(Certificate.certificates(pem: lab.directory.octets(of: "bob.pem")).first)
        let key = try PrivateKey(pem: SecretOctets(lab.directory.octets(of: "bob.key")))
        for options in [[], ["-legacy"], ["-certpbe", "PBE-SHA1-RC2-128", "-legacy"], ["-nomac"]] {
            _ = try openssl.run(
                [
                    "pkcs12", "-export", "-in", "bob.pem", "-inkey", "bob.key", "-certfile", "ca.pem",
                    "-passout", "pass:secret", "-out", "theirs.p12",
                ] + options)
            let octets = SecretOctets(try lab.directory.octets(of: "theirs.p12"))
            let read = try PKCS12.read(der: octets, password: SecretOctets("secret"))
            #expect(read.certificate == bob && read.chain.count == 1, "\(options)")
            #expect(read.key?.matches(bob) == true)
            #expect(throws: CMSError.wrongPassphrase) {
                try PKCS12.read(der: octets, password: SecretOctets("secreT"))
            }
        }
        for encryption in [PKCS12.Encryption.current, .legacy] {
            let ours = try PKCS12(certificate: bob, key: key, chain: []).der(
                password: SecretOctets("secret"), encryption: encryption)
            try lab.directory.write(ours.copied(), to: "ours.p12")
            let pem = try openssl("pkcs12", "-in", "ours.p12", "-passin", "pass:secret", "-nodes")
            #expect(try Certificate.certificates(pem: pem) == [bob])
            #expect(try PrivateKey(pem: SecretOctets(pem)).matches(bob))
        }
    }

    @Test("certs-only messages work in both directions")
    func certificatesOnly() throws {
        let lab = try InteropLab(.p256)
        let openssl = lab.tool("openssl")
        let all = try ["bob.pem", "ca.pem"].map {
            try #require(Certificate.certificates(pem: lab.directory.octets(of: $0)).first)
        }
        let theirs = try openssl(
            "crl2pkcs7", "-nocrl", "-certfile", "bob.pem", "-certfile", "ca.pem", "-outform", "DER")
        #expect(try CertificatesOnly.certificates(der: theirs) == all)
        #expect(try ContentInfo.der(ofCertificatesOnly: all) == theirs)

        let entity = try CertificatesOnly.entity(all)
        try lab.directory.write(Array("MIME-Version: 1.0\r\n".utf8) + entity.octets, to: "m.eml")
        let der = try openssl("cms", "-cmsout", "-in", "m.eml", "-outform", "DER")
        // openssl sorts them, since they are a SET in DER.
        #expect(try Set(CertificatesOnly.certificates(der: der) ?? []) == Set(all))
        try lab.directory.write(PEM.encode(cms: theirs), to: "m.pem")
        #expect(try Certificate.certificates(pem: openssl("pkcs7", "-in", "m.pem", "-print_certs")) == all)
        let fromPEM = try openssl("cms", "-cmsout", "-inform", "PEM", "-in", "m.pem", "-outform", "DER")
        #expect(fromPEM == der)
    }

    @Test("an authority's requirement of a certificate policy is enforced (RFC 5280 §4.2.1.11)")
    func explicitPolicy() throws {
        let lab = try InteropLab(.p256)
        let openssl = lab.tool("openssl")
        func make(_ name: String, by issuer: String?, _ extensions: String...) throws -> Certificate {
            try lab.directory.write(
                Array(extensions.joined(separator: "\n").utf8), to: "extensions.cnf")
            _ = try openssl(
                "req", "-new", "-nodes", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-keyout",
                "\(name).key", "-out", "\(name).csr", "-subj", "/CN=\(name)")
            let signing =
                issuer.map { ["-CA", "\($0).crt", "-CAkey", "\($0).key", "-CAcreateserial"] }
                ?? ["-signkey", "\(name).key"]
            _ = try openssl.run(
                [
                    "x509", "-req", "-in", "\(name).csr", "-out", "\(name).crt", "-days", "30", "-extfile",
                    "extensions.cnf",
                ] + signing)
            return try #require(Certificate.certificates(pem: lab.directory.octets(of: "\(name).crt")).first)
        }
        let authority = "basicConstraints=critical,CA:TRUE"
        let root = try make("root", by: nil, authority)
        let demanding = try make(
            "demanding", by: "root", authority, "policyConstraints=critical,requireExplicitPolicy:0",
            "certificatePolicies=1.2.3.4")
        let with = try make("with", by: "demanding", "certificatePolicies=1.2.3.4")
        let without = try make("without", by: "demanding", "basicConstraints=CA:FALSE")
        let anchors = try TrustAnchors([root], intermediates: [demanding])
        let now = root.facts.notBefore + 60
        #expect(try anchors.verify(with, at: now).certificates.count == 3)
        do throws(CMSError) {
            _ = try anchors.verify(without, at: now)
            Issue.record("trusted")
        } catch {
            guard case .untrusted(_, 43, _) = error else {
                Issue.record("\(error)")
                return
            }
        }
    }
}
