import CCrypto

import struct FoundationEssentials.Date

extension CertificateAuthority {
    /// A signed certificate for the public half of `key`; without an issuer it is its own.
    static func certificate(
        _ profile: CertificateProfile, for key: PublicKey, validity: CertificateValidity,
        issuer: Certificate?, signedBy signingKey: PrivateKey
    ) throws(CMSError) -> Certificate {
        let x509 = try OpenSSL.object("X509_new") { X509_new() }
        try OpenSSL.success("X509_set_version") { X509_set_version(x509, Int(X509_VERSION_3)) }
        try setSerialNumber(of: x509)
        try setSubject(of: x509, to: profile)
        let issuerName =
            unsafe issuer.map { unsafe X509_get_subject_name($0.x509) } ?? X509_get_subject_name(x509)
        try OpenSSL.success("X509_set_issuer_name") { unsafe X509_set_issuer_name(x509, issuerName) }
        try set(validity, of: x509)
        try OpenSSL.success("X509_set_pubkey") { unsafe X509_set_pubkey(x509, key.key) }
        let keyIdentifier = try keyIdentifier(of: x509)
        let extensions = CertificateExtension.all(
            of: profile, key: key.algorithm, keyIdentifier: keyIdentifier,
            issuerIdentifier: issuer?.facts.subjectKeyIdentifier ?? keyIdentifier)
        for item in extensions {
            let made = try ExtensionObject(item)
            try OpenSSL.success("X509_add_ext") { unsafe X509_add_ext(x509, made.pointer, -1) }
        }
        try OpenSSL.success("X509_sign") {
            unsafe X509_sign(x509, signingKey.key, signingKey.signatureDigest)
        }
        return try Certificate(adopting: x509)
    }

    /// A positive number of 16 octets, 126 bits of them random (RFC 5280 §4.1.2.2).
    private static func setSerialNumber(of x509: X509) throws(CMSError) {
        var octets = [UInt8](repeating: 0, count: 16)
        try OpenSSL.success("RAND_bytes") { unsafe RAND_bytes(&octets, Int32(octets.count)) }
        // Positive, and never shorter than its 16 octets.
        octets[0] = octets[0] & 0x7F | 0x40
        let number = try IntegerObject(octets: octets)
        try OpenSSL.success("X509_set_serialNumber") { unsafe X509_set_serialNumber(x509, number.pointer) }
    }

    private static func setSubject(of x509: X509, to profile: CertificateProfile) throws(CMSError) {
        let entries = [(NID_organizationName, profile.organization), (NID_commonName, profile.commonName)]
        for case (let identifier, let text?) in entries {
            let octets = Array(text.utf8)
            try OpenSSL.success("X509_NAME_add_entry_by_NID") {
                unsafe X509_NAME_add_entry_by_NID(
                    X509_get_subject_name(x509), identifier, MBSTRING_UTF8, octets, Int32(octets.count), -1, 0
                )
            }
        }
    }

    private static func set(_ validity: CertificateValidity, of x509: X509) throws(CMSError) {
        let notBefore = try TimeObject(validity.notBefore)
        let notAfter = try TimeObject(validity.notAfter)
        try OpenSSL.success("X509_set1_notBefore") { unsafe X509_set1_notBefore(x509, notBefore.pointer) }
        try OpenSSL.success("X509_set1_notAfter") { unsafe X509_set1_notAfter(x509, notAfter.pointer) }
    }

    /// The first 160 bits of SHA-256 of the public key (RFC 7093 §2, method 1).
    private static func keyIdentifier(of x509: X509) throws(CMSError) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        try OpenSSL.success("X509_pubkey_digest") {
            unsafe X509_pubkey_digest(x509, EVP_sha256(), &digest, nil)
        }
        return Array(digest[..<20])
    }
}
