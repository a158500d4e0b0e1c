import CCrypto
import Octets

import struct FoundationEssentials.Date

extension RevocationList {
    /// Reads DER of exactly one CRL.
    ///
    /// - Throws: ``CMSError/malformed(_:)`` if the octets are anything else;
    ///   ``CMSError/tooLarge(_:limit:)`` beyond ``maximumOctets``.
    public init(der: [UInt8]) throws(CMSError) {
        guard der.count <= Self.maximumOctets else {
            throw .tooLarge(.revocationList, limit: Self.maximumOctets)
        }
        var used = 0
        ERR_clear_error()
        let decoded = unsafe der.withUnsafeBufferPointer { buffer -> X509_CRL? in
            guard let start = buffer.baseAddress else { return nil }
            var position: UnsafePointer<UInt8>? = unsafe start
            let list = unsafe ccrypto_d2i_X509_CRL(&position, buffer.count)
            if let end = unsafe position { used = unsafe start.distance(to: end) }
            return list
        }
        ERR_clear_error()
        guard let list = decoded, used == der.count else { throw .malformed(.revocationList) }
        try self.init(adopting: list, der: der)
    }

    /// Reads every X509 CRL block of `pem`, in order; other text is skipped.
    ///
    /// - Throws: ``CMSError/malformed(_:)`` if there is none or a block is not a CRL,
    ///   ``CMSError/tooMany(_:limit:)`` beyond 100, ``CMSError/tooLarge(_:limit:)`` if the text is longer
    ///   than twice ``maximumOctets``.
    public static func lists(pem: [UInt8]) throws(CMSError) -> [RevocationList] {
        guard pem.count <= 2 * maximumOctets else {
            throw .tooLarge(.revocationList, limit: 2 * maximumOctets)
        }
        return try MemoryBIO.lending(pem) { (bio) throws(CMSError) in
            var lists: [RevocationList] = []
            ERR_clear_error()
            // Without a callback libcrypto would ask for a passphrase at the
            // terminal if a block is encrypted.
            while let list = unsafe PEM_read_bio_X509_CRL(bio.pointer, nil, { _, _, _, _ in -1 }, nil) {
                guard lists.count < 100 else { throw .tooMany(.revocationList, limit: 100) }
                lists.append(try RevocationList(adopting: list))
            }
            let end = OpenSSLFailure.drained("PEM_read_bio_X509_CRL")
            guard end.contains(library: Int32(ERR_LIB_PEM), reason: PEM_R_NO_START_LINE), !lists.isEmpty
            else {
                throw .malformed(.revocationList)
            }
            return lists
        }
    }

    /// Returns the X509 CRL block of this CRL (RFC 7468 §6).
    ///
    /// - Throws: ``CMSError/openSSL(_:)`` if memory runs out.
    public func pem() throws(CMSError) -> [UInt8] { try PEM.encode(der, label: "X509 CRL") }

    /// Returns whether the authority with `certificate` signed the CRL.
    ///
    /// The names must be the same, the certificate must be allowed to sign CRLs, and the signature must
    /// verify under its key (RFC 5280 §4.2.1.3, §6.3.3).
    public func isIssued(by certificate: Certificate) -> Bool {
        if let usage = certificate.facts.keyUsage, !usage.contains(.cRLSign) { return false }
        defer { ERR_clear_error() }
        guard hasIssuerName(of: certificate), let key = X509_get0_pubkey(certificate.x509)
        else { return false }
        return X509_CRL_verify(list, key) == 1
    }

    /// Returns whether its issuer has the name of the authority with this
    /// certificate, which may have another key.
    public func hasIssuerName(of certificate: Certificate) -> Bool {
        unsafe X509_NAME_cmp(X509_CRL_get_issuer(list), X509_get_subject_name(certificate.x509)) == 0
    }

    /// Returns the statements of the CRL about a certificate: one for each entry, none if it is not listed.
    ///
    /// An indirect CRL counts only if the certificate's distribution point names the CRL's issuer (RFC 5280
    /// §6.3.3 (b)(1)); a CRL about attribute certificates never counts. Whether the right key signed the CRL
    /// is not checked: see ``TrustAnchors/isAuthorized(_:for:issuedBy:knowing:at:)``.
    public func statements(about certificate: Certificate) -> [RevocationStatement] {
        guard storage.facts.indirectEntries != nil || entry(for: certificate) != nil else { return [] }
        let isDirect =
            unsafe X509_NAME_cmp(X509_CRL_get_issuer(list), X509_get_issuer_name(certificate.x509)) == 0
        guard !storage.facts.isAboutAttributeCertificates,
            unsafe isDirect || ccrypto_X509_names_crl_issuer(certificate.x509, X509_CRL_get_issuer(list)) == 1
        else { return [] }
        return entries(of: certificate).map { RevocationStatement($0, in: self) }
    }

    /// Returns every entry of the certificate: libcrypto finds the first only,
    /// and another may be more severe.
    ///
    /// In a CRL that is not indirect, every entry with its serial number counts, whatever issuer it names.
    private func entries(of certificate: Certificate) -> [RevokedCertificate] {
        if let indirect = storage.facts.indirectEntries { return indirect.entries(of: certificate) }
        let serial = unsafe X509_get0_serialNumber(certificate.x509)
        let entries = unsafe X509_CRL_get_REVOKED(list)
        return unsafe (0..<max(0, ccrypto_sk_X509_REVOKED_num(entries))).compactMap { index in
            guard let entry = unsafe ccrypto_sk_X509_REVOKED_value(entries, index),
                unsafe ASN1_INTEGER_cmp(X509_REVOKED_get0_serialNumber(entry), serial) == 0
            else { return nil }
            let facts = unsafe Self.revocation(entry)
            return RevokedCertificate(
                serialNumber: certificate.facts.serialNumber, revokedAt: facts.date, reason: facts.reason)
        }
    }

    /// Returns the entry of a certificate, of the CRL's issuer or of the issuer that the entry
    /// names; nil if it is not listed.
    public func entry(for certificate: Certificate) -> RevokedCertificate? {
        revocation(of: certificate.x509).map {
            RevokedCertificate(
                serialNumber: certificate.facts.serialNumber, revokedAt: $0.date, reason: $0.reason)
        }
    }

    /// Returns the entry at a position from 0 to ``count``; the order is undefined.
    ///
    /// - Throws: ``CMSError/malformed(_:)`` if it cannot be read, or does not exist.
    public func entry(at position: Int) throws(CMSError) -> RevokedCertificate {
        let entries = unsafe X509_CRL_get_REVOKED(list)
        guard (0..<count).contains(position),
            let entry = unsafe ccrypto_sk_X509_REVOKED_value(entries, Int32(position))
        else { throw .malformed(.revocationList) }
        let facts = unsafe Self.revocation(entry)
        let serial = try unsafe CMS.serialNumber(of: X509_REVOKED_get0_serialNumber(entry))
        return RevokedCertificate(serialNumber: serial, revokedAt: facts.date, reason: facts.reason)
    }

    /// Returns the date and the reason of a certificate's entry; nil if it is not listed.
    func revocation(of certificate: X509) -> (date: Date, reason: RevocationReason)? {
        var entry: OpaquePointer?
        guard unsafe X509_CRL_get0_by_cert(list, &entry, certificate) > 0, let entry = unsafe entry else {
            return nil
        }
        return unsafe Self.revocation(entry)
    }

    /// Returns the date and the reason of an entry; 1970 if the date cannot be read,
    /// so that it counts at any time.
    static func revocation(_ entry: OpaquePointer) -> (date: Date, reason: RevocationReason) {
        let encoded = unsafe X509_REVOKED_get0_revocationDate(entry)
        let date =
            unsafe (try? date(of: encoded, in: .revocationList)) ?? Date(timeIntervalSince1970: 0)
        var critical: Int32 = 0
        guard let value = unsafe X509_REVOKED_get_ext_d2i(entry, NID_crl_reason, &critical, nil) else {
            return (date, .unspecified)
        }
        let code = unsafe value.assumingMemoryBound(to: ASN1_ENUMERATED.self)
        defer { unsafe ASN1_ENUMERATED_free(code) }
        return (date, RevocationReason(rawValue: unsafe ASN1_ENUMERATED_get(code)) ?? .unspecified)
    }

    /// Takes ownership of libcrypto's object and reads the facts from it.
    init(adopting list: X509_CRL) throws(CMSError) {
        try unsafe self.init(
            adopting: list, der: try encoded("i2d_X509_CRL") { unsafe i2d_X509_CRL(list, $0) })
    }

    private init(adopting list: X509_CRL, der: [UInt8]) throws(CMSError) {
        guard der.count <= Self.maximumOctets else {
            throw .tooLarge(.revocationList, limit: Self.maximumOctets)
        }
        ccrypto_name_digest_of(X509_CRL_get_signature_nid(list))
        storage = Storage(
            list: list, der: der, facts: try Facts(of: list),
            fingerprint: Hexadecimal.text(SHA256.digest(of: der))
        )
    }
}
