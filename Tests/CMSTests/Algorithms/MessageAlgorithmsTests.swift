import TestSupport
import Testing

@testable import CMS

/// Each test runs in a process of its own, because the choice cannot be undone.
@Suite("A process with the algorithms of messages")
struct MessageAlgorithmsTests {
    @Test("gives published messages the verdicts of their tables")
    func verdicts() async {
        await #expect(processExitsWith: .success) {
            OpenSSLConfiguration.ignore()
            OpenSSLConfiguration.selectMessageAlgorithms()
            for row in try VectorVerdictTests.Row.all() {
                #expect(VectorVerdictTests.verdict(row, strength: .current) == row.current, "\(row)")
                #expect(VectorVerdictTests.verdict(row, strength: .anyIncludingWeak) == row.weak, "\(row)")
            }
        }
    }

    @Test("reads the same in certificates of every kind of key")
    func facts() async {
        await #expect(processExitsWith: .success) {
            let folders = ["odd-certificates", "rfc9216", "envelopes", "limited-authority"]
            let samples = try folders.flatMap { folder in
                try Vectors.names(in: folder, ending: ".pem").filter { !$0.contains("key") }.flatMap {
                    (try? Certificate.certificates(pem: Vectors.octets("\(folder)/\($0)"))) ?? []
                }
            }
            #expect(samples.count > 20)
            OpenSSLConfiguration.selectMessageAlgorithms()
            for sample in samples {
                let again = try Certificate(der: sample.der)
                let name = sample.facts.subject
                #expect("\(again.facts)" == "\(sample.facts)", "\(name)")
                #expect(again.hasSameKey(as: sample) && sample.hasSameKey(as: again), "\(name)")
                for other in samples {
                    #expect(
                        try again.isIssued(by: Certificate(der: other.der)) == sample.isIssued(by: other),
                        "\(name), \(other.facts.subject)")
                }
            }
        }
    }

    @Test(
        "verifies signatures of every kind of key and digest",
        .enabled(if: Tool.arePresent("openssl"), "openssl is not installed"))
    func signatures() async {
        await #expect(processExitsWith: .success) {
            OpenSSLConfiguration.ignore()
            OpenSSLConfiguration.selectMessageAlgorithms()
            let shell = try TemporaryDirectory()
            for key in ["P-256", "P-521", "brainpoolP256r1"] {
                for digest in ["-sha224", "-sha256", "-sha384"] {
                    try Self.checkChain(key, [digest], in: shell)
                }
            }
            for digest in ["-sha1", "-sha224", "-sha512", "-sha3-256"] {
                try Self.checkChain("RSA", [digest], in: shell)
            }
            for digest in ["-sha256", "-sha512-256"] { try Self.checkChain("RSA-PSS", [digest], in: shell) }
            for key in ["ED25519", "ED448"] { try Self.checkChain(key, [], in: shell) }
        }
    }

    /// Lets openssl issue a P-256 certificate, and verifies it.
    private static func checkChain(
        _ key: String, _ digest: [String], in directory: TemporaryDirectory
    ) throws {
        let openssl = Tool(name: "openssl", directory: directory)
        let isCurve = key.hasPrefix("P-") || key.hasPrefix("brainpool")
        let kind = isCurve ? ["EC", "-pkeyopt", "ec_paramgen_curve:\(key)"] : [key]
        let request = ["req", "-x509", "-nodes"] + digest
        _ = try openssl.run(
            request + ["-newkey"] + kind
                + ["-subj", "/CN=issuer", "-addext", "basicConstraints=critical,CA:TRUE"]
                + ["-keyout", "ca.key", "-out", "ca.pem"])
        _ = try openssl.run(
            request + ["-newkey", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-subj", "/CN=leaf"]
                + ["-keyout", "leaf.key", "-out", "leaf.pem", "-CA", "ca.pem", "-CAkey", "ca.key"])
        let (issuer, leaf) = (
            try Certificate(der: openssl.run(["x509", "-in", "ca.pem", "-outform", "DER"])),
            try Certificate(der: openssl.run(["x509", "-in", "leaf.pem", "-outform", "DER"]))
        )
        #expect(issuer.isIssued(by: issuer) && leaf.isIssued(by: issuer), "\(key) \(digest)")
        #expect(!issuer.isIssued(by: leaf) && !leaf.isIssued(by: leaf), "\(key) \(digest)")
        let path = try TrustAnchors([issuer]).verify(
            leaf, at: leaf.facts.notBefore, strength: .anyIncludingWeak)
        #expect(path.certificates == [leaf, issuer], "\(key) \(digest)")
    }
}
