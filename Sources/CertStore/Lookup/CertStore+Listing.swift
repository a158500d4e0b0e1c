import CMS
public import FoundationEssentials

extension CertStore {
    /// Passes the certificates that are filed under URIs to `body` one by one,
    /// sorted by the first of their URIs.
    ///
    /// They are read meanwhile, so that any number of them takes the memory of one;
    /// `body` must not use a store.
    ///
    /// - Throws: ``CertStoreError/database(code:message:)``.
    public func forEachEntry(
        _ filter: CertificateFilter = CertificateFilter(), at instant: Date,
        _ body: (CertificateEntry) -> Void
    ) throws(CertStoreError) {
        try readEntries(filter, at: instant) { entry in
            body(entry)
            return true
        }
    }

    /// Passes the certificates to a `body` that can fail; the listing ends then.
    ///
    /// - Throws: what `body` throws, or ``CertStoreError/database(code:message:)``.
    public func forEachEntry(
        _ filter: CertificateFilter = CertificateFilter(), at instant: Date,
        _ body: (CertificateEntry) throws -> Void
    ) throws {
        var failure: (any Error)?
        try readEntries(filter, at: instant) { entry in
            do { try body(entry) } catch { failure = error }
            return failure == nil
        }
        if let failure { throw failure }
    }

    /// Passes certificates to `body` until it returns false.
    private func readEntries(
        _ filter: CertificateFilter, at instant: Date, _ body: (CertificateEntry) -> Bool
    ) throws(CertStoreError) {
        try readLargeSnapshot { (database) throws(CertStoreError) in
            let own = try database.ownAuthorities().map(\.certificate)
            let listed = try ListedRevocations(in: database, exceptThoseOf: own, at: instant)
            let listing = Listing(
                filter, instant: Int64(instant.timeIntervalSince1970), others: listed.issuers)
            var names: [[UInt8]: String] = [:]
            var isEnded = false
            do throws(DatabaseFailure) {
                try database.run(listing.statement, listing.values) { (row) throws(DatabaseFailure) in
                    let entry = CertificateEntry(row, issuers: &names, listed: listed)
                    guard filter.matches(entry) else { return }
                    isEnded = !body(entry)
                    // No more rows are needed.
                    if isEnded { throw DatabaseFailure(code: "", message: "") }
                }
            } catch {
                if !isEnded { throw CertStoreError(error) }
            }
        }
    }

    /// Returns the number of characters of the longest URI that a certificate is filed under.
    public func longestURI() throws(CertStoreError) -> Int {
        try read { (database) throws(CertStoreError) in
            var longest = 0
            try database.store("SELECT coalesce(max(length(uri)), 0) FROM name") {
                longest = Int($0.integer(0))
            }
            return longest
        }
    }

    /// Returns the URIs that match `pattern` and that certificates are filed under, sorted; `*` stands for
    /// any characters.
    ///
    /// - Throws: ``CertStoreError/database(code:message:)``.
    public func filedURIs(like pattern: String) throws(CertStoreError) -> [String] {
        try read { (database) throws(CertStoreError) in
            var uris: [String] = []
            try database.store(
                "SELECT DISTINCT uri FROM name WHERE uri LIKE ? ESCAPE '!' ORDER BY uri",
                [.text(Listing.likePattern(pattern))]
            ) { uris.append($0.text(0)) }
            return uris
        }
    }
}

/// The statement for a filter.
private struct Listing {
    private(set) var statement: String
    private(set) var values: [DatabaseValue] = []

    /// Creates the statement.
    ///
    /// `others` are the names of authorities whose CRLs list certificates of the store, which are evaluated
    /// after the statement.
    init(_ filter: CertificateFilter, instant: Int64, others: Set<[UInt8]>) {
        let isRevoked = CertStore.isRevoked()
        statement = """
            SELECT fingerprint, subject, issuer, certificate.serial, uris, key_algorithm, key_usage, \
            not_before,
            not_after, CASE WHEN private_key IS NULL THEN 0 ELSE 1 END,
            (SELECT group_concat(uri, ' ') FROM name AS other WHERE other.certificate = certificate.id),
            CASE WHEN \(isRevoked) THEN 1 ELSE 0 END, certificate.id,
            (\(CertificateEntry.successor(for: CertificateEntry.signing))), \
            (\(CertificateEntry.successor(for: CertificateEntry.encrypting))),
            CASE WHEN key_algorithm LIKE 'RSA-%' THEN der END
            FROM name JOIN certificate ON certificate.id = name.certificate WHERE 1 = 1
            """
        let now = DatabaseValue.integer(instant)
        values = [now, now]
        // Each certificate once, under the first of the matching URIs.
        let patterns = filter.uris.map { DatabaseValue.text(Self.likePattern($0)) }
        func isMatch(_ table: String) -> String {
            let any = patterns.map { _ in "\(table).uri LIKE ? ESCAPE '!'" }.joined(separator: " OR ")
            return patterns.isEmpty ? "" : " AND (\(any))"
        }
        add(isMatch("name"), patterns)
        add(
            """
             AND NOT EXISTS (SELECT 1 FROM name AS lower WHERE lower.certificate = name.certificate
            AND lower.uri < name.uri\(isMatch("lower")))
            """, patterns)
        switch filter.state {
        case nil: break
        case .revoked where others.count > Self.maximumIssuers: break
        case .revoked:
            let ofOthers = others.map { _ in " OR issuer = ?" }.joined()
            add(" AND (\(isRevoked)\(ofOthers))", others.map { .octets($0) })
        case .expired: add(" AND not_after < ? AND NOT \(isRevoked)", [now])
        case .notYetValid: add(" AND not_before > ? AND NOT \(isRevoked)", [now])
        case .valid:
            add(
                " AND not_before <= ? AND not_after >= ? AND NOT \(isRevoked)",
                [now, now])
        }
        if let end = filter.endsBefore {
            add(
                " AND not_after >= ? AND not_after < ? AND NOT \(isRevoked)",
                [now, .integer(Int64(end.timeIntervalSince1970))])
        }
        add(" ORDER BY name.uri, not_before DESC, certificate.id DESC", [])
    }

    /// The number of issuers in a statement at most.
    private static let maximumIssuers = 100

    private mutating func add(_ text: String, _ more: [DatabaseValue]) {
        statement += text
        values += more
    }

    /// Converts a pattern for LIKE: `*` becomes `%`, and LIKE's own special characters are escaped.
    static func likePattern(_ pattern: String) -> String {
        pattern.map { character in
            switch character {
            case "*": "%"
            case "%", "_", "!": "!\(character)"
            default: String(character)
            }
        }.joined()
    }
}

extension CertificateFilter {
    /// Returns whether an entry of the statement matches, after its revocation is known.
    fileprivate func matches(_ entry: CertificateEntry) -> Bool {
        if excludesSuperseded, entry.isSuperseded { return false }
        if state == .revoked { return entry.isRevoked }
        return state == nil && endsBefore == nil || !entry.isRevoked
    }
}

extension CertificateEntry {
    /// Creates an entry; `issuers` caches the few issuer names that many rows share.
    fileprivate init(
        _ row: any DatabaseRow, issuers: inout [[UInt8]: String], listed: ListedRevocations
    ) {
        let name = row.octets(2)
        let issuer = issuers[name] ?? Certificate.text(ofName: name) ?? ""
        if issuers.count < 1000 { issuers[name] = issuer }
        let usage = row.isNull(6) ? nil : KeyUsage(rawValue: UInt32(clamping: row.integer(6)))
        // The CRL of another authority may have revoked the newer one.
        let successors = [(Self.signing, Int32(13)), (Self.encrypting, 14)].filter { use, _ in
            usage.map { !$0.isDisjoint(with: use) } ?? true
        }
        let isSuperseded =
            !successors.isEmpty
            && successors.allSatisfy { _, column in
                !row.isNull(column) && !listed.contains(row.integer(column))
            }
        self.init(
            filedUnder: row.text(10).split(separator: " ").map(String.init).sorted(),
            uris: row.text(4).split(separator: " ").map(String.init), subject: row.text(1), issuer: issuer,
            serialNumber: row.text(3), notBefore: Date(timeIntervalSince1970: Double(row.integer(7))),
            notAfter: Date(timeIntervalSince1970: Double(row.integer(8))),
            key: CertificateRow.keyName(row.text(5), of: row.isNull(15) ? [] : row.octets(15)),
            keyUsage: usage, hasPrivateKey: row.integer(9) == 1, fingerprint: row.text(0),
            isRevoked: row.integer(11) == 1 || listed.contains(row.integer(12)), isSuperseded: isSuperseded)
    }
}
