public import CMS
public import SIPMessage

/// A certificate with its private key, to open envelopes or to sign with.
public struct KeyedCertificate: Sendable {
    /// The certificate.
    public let certificate: Certificate
    /// The private key whose public half the certificate holds.
    public let key: PrivateKey

    /// Puts the two together.
    public init(certificate: Certificate, key: PrivateKey) {
        self.certificate = certificate
        self.key = key
    }
}

/// Where private keys for opening envelopes come from.
public protocol DecryptionKeySource<Failure>: Sendable {
    /// What a source throws if it cannot be read; it reaches the caller as it is (``OpeningError/source(_:layers:)``).
    associatedtype Failure: Error

    /// Every certificate here that answers to one of `identifiers` and has its private key here.
    ///
    /// - Throws: `Failure` if the source cannot be read.
    func keyedCertificates(
        answeringTo identifiers: [CertificateIdentifier]
    ) throws(Failure) -> [KeyedCertificate]

    /// Whether a certificate whose private key is here is that of `uri`: owns the user, or is the domain named.
    ///
    /// - Throws: `Failure` if the source cannot be read.
    func holdsKey(of uri: SIPURI) throws(Failure) -> Bool

    /// Every certificate whose private key is here that is that of `uri`, as for ``holdsKey(of:)``.
    ///
    /// They say which telephone number is one identity with `uri`; a source that knows none gives none.
    ///
    /// - Throws: `Failure` if the source cannot be read.
    func certificatesWithKey(of uri: SIPURI) throws(Failure) -> [Certificate]
}

extension DecryptionKeySource {
    /// No certificate.
    public func certificatesWithKey(of uri: SIPURI) throws(Failure) -> [Certificate] { [] }
}

/// Where certificates of signers come from that are not in the message (RFC 8591 §7.1).
public protocol SignerCertificateSource<Failure>: Sendable {
    /// What a source throws if it cannot be read; it reaches the caller as it is (``OpeningError/source(_:layers:)``).
    associatedtype Failure: Error

    /// Every certificate here that answers to `identifier`; several may.
    ///
    /// - Throws: `Failure` if the source cannot be read.
    func certificates(answeringTo identifier: CertificateIdentifier) throws(Failure) -> [Certificate]
}

/// Keys and certificates held in memory, for services and tests.
public struct KeyRing: DecryptionKeySource, SignerCertificateSource {
    /// Memory can always be read.
    public typealias Failure = Never

    private let keyed: [KeyedCertificate]
    private let others: [Certificate]

    /// Holds `keyed` and, to verify signatures with, `certificates`.
    public init(_ keyed: [KeyedCertificate] = [], certificates: [Certificate] = []) {
        self.keyed = keyed
        self.others = certificates
    }

    /// The keyed certificates that answer to one of `identifiers`.
    public func keyedCertificates(
        answeringTo identifiers: [CertificateIdentifier]
    ) -> [KeyedCertificate] {
        keyed.filter { candidate in identifiers.contains { $0.names(candidate.certificate) } }
    }

    /// Whether one of the keyed certificates is that of `uri`.
    public func holdsKey(of uri: SIPURI) -> Bool {
        keyed.contains { CertificateIdentity(of: $0.certificate).isRecipient(uri) }
    }

    /// Those of the keyed certificates that are that of `uri`.
    public func certificatesWithKey(of uri: SIPURI) -> [Certificate] {
        keyed.map(\.certificate).filter { CertificateIdentity(of: $0).isRecipient(uri) }
    }

    /// The certificates that answer to `identifier`, with or without private key.
    public func certificates(
        answeringTo identifier: CertificateIdentifier
    ) -> [Certificate] {
        (others + keyed.map(\.certificate)).filter(identifier.names)
    }
}
