import CCrypto

public import struct FoundationEssentials.Date

/// A certificate revocation list (RFC 5280 §5): immutable, with the octets it came as.
///
/// Nothing here says that it counts: ``TrustAnchors`` holds it against the authority on the path, its signature and
/// the instant of the check.
public struct RevocationList: Sendable {
    /// Larger lists are not read: libcrypto takes memory for every entry, and time at every check.
    public static let maximumOctets = 16 << 20

    let storage: Storage

    /// DER of the list, exactly as received.
    public var der: [UInt8] { storage.der }
    /// SHA-256 of the DER: 64 lower-case hexadecimal digits.
    public var fingerprint: String { storage.fingerprint }
    /// Issuer in RFC 2253 form.
    public var issuer: String { storage.facts.issuer }
    /// DER of the issuer's name.
    public var issuerDER: [UInt8] { storage.facts.issuerDER }
    /// The cRLNumber in decimal digits; nil where the list has none (RFC 5280 §5.2.3).
    public var number: String? { storage.facts.number }
    /// When it was issued.
    public var thisUpdate: Date { storage.facts.thisUpdate }
    /// When the next one will have been issued.
    public var nextUpdate: Date { storage.facts.nextUpdate }
    /// How many certificates it lists.
    public var count: Int { storage.facts.count }
    /// Whether it lists only what has changed since another list (RFC 5280 §5.2.4).
    public var isDelta: Bool { storage.facts.isDelta }
    /// The algorithm of its signature where that is accepted only if weak ones are allowed (SHA-1); nil otherwise.
    public var weakAlgorithm: String? { storage.facts.weakAlgorithm }
    /// The keyIdentifier of authorityKeyIdentifier; nil where there is none.
    var authorityKeyIdentifier: [UInt8]? { storage.facts.authorityKeyIdentifier }
    var list: X509_CRL { unsafe storage.list }

    /// What all copies of a list share.
    final class Storage: Sendable {
        /// libcrypto's object.
        ///
        /// Safe to share between threads: its entries are put in order once, under its own lock, and nothing else
        /// changes it.
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

    /// What a list says of itself.
    struct Facts: Sendable {
        let issuer: String
        let issuerDER: [UInt8]
        let number: String?
        let thisUpdate: Date
        let nextUpdate: Date
        let count: Int
        let isDelta: Bool
        let authorityKeyIdentifier: [UInt8]?
        /// DER of issuingDistributionPoint, which says what kind of certificates it is about; nil for all.
        let scope: [UInt8]?
        let weakAlgorithm: String?
    }

    /// Whether both are about the same certificates of the same authority, and this one is the later.
    ///
    /// The numbers say so where both have one, since they rise with every list, whatever the clock did in between
    /// (RFC 5280 §5.2.3); otherwise, or where the numbers are the same, thisUpdate does.
    public func supersedes(_ other: RevocationList) -> Bool {
        let (mine, others) = (storage.facts, other.storage.facts)
        guard mine.isDelta == others.isDelta, mine.scope == others.scope,
            mine.authorityKeyIdentifier == others.authorityKeyIdentifier,
            mine.issuerDER == others.issuerDER || namesAreEqual(mine.issuerDER, others.issuerDER)
        else { return false }
        if let number = mine.number, let otherNumber = others.number, number != otherNumber {
            return (number.utf8.count, number) > (otherNumber.utf8.count, otherNumber)
        }
        return mine.thisUpdate > others.thisUpdate
    }
}

extension RevocationList: Hashable {
    /// Two lists are the same when their octets are.
    public static func == (left: RevocationList, right: RevocationList) -> Bool {
        left.storage === right.storage || left.der == right.der
    }

    /// Hashes the fingerprint.
    public func hash(into hasher: inout Hasher) { hasher.combine(fingerprint) }
}
