import CCrypto

public import struct FoundationEssentials.Date

extension CertificateAuthority {
    /// Makes and signs a list of the certificates that this authority has revoked (RFC 5280 §5).
    ///
    /// Version 2, with cRLNumber and authorityKeyIdentifier, and of each certificate the reason where one was said.
    ///
    /// - Parameters:
    ///   - number: must be higher than that of every list the authority made before (§5.2.3).
    ///   - revoked: every certificate once; the order does not matter.
    ///   - thisUpdate: the instant of the list.
    ///   - nextUpdate: when the next one will have been made; receivers refuse this one afterwards.
    /// - Throws: ``CMSError/malformed(_:)`` for a serial number that is none, a `nextUpdate` that is not after
    ///   `thisUpdate`, or the reason removeFromCRL, which only lists of changes have (§5.3.1); ``CMSError/tooLarge(_:limit:)`` if the list would be too large to be read;
    ///   ``CMSError/openSSL(_:)`` if libcrypto fails.
    public func revocationList(
        number: UInt64, revoked: [RevokedCertificate], at thisUpdate: Date, nextUpdate: Date
    ) throws(CMSError) -> RevocationList {
        guard secondsSince1970(nextUpdate) > secondsSince1970(thisUpdate),
            !revoked.contains(where: { $0.reason == .removeFromCRL })
        else {
            throw .malformed(.revocationList)
        }
        var extensions: [CertificateExtension] = []
        if let key = certificate.facts.subjectKeyIdentifier {
            extensions.append(.authorityKeyIdentifier(key))
        }
        extensions.append(.listNumber(number))
        let content = try TBSCertList(
            signatureAlgorithm: Self.signatureAlgorithm(of: key), issuer: certificate.facts.subjectDER,
            thisUpdate: thisUpdate, nextUpdate: nextUpdate, revoked: revoked, extensions: extensions
        ).der()
        // libcrypto looks at the extensions of a list when it reads it, and only then.
        return try RevocationList(der: Self.signed(content, by: signing))
    }
}

extension PrivateKey {
    /// The digest that this project signs certificates, CRLs and OCSP responses with.
    var signatureDigest: DigestAlgorithm { algorithm.curve?.signatureDigest ?? .sha256 }
}
