import CMS

extension CertificateEntry {
    /// The uses that a certificate can have for messages.
    static let signing: KeyUsage = [.digitalSignature, .nonRepudiation]
    static let encrypting: KeyUsage = [.keyAgreement, .keyEncipherment]

    /// The row of the newest certificate that supersedes one for a use; its parameter is an instant.
    ///
    /// Both are of the store's own authority, whichever of its keys issued them: of other authorities, the
    /// store does not know which certificate is meant to replace another.
    static func successor(for usage: KeyUsage) -> String {
        """
        SELECT newer.id FROM name AS same JOIN certificate AS newer ON newer.id = same.certificate
        WHERE same.uri = name.uri AND newer.id <> certificate.id
        AND (newer.not_before > certificate.not_before
        OR newer.not_before = certificate.not_before AND newer.id > certificate.id)
        AND newer.not_after >= ? AND (newer.key_usage IS NULL OR (newer.key_usage & \(usage.rawValue)) <> 0)
        AND (certificate.private_key IS NULL OR newer.private_key IS NOT NULL)
        AND \(isOwn("certificate")) AND \(isOwn("newer")) AND newer.issuer NOT IN
        (SELECT name FROM authority WHERE compromised = 1)
        AND NOT \(CertStore.isRevoked("newer"))
        AND NOT EXISTS (SELECT 1 FROM name AS mine WHERE mine.certificate = certificate.id AND NOT EXISTS
        (SELECT 1 FROM name AS also WHERE also.uri = mine.uri AND also.certificate = newer.id))
        ORDER BY newer.not_before DESC, newer.id DESC LIMIT 1
        """
    }

    /// The condition that a key of the store's own authority issued a certificate; `alias` names its row.
    ///
    /// The certificate names the key of its issuer (RFC 5280 §4.2.1.1): an authority of another lab may have
    /// the same name. Its signature is not verified, since listing decodes no certificate.
    private static func isOwn(_ alias: String) -> String {
        """
        EXISTS (SELECT 1 FROM authority JOIN certificate AS signer ON signer.id = authority.certificate
        WHERE authority.name = \(alias).issuer
        AND (signer.key_identifier IS NULL OR instr(\(alias).der, signer.key_identifier) > 0))
        """
    }
}
