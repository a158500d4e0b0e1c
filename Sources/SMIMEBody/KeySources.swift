public import CMS
public import SIPMessage

/// A certificate with its private key, to open envelopes or to sign with.
public struct KeyedCertificate: Sendable {
    /// The certificate.
    public let certificate: Certificate
    /// The private key; the certificate has its public half.
    public let key: PrivateKey

    /// Creates a pair of both.
    public init(certificate: Certificate, key: PrivateKey) {
        self.certificate = certificate
        self.key = key
    }
}

/// A source of private keys for opening envelopes.
public protocol DecryptionKeySource<Failure>: Sendable {
    /// The error of a source that cannot be read; it reaches the caller unchanged
    /// (``OpeningError/source(_:layers:)``).
    associatedtype Failure: Error

    /// Returns every certificate in the source that matches one of `identifiers`
    /// and has its private key there.
    ///
    /// - Throws: `Failure` if the source cannot be read.
    func keyedCertificates(
        matching identifiers: [CertificateIdentifier]
    ) throws(Failure) -> [KeyedCertificate]

    /// Returns whether the source has a private key for `uri`, that is of a certificate that
    /// owns the user or is the domain.
    ///
    /// - Throws: `Failure` if the source cannot be read.
    func holdsKey(of uri: SIPURI) throws(Failure) -> Bool

    /// Returns every certificate with a private key in the source that is that of
    /// `uri`, as for ``holdsKey(of:)``.
    ///
    /// They say which telephone number is one identity with `uri`. The default implementation returns none.
    ///
    /// - Throws: `Failure` if the source cannot be read.
    func certificatesWithKey(of uri: SIPURI) throws(Failure) -> [Certificate]
}

extension DecryptionKeySource {
    /// Returns no certificate.
    public func certificatesWithKey(of uri: SIPURI) throws(Failure) -> [Certificate] { [] }
}

/// A source of signers' certificates that are not in the message (RFC 8591 §7.1).
public protocol SignerCertificateSource<Failure>: Sendable {
    /// The error of a source that cannot be read; it reaches the caller unchanged
    /// (``OpeningError/source(_:layers:)``).
    associatedtype Failure: Error

    /// Returns every certificate in the source that matches `identifier`; several may.
    ///
    /// - Throws: `Failure` if the source cannot be read.
    func certificates(matching identifier: CertificateIdentifier) throws(Failure) -> [Certificate]
}

/// Keys and certificates held in memory, for services and tests.
public struct KeyRing: DecryptionKeySource, SignerCertificateSource {
    /// Memory can always be read.
    public typealias Failure = Never

    private let keyed: [KeyedCertificate]
    private let others: [Certificate]

    /// Stores `keyed` and, to verify signatures with, `certificates`.
    public init(_ keyed: [KeyedCertificate] = [], certificates: [Certificate] = []) {
        self.keyed = keyed
        self.others = certificates
    }

    /// Returns the keyed certificates that match one of `identifiers`.
    public func keyedCertificates(
        matching identifiers: [CertificateIdentifier]
    ) -> [KeyedCertificate] {
        keyed.filter { candidate in identifiers.contains { $0.names(candidate.certificate) } }
    }

    /// Returns whether one of the keyed certificates is that of `uri`.
    public func holdsKey(of uri: SIPURI) -> Bool {
        keyed.contains { CertificateIdentity(of: $0.certificate).isRecipient(uri) }
    }

    /// Returns the keyed certificates that are that of `uri`.
    public func certificatesWithKey(of uri: SIPURI) -> [Certificate] {
        keyed.map(\.certificate).filter { CertificateIdentity(of: $0).isRecipient(uri) }
    }

    /// Returns the certificates that match `identifier`, with or without private key.
    public func certificates(
        matching identifier: CertificateIdentifier
    ) -> [Certificate] {
        (others + keyed.map(\.certificate)).filter(identifier.names)
    }
}
