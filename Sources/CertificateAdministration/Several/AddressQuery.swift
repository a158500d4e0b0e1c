import CMS
public import CertStore
public import FoundationEssentials

/// The certificates that a command about several addresses selects: by addresses, patterns, a list, an
/// expiry date.
public struct AddressQuery: Sendable {
    /// Addresses in any spelling, and patterns in which `*` stands for any characters.
    public let uris: [String]
    /// Addresses from a file.
    public let listed: AddressList?
    /// The days within which the certificates expire; nil for certificates of any expiry date.
    public let days: Int?

    /// Creates a query; without addresses it selects every address in the store.
    public init(_ uris: [String] = [], listed: AddressList? = nil, expiringWithin days: Int? = nil) {
        self.uris = uris
        self.listed = listed
        self.days = days
    }

    /// Returns whether these arguments select several addresses, however many match.
    public static func isSeveral(_ uris: [String]) -> Bool {
        uris.count > 1 || uris.contains(where: CertificateFilter.isPattern)
    }

    /// Returns the addresses with their certificates, each certificate once, in the order of the query.
    ///
    /// With a number of days, selects only certificates that are valid, expire within that time and are not
    /// superseded; addresses without such a certificate are omitted.
    ///
    /// - Throws: ``AdministrationError/address(_:)`` for an argument that is no address or pattern,
    ///   ``AdministrationError/selection(_:)`` for a pattern that matches no URI, or the errors of the store.
    public func resolve(
        in database: CertStore, at instant: Date
    ) throws(AdministrationError) -> [SelectedAddress] {
        let due = try storing(expiring(in: database, at: instant))
        var seen: Set<String> = []
        var selected: [SelectedAddress] = []
        for name in try names(in: database) {
            let found = try storing(database.certificates(forURI: name.uri))
            guard !found.isEmpty else {
                selected.append(SelectedAddress(uri: name.uri, isNamed: true, isDue: false, certificates: []))
                continue
            }
            let wanted = found.filter { due?.contains($0.certificate.fingerprint) ?? true }
            let new = wanted.filter { !seen.contains($0.certificate.fingerprint) }
            // An earlier address has all of these certificates, as with sip: and sips: of one user.
            guard !new.isEmpty else { continue }
            seen.formUnion(new.map(\.certificate.fingerprint))
            selected.append(
                SelectedAddress(
                    uri: name.uri, isNamed: name.isNamed, isDue: due != nil, certificates: new))
        }
        return selected
    }

    private func names(
        in database: CertStore
    ) throws(AdministrationError) -> [(uri: String, isNamed: Bool)] {
        var names: [(uri: String, isNamed: Bool)] = []
        if uris.isEmpty, listed == nil {
            names = try storing(database.filedURIs(like: "*")).map { ($0, false) }
        }
        for uri in uris {
            guard CertificateFilter.isPattern(uri) else {
                names.append((try addressing(SubscriberAddress(uri)).uri, true))
                continue
            }
            let found = try storing(database.filedURIs(like: uri))
            if found.isEmpty, days == nil { throw .selection(.noCertificate(uri: uri)) }
            names += found.map { ($0, false) }
        }
        names += listed?.lines.map { ($0.uri, true) } ?? []
        var seen: Set<String> = []
        return names.filter { seen.insert($0.uri).inserted }
    }

    private func expiring(in database: CertStore, at instant: Date) throws(CertStoreError) -> Set<String>? {
        guard let days else { return nil }
        var filter = CertificateFilter()
        filter.limit(toEndingWithin: days, of: instant)
        var fingerprints: Set<String> = []
        try database.forEachEntry(filter, at: instant) { fingerprints.insert($0.fingerprint) }
        return fingerprints
    }
}

/// An address of a query, with its selected certificates.
public struct SelectedAddress: Sendable {
    /// The URI that they are filed under.
    public let uri: String
    /// Whether the query names the address itself, not only a pattern.
    public let isNamed: Bool
    /// Whether the certificates are selected because they expire soon.
    public let isDue: Bool
    /// The certificates, newest first; empty if the store has none for the address.
    public let certificates: [StoredCertificate]
}
