import CMS
import Foundation
import SMIMEBody
import TestSupport

/// Certificates, requests, CRLs and OCSP requests; DER and PEM.
struct CertificateTarget: FuzzTarget {
    let maximumOctets = 4096
    private let authority = FuzzLab.shared.authority

    func seeds() throws -> [(name: String, octets: [UInt8])] {
        let bob = FuzzLab.shared.certificates[1]
        let revoked = RevokedCertificate(
            serialNumber: bob.facts.serialNumber, revokedAt: TestLab.now - 60, reason: .keyCompromise)
        let lists = try [[], [revoked]].map { try TestCA.revocationList(of: $0, at: TestLab.now - 30) }
        let own = lists.enumerated().map { (name: "list-\($0.offset)", octets: $0.element.der) }
        let unknownIssuer = (name: "unknown-issuer.ocsp", octets: OCSPRequests.ofUnknownIssuer().der)
        let published = try Seeds.files(
            in: "Tests/Vectors/envelopes", "Tests/Vectors/rfc4134", "Tests/Vectors/odd-certificates",
            "Tests/Vectors/requests",
            "Tests/Vectors/rfc9216", "certs/testca",
            ending: [".cer", ".crl", "certificate.pem", ".pem", ".csr", ".ocsp"],
            atMost: maximumOctets
        ).flatMap { seed in
            // Both forms: mutations of Base64 rarely decode.
            let blocks = (try? PEM.blocks(seed.octets)) ?? []
            return [seed]
                + blocks.enumerated().map {
                    (name: "\(seed.name)-\($0.offset).der", octets: $0.element.octets)
                }
        }
        return published + own + [unknownIssuer] + [
            (name: authority.certificate.fingerprint, octets: authority.certificate.der)
        ]
    }

    func changed(_ octets: [UInt8], by generator: inout SeededGenerator) -> [UInt8]? {
        Mutation.der(octets, by: &generator)
    }

    func run(_ octets: [UInt8]) {
        if case .failure(let unusable) = Certificate.reading(der: octets) {
            require(!unusable.description.isEmpty, "an unreadable certificate has a description")
        }
        for certificate in [try? Certificate(der: octets)].compactMap(\.self) + pem(octets) {
            require(!certificate.fingerprint.isEmpty, "a certificate has a fingerprint")
            _ = try? certificate.checkSigningKey()
            _ = try? certificate.checkEnvelopingKey()
            let identity = CertificateIdentity(of: certificate)
            require(
                identity.domainNames.isEmpty || !identity.mayNameUnreadableUser,
                "a certificate with a name that may be a user's has no domain identity")
            _ = try? FuzzLab.shared.anchors.verify(certificate, at: TestLab.now)
            _ = try? TrustAnchors([certificate])
        }
        let lists = (try? RevocationList.lists(pem: octets)) ?? []
        for list in [try? RevocationList(der: octets)].compactMap(\.self) + lists {
            for certificate in FuzzLab.shared.certificates { _ = list.entry(for: certificate) }
            check(list)
        }
        if let request = try? CertificateRequest.read(octets) { _ = request.subject }
        guard let question = try? OCSPRequest(der: octets) else { return }
        require(question.count <= OCSPRequest.maximumCertificates, "the number of certificates is limited")
        let known = question.serialNumbers(issuedBy: authority.certificate)
        require(known.count <= question.count, "and each is answered once")
        _ = try? authority.ocspResponse(
            to: question, statuses: [:], at: TestLab.now, nextUpdate: TestLab.now + 60)
    }

    /// Checks alice's path against a CRL.
    private func check(_ list: RevocationList) {
        require(list.order(comparedTo: list) != .later, "no CRL is later than itself")
        guard let anchors = try? TrustAnchors([authority.certificate], revocationLists: [list]) else {
            return
        }
        _ = try? anchors.verify(FuzzLab.shared.certificates[0], at: TestLab.now)
    }

    private func pem(_ octets: [UInt8]) -> [Certificate] {
        (try? Certificate.certificates(pem: octets)) ?? []
    }
}
