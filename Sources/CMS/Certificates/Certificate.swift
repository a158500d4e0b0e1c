import CCrypto
import Synchronization

public import struct FoundationEssentials.Date

/// An X.509 certificate: immutable, with its octets as received.
///
/// Everything a decision needs is read once, when the certificate is created, so that a prepared certificate
/// causes no further cost per message. The type does not imply trust: see ``TrustAnchors``.
public struct Certificate: Sendable {
    let storage: Storage

    /// DER of the certificate, exactly as received.
    public var der: [UInt8] { storage.der }
    /// The values read from it.
    public var facts: Facts { storage.facts }
    /// SHA-256 of the DER: 64 lower-case hexadecimal digits.
    public var fingerprint: String { storage.fingerprint }
    var x509: X509 { unsafe storage.x509 }

    /// The data that all copies of a certificate share.
    final class Storage: Sendable {
        /// libcrypto's object.
        ///
        /// Safe to share between threads: its cached extension values are computed when it is made, and
        /// nothing changes it afterwards.
        nonisolated(unsafe) let x509: X509
        let der: [UInt8]
        let facts: Facts
        let fingerprint: String
        /// Whether secrets can be agreed on with the key; cached, since the check takes
        /// longer than encrypting for it.
        let isKeyFitForAgreement = Mutex<Bool?>(nil)
        /// Contexts for verifying signatures with the key.
        let verification = IdleSignatureContexts()
        /// Contexts for encrypting content-encryption keys with an RSA key.
        let transport = IdleTransportContexts()

        init(x509: X509, der: [UInt8], facts: Facts, fingerprint: String) {
            unsafe self.x509 = x509
            self.der = der
            self.facts = facts
            self.fingerprint = fingerprint
        }
    }

    /// The facts that a certificate states.
    public struct Facts: Sendable {
        /// Subject in RFC 2253 form, empty when the certificate names its subject only in extensions.
        public let subject: String
        /// Issuer in RFC 2253 form.
        public let issuer: String
        /// Serial number as upper-case hexadecimal digits.
        public let serialNumber: String
        /// First instant of validity.
        public let notBefore: Date
        /// Last instant of validity.
        public let notAfter: Date
        /// The uniformResourceIdentifier entries of subjectAltName, in their order (RFC 5280 §4.2.1.6).
        public let uris: [String]
        /// The dNSName entries of subjectAltName.
        public let dnsNames: [String]
        /// The entries of subjectAltName that are skipped, because they cannot be
        /// read safely; the first hundred.
        public let unusableNames: [UnusableName]
        /// Whether a skipped entry is or may be a sip, sips, pres, im or tel URI, so that it may name a user.
        public let mayNameUnreadableUser: Bool
        /// Whether there is a subjectAltName at all, of whatever entries.
        public let hasSubjectAlternativeName: Bool
        /// The key usage; nil when the extension is absent, which allows every use.
        public let keyUsage: KeyUsage?
        /// Dotted identifiers of the extended key usage; nil when the extension is absent.
        public let extendedKeyUsage: [String]?
        /// Whether basicConstraints make it a certification authority.
        public let isCertificationAuthority: Bool
        /// Kind and size of the public key.
        public let key: KeyAlgorithm
        /// The algorithm the certificate is signed with, by libcrypto's name, such as "ecdsa-with-SHA256".
        public let signatureAlgorithm: String
        /// The subjectKeyIdentifier extension, nil when absent.
        public let subjectKeyIdentifier: [UInt8]?
        /// DER of the subject's name.
        public let subjectDER: [UInt8]
        /// DER of the issuer's name, as a CMS identifier or a CRL has it.
        public let issuerDER: [UInt8]
        /// Content octets of the serial number's INTEGER.
        let serialNumberOctets: [UInt8]
    }
}

extension Certificate {
    /// Returns whether `instant` lies within its validity; the path check covers its issuers.
    ///
    /// The last second counts as expired, as in libcrypto.
    package func isValid(at instant: Date) -> Bool {
        storage.facts.notBefore <= instant && instant < storage.facts.notAfter
    }
}

extension Certificate: Hashable {
    /// Compares the octets.
    public static func == (left: Certificate, right: Certificate) -> Bool {
        left.storage === right.storage || left.isEncoded(as: right.der)
    }

    /// Hashes the fingerprint.
    public func hash(into hasher: inout Hasher) { hasher.combine(fingerprint) }
}
