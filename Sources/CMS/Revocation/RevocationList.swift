import CCrypto

public import struct FoundationEssentials.Date

/// A certificate revocation list (CRL, RFC 5280 §5): immutable, with its octets as received.
///
/// The type does not imply that it counts: ``TrustAnchors`` checks its issuer, its signature and its time.
public struct RevocationList: Sendable {
    /// Larger CRLs are refused: libcrypto takes memory for every entry, and time at every check.
    public static let maximumOctets = 16 << 20

    let storage: Storage

    /// DER of the CRL, exactly as received.
    public var der: [UInt8] { storage.der }
    /// SHA-256 of the DER: 64 lower-case hexadecimal digits.
    public var fingerprint: String { storage.fingerprint }
    /// Issuer in RFC 2253 form.
    public var issuer: String { storage.facts.issuer }
    /// DER of the issuer's name.
    public var issuerDER: [UInt8] { storage.facts.issuerDER }
    /// The cRLNumber in decimal digits; nil if the CRL has none (RFC 5280 §5.2.3).
    public var number: String? { storage.facts.number }
    /// The time of issue.
    public var thisUpdate: Date { storage.facts.thisUpdate }
    /// The latest time of issue of the next CRL; nil if the CRL does not say, so that
    /// it is outdated from the start.
    public var nextUpdate: Date? { storage.facts.nextUpdate }
    /// The number of certificates in it.
    public var count: Int { storage.facts.count }
    /// Whether it lists only the changes since another CRL (RFC 5280 §5.2.4).
    public var isDelta: Bool { storage.facts.baseNumber != nil }
    /// Whether its entries may be about certificates of other issuers (RFC 5280 §5.2.5).
    public var isIndirect: Bool { storage.facts.isIndirect }
    /// The algorithm of its signature if that is accepted only with weak algorithms
    /// allowed (SHA-1); otherwise nil.
    public var weakAlgorithm: String? { storage.facts.weakAlgorithm }
    /// The keyIdentifier of authorityKeyIdentifier; nil if there is none.
    var authorityKeyIdentifier: [UInt8]? { storage.facts.authorityKeyIdentifier }
    var list: X509_CRL { unsafe storage.list }

    /// The data that all copies of a CRL share.
    final class Storage: Sendable {
        /// libcrypto's object.
        ///
        /// Safe to share between threads: its entries are put in order once, under its own lock,
        /// and nothing else changes it.
        nonisolated(unsafe) let list: X509_CRL
        let der: [UInt8]
        let facts: Facts
        let fingerprint: String

        init(list: X509_CRL, der: [UInt8], facts: Facts, fingerprint: String) {
            unsafe self.list = list
            self.der = der
            self.facts = facts
            self.fingerprint = fingerprint
        }
    }

    /// The facts that a CRL states.
    struct Facts: Sendable {
        let issuer: String
        let issuerDER: [UInt8]
        let number: String?
        let thisUpdate: Date
        let nextUpdate: Date?
        let count: Int
        /// BaseCRLNumber in decimal digits; nil for a complete CRL (RFC 5280 §5.2.4).
        let baseNumber: String?
        let authorityKeyIdentifier: [UInt8]?
        /// DER of issuingDistributionPoint, which says what kind of certificates it is about; nil for all.
        let scope: [UInt8]?
        let isIndirect: Bool
        let isAboutAttributeCertificates: Bool
        /// The entries by issuer and serial number, of an indirect CRL; nil for others.
        let indirectEntries: IndirectEntries?
        /// Whether it has a critical extension that is not understood here.
        let isPartlyUnderstood: Bool
        let weakAlgorithm: String?

        /// Returns whether both are about the same certificates: of one issuer and key, and of one scope.
        func coversSameCertificates(as other: Facts) -> Bool {
            scope == other.scope && authorityKeyIdentifier == other.authorityKeyIdentifier
                && (issuerDER == other.issuerDER || namesAreEqual(issuerDER, other.issuerDER))
        }
    }
}

extension RevocationList: Hashable {
    /// Compares the octets.
    public static func == (left: RevocationList, right: RevocationList) -> Bool {
        left.storage === right.storage || left.der == right.der
    }

    /// Hashes the fingerprint.
    public func hash(into hasher: inout Hasher) { hasher.combine(fingerprint) }
}
