import CCrypto

public import struct FoundationEssentials.Date

extension CertificateAuthority {
    /// Creates and signs a CRL of the certificates that this authority has revoked (RFC 5280 §5).
    ///
    /// It is of version 2, with cRLNumber, authorityKeyIdentifier, and the reason of each
    /// certificate for which one was given.
    ///
    /// - Parameters:
    ///   - number: must be higher than that of every earlier CRL of the authority (§5.2.3).
    ///   - revoked: every certificate once; the order does not matter.
    ///   - thisUpdate: the time of issue.
    ///   - nextUpdate: the latest time of the next CRL; receivers refuse this one afterwards.
    /// - Throws: ``CMSError/malformed(_:)`` for an invalid serial number, a `nextUpdate` that is not after
    ///   `thisUpdate`, or the reason removeFromCRL, which only delta CRLs have (§5.3.1);
    ///   ``CMSError/tooLarge(_:limit:)`` if the CRL would be too large to be read;
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
        // libcrypto evaluates the extensions of a CRL only when it decodes it.
        return try RevocationList(der: Self.signed(content, by: signing))
    }
}
