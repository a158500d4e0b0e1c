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
        let list = try OpenSSL.object("X509_CRL_new") { X509_CRL_new() }
        try OpenSSL.success("X509_CRL_set_version") { X509_CRL_set_version(list, Int(X509_CRL_VERSION_2)) }
        try OpenSSL.success("X509_CRL_set_issuer_name") {
            unsafe X509_CRL_set_issuer_name(list, X509_get_subject_name(certificate.x509))
        }
        let this = try TimeObject(thisUpdate)
        let next = try TimeObject(nextUpdate)
        try OpenSSL.success("X509_CRL_set1_lastUpdate") {
            unsafe X509_CRL_set1_lastUpdate(list, this.pointer)
        }
        try OpenSSL.success("X509_CRL_set1_nextUpdate") {
            unsafe X509_CRL_set1_nextUpdate(list, next.pointer)
        }
        for entry in revoked { try Self.add(entry, to: list) }
        // The order of a SEQUENCE OF, in which entries are looked up, too.
        try OpenSSL.success("X509_CRL_sort") { X509_CRL_sort(list) }
        if let key = certificate.facts.subjectKeyIdentifier {
            let identifier = try ExtensionObject(.authorityKeyIdentifier(key))
            try OpenSSL.success("X509_CRL_add_ext") { unsafe X509_CRL_add_ext(list, identifier.pointer, -1) }
        }
        let listNumber = try IntegerObject(number)
        try OpenSSL.success("X509_CRL_add1_ext_i2d") {
            unsafe X509_CRL_add1_ext_i2d(list, NID_crl_number, listNumber.pointer, 0, 0)
        }
        try OpenSSL.success("X509_CRL_sign") { unsafe X509_CRL_sign(list, key.key, key.signatureDigest) }
        // libcrypto looks at the extensions of a list when it reads it, and only then.
        return try RevocationList(der: try unsafe encoded("i2d_X509_CRL") { unsafe i2d_X509_CRL(list, $0) })
    }

    private static func add(_ entry: RevokedCertificate, to list: X509_CRL) throws(CMSError) {
        let serial = try IntegerObject(serialNumber: entry.serialNumber)
        let date = try TimeObject(entry.revokedAt)
        let revoked = try unsafe OpenSSL.object("X509_REVOKED_new") { unsafe X509_REVOKED_new() }
        do throws(CMSError) {
            try OpenSSL.success("X509_REVOKED_set_serialNumber") {
                unsafe X509_REVOKED_set_serialNumber(revoked, serial.pointer)
            }
            try OpenSSL.success("X509_REVOKED_set_revocationDate") {
                unsafe X509_REVOKED_set_revocationDate(revoked, date.pointer)
            }
            // RFC 5280 §5.3.1: where nothing was said, no extension rather than "unspecified".
            if entry.reason != .unspecified {
                let code = try unsafe OpenSSL.object("ASN1_ENUMERATED_new") { unsafe ASN1_ENUMERATED_new() }
                defer { unsafe ASN1_ENUMERATED_free(code) }
                try OpenSSL.success("ASN1_ENUMERATED_set") {
                    unsafe ASN1_ENUMERATED_set(code, entry.reason.rawValue)
                }
                try OpenSSL.success("X509_REVOKED_add1_ext_i2d") {
                    unsafe X509_REVOKED_add1_ext_i2d(revoked, NID_crl_reason, code, 0, 0)
                }
            }
            try OpenSSL.success("X509_CRL_add0_revoked") { unsafe X509_CRL_add0_revoked(list, revoked) }
        } catch {
            unsafe X509_REVOKED_free(revoked)
            throw error
        }
    }
}

extension PrivateKey {
    /// The digest this project signs certificates, revocation lists and OCSP responses with.
    var signatureDigest: OpaquePointer? { unsafe algorithm == .p384 ? EVP_sha384() : EVP_sha256() }
}
