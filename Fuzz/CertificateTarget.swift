import CMS
import Foundation
import TestSupport

/// Certificates, requests, revocation lists and OCSP requests; DER and PEM.
struct CertificateTarget: FuzzTarget {
    let maximumOctets = 4096

    func seeds() throws -> [(name: String, octets: [UInt8])] {
        try Seeds.files(
            in: "Tests/Vectors/rfc4134", "Tests/Vectors/odd-certificates", "Tests/Vectors/requests",
            "Tests/Vectors/rfc9216", "certs/testca",
            ending: [".cer", ".crl", "certificate.pem", ".pem", ".csr"],
            atMost: maximumOctets
        ).flatMap { seed in
            // Both forms: mutations of Base64 rarely get through.
            let blocks = (try? PEM.blocks(seed.octets)) ?? []
            return [seed]
                + blocks.enumerated().map {
                    (name: "\(seed.name)-\($0.offset).der", octets: $0.element.octets)
                }
        }
    }

    func run(_ octets: [UInt8]) {
        for certificate in [try? Certificate(der: octets)].compactMap(\.self) + pem(octets) {
            require(!certificate.fingerprint.isEmpty, "a certificate has a fingerprint")
            _ = try? FuzzLab.shared.anchors.verify(certificate, at: TestLab.now)
            _ = try? TrustAnchors([certificate])
        }
        let lists = (try? RevocationList.lists(pem: octets)) ?? []
        for list in [try? RevocationList(der: octets)].compactMap(\.self) + lists {
            for certificate in FuzzLab.shared.certificates {
                require(list.entry(for: certificate) == nil, "nothing of the laboratory is revoked")
            }
        }
        if let request = try? CertificateRequest.read(octets) { _ = request.subject }
        _ = try? OCSPRequest(der: octets)
    }

    private func pem(_ octets: [UInt8]) -> [Certificate] {
        (try? Certificate.certificates(pem: octets)) ?? []
    }
}
