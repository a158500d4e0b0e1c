public import CMS

/// A file with certificates, whose container is detected from its octets.
public struct CertificateFile: Sendable {
    /// The largest accepted file, in octets.
    public static let limit = 1 << 20

    /// The certificates of subscribers, in the file's order: all except those of CAs.
    public let subscribers: [Certificate]
    /// The certificates of CAs.
    public let authorities: [Certificate]
    /// Certificates and PEM blocks that cannot be read.
    public let unusable: [UnusableEntry]
    /// The private keys, in the file's order.
    public let keys: [FoundKey]
    /// Whether it contains a private key that is readable without a password.
    public let hasOpenKey: Bool

    /// Reads a file's octets in any container; `name` is only for the error.
    ///
    /// - Throws: ``Failure`` if it has no usable certificate, or if the password does not decrypt it.
    public init(_ file: SecretOctets, name: String, password: SecretOctets?) throws(Failure) {
        let found = try Found(file, name: name, password: password)
        if found.certificates.isEmpty { throw Self.failure(of: found, name: name) }
        let isAuthority = Self.authorities(among: found.certificates)
        let others = found.certificates.filter(isAuthority)
        let holders = found.certificates.filter { !isAuthority($0) }
        // In a file with CAs only, the first is treated as a subscriber's, and refused as a CA's.
        subscribers = holders.isEmpty ? Array(others.prefix(1)) : holders
        authorities = holders.isEmpty ? Array(others.dropFirst()) : others
        (unusable, keys, hasOpenKey) = (found.unusable, found.keys, found.hasOpenKey)
    }

    /// Returns a function that decides whether a certificate is a CA's: it says so, or it names no SIP user
    /// and issued another one in the file, as X.509 version 1 roots do.
    private static func authorities(among all: [Certificate]) -> (Certificate) -> Bool {
        var issued: [[UInt8]: Int] = [:]
        for certificate in all { issued[certificate.facts.issuerDER, default: 0] += 1 }
        return { certificate in
            let facts = certificate.facts
            if facts.isCertificationAuthority { return true }
            let own = facts.issuerDER == facts.subjectDER ? 1 : 0
            return issued[facts.subjectDER, default: 0] > own
                && SubscriberAddress.addresses(in: certificate).isEmpty
        }
    }

    private static func failure(of found: Found, name: String) -> Failure {
        // A file without anything like a certificate is probably the wrong file.
        if let first = found.unusable.first(where: \.isCertificate) { return .unusable(name, first) }
        return found.isCertificatesOnly ? .noCertificate(name) : .notACertificate(name)
    }

    /// Returns every certificate of a PEM file, or the one of a DER file; at least one.
    ///
    /// - Throws: ``Failure`` if there is no usable one.
    public static func certificates(
        _ octets: [UInt8], name: String
    ) throws(Failure) -> (certificates: [Certificate], unusable: [UnusableEntry]) {
        var found = Found()
        if isPEM(octets.span) {
            try found.take(pem: octets, name: name)
        } else {
            found.take(Certificate.reading(der: octets))
        }
        guard !found.certificates.isEmpty else {
            let failure = failure(of: found, name: name)
            guard case .notACertificate = failure else { throw failure }
            let isPKCS12 = PKCS12.isLikely(octets) || contains(octets.span, "-----BEGIN PKCS12-----")
            throw .notPEMOrDER(name, isPKCS12: isPKCS12)
        }
        return (found.certificates, found.unusable)
    }

    /// Reads the private keys in PEM, or the one in DER, encrypted or not; at least one, readable or not.
    static func keyReadings(
        _ octets: SecretOctets, name: String, password: SecretOctets?
    ) throws(Failure) -> [Result<PrivateKey, UnusablePrivateKey>] {
        do throws(CMSError) {
            if octets.withOctets(isPEM) {
                return try PrivateKey.readings(pem: octets, passphrase: password)
            }
            if let password {
                do throws(CMSError) {
                    return [.success(try PrivateKey(encryptedDER: octets, passphrase: password))]
                } catch .malformed(.privateKey) {}
            }
            return [.success(try PrivateKey(der: octets))]
        } catch {
            if error == .wrongPassphrase, password == nil { throw .passwordRequired(name) }
            throw failure(error, name: name) ?? .notAKey(name)
        }
    }

    /// Reads the private keys in PEM, or the one in DER, encrypted or not; at least one is usable.
    static func keys(
        _ octets: SecretOctets, name: String, password: SecretOctets?
    ) throws(Failure) -> (usable: [FoundKey], unusable: [UnusablePrivateKey]) {
        let found = FoundKey.sorted(try keyReadings(octets, name: name, password: password))
        if found.usable.isEmpty, let first = found.unusable.first { throw .unusableKey(name, first) }
        return found
    }

    /// Whether the file contains a private key that is readable without a password.
    public static func hasKeyWithoutPassword(_ octets: SecretOctets) -> Bool {
        (try? keyReadings(octets, name: "", password: nil)) != nil
    }

    /// Returns the failure of a file for an error of the CMS library; nil for errors
    /// that are not about the file.
    static func failure(_ error: CMSError, name: String) -> Failure? {
        switch error {
        case .wrongPassphrase: .wrongPassword(name)
        case .tooManyDerivationRounds(let limit): .tooSlow(name, limit: limit)
        case .legacyModuleMissing: .needsLegacyModule(name)
        case .unsupportedAlgorithm(let algorithm, _): .unsupported(name, algorithm: algorithm)
        case .openSSL, .malformed, .unsupportedKey, .signingKeyOnly, .encryptionKeyOnly,
            .unsupportedContentType,
            .unsupportedExtension, .weakAlgorithm, .tooMany, .tooLarge, .severalSigners, .noSigner,
            .badSignature,
            .signingCertificateMismatch, .cannotDecrypt, .proofOfPossessionFailed,
            .keyDoesNotMatchCertificate,
            .outlivesIssuer, .unusableCertificate, .noCertificate, .expired, .notYetValid, .revoked,
            .revocationUnknown, .untrusted:
            nil
        }
    }

    static func isPEM(_ octets: Span<UInt8>) -> Bool { contains(octets, "-----BEGIN ") }

    static func mentionsKey(_ octets: Span<UInt8>) -> Bool { contains(octets, "PRIVATE KEY-----") }

    static func mentionsEncryptedKey(_ octets: Span<UInt8>) -> Bool {
        // PKCS#8 says so in the label, the older forms in a header field (RFC 1421).
        contains(octets, "ENCRYPTED PRIVATE KEY-----") || contains(octets, "4,ENCRYPTED")
    }

    /// Compares octets, because a String would be a copy that is not wiped.
    private static func contains(_ octets: Span<UInt8>, _ text: String) -> Bool {
        let wanted = Array(text.utf8)
        guard octets.count >= wanted.count else { return false }
        return (0...octets.count - wanted.count).contains { start in
            wanted.indices.allSatisfy { octets[start + $0] == wanted[$0] }
        }
    }
}
