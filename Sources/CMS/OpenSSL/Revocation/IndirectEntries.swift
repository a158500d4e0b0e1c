import CCrypto

import struct FoundationEssentials.Date

/// The entries of an indirect CRL, each with the issuer of its certificate (RFC 5280 §5.3.3).
///
/// certificateIssuer applies to its entry and to those after it, so that the order of the entries matters.
/// libcrypto reorders them at its first lookup of a certificate; so they are read when the CRL is decoded.
struct IndirectEntries: Sendable {
    private struct Entry {
        /// Index into `issuers`.
        let issuer: Int
        let date: Date
        let reason: RevocationReason
    }

    /// The names in each certificateIssuer, DER, after that of the CRL's issuer; nil if they cannot be read.
    private var issuers: [[[UInt8]]?]
    /// By the content octets of the serial number.
    private var entries: [[UInt8]: [Entry]] = [:]

    /// Reads the entries of a CRL before its first lookup.
    init(of list: X509_CRL) {
        let own = unsafe try? encoded("i2d_X509_NAME") { unsafe i2d_X509_NAME(X509_CRL_get_issuer(list), $0) }
        issuers = [own.map { [$0] }]
        let revoked = unsafe X509_CRL_get_REVOKED(list)
        for index in 0..<(unsafe max(0, ccrypto_sk_X509_REVOKED_num(revoked))) {
            guard let entry = unsafe ccrypto_sk_X509_REVOKED_value(revoked, index) else { continue }
            if unsafe X509_REVOKED_get_ext_by_NID(entry, NID_certificate_issuer, -1) >= 0 {
                unsafe issuers.append(Self.names(of: entry))
            }
            let facts = unsafe RevocationList.revocation(entry)
            let serial = unsafe X509_REVOKED_get0_serialNumber(entry).map { unsafe octets(of: $0) } ?? []
            entries[serial, default: []].append(
                Entry(issuer: issuers.count - 1, date: facts.date, reason: facts.reason))
        }
    }

    /// Returns the directory names in certificateIssuer; nil if it cannot be read, so
    /// that it applies to every issuer.
    private static func names(of entry: OpaquePointer) -> [[UInt8]]? {
        defer { ERR_clear_error() }
        var critical: Int32 = 0
        guard let value = unsafe X509_REVOKED_get_ext_d2i(entry, NID_certificate_issuer, &critical, nil)
        else { return nil }
        let names = OpaquePointer(value)
        defer { unsafe GENERAL_NAMES_free(names) }
        var found: [[UInt8]] = []
        for index in 0..<(unsafe max(0, ccrypto_sk_GENERAL_NAME_num(names))) {
            guard let name = unsafe ccrypto_sk_GENERAL_NAME_value(names, index),
                unsafe name.pointee.type == GEN_DIRNAME
            else { continue }
            let directoryName = unsafe name.pointee.d.directoryName
            guard
                let der = unsafe try? encoded(
                    "i2d_X509_NAME", { unsafe i2d_X509_NAME(directoryName, $0) })
            else { return nil }
            found.append(der)
        }
        return found
    }

    /// Returns every entry of a certificate.
    func entries(of certificate: Certificate) -> [RevokedCertificate] {
        let serial =
            unsafe X509_get0_serialNumber(certificate.x509).map { unsafe octets(of: $0) } ?? []
        let name = certificate.facts.issuerDER
        return (entries[serial] ?? []).filter { entry in
            issuers[entry.issuer].map { $0.contains { $0 == name || namesAreEqual($0, name) } } ?? true
        }.map {
            RevokedCertificate(
                serialNumber: certificate.facts.serialNumber, revokedAt: $0.date, reason: $0.reason)
        }
    }
}
