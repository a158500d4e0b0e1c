public import CMS

/// What a look at everything in a store has found.
public struct StoreCheck: Sendable, Equatable {
    /// How many certificates were read.
    public internal(set) var certificates = 0
    /// How many private keys were opened and held against their certificates.
    public internal(set) var keys = 0
    /// How many private keys were not opened, for want of the passphrase.
    public internal(set) var keysNotOpened = 0
    /// What is wrong; the first hundred.
    public internal(set) var defects: [StoreDefect] = []
}

/// Something in a store that is not as it should be.
public enum StoreDefect: Sendable, Equatable {
    /// The database says that its tables are damaged; its words.
    case database(String)
    /// The octets of a certificate cannot be read; the fingerprint they are kept under.
    case unreadableCertificate(fingerprint: String)
    /// What the store says of a certificate is not what the certificate says.
    case columnsDiffer(fingerprint: String)
    /// Where the row of a certificate lies and under which URIs it is filed there is not what `name` says, so that it is
    /// not found by its URIs, or by others.
    case notFoundByNames(fingerprint: String)
    /// The octets of a private key cannot be read.
    case unreadableKey(fingerprint: String)
    /// Private keys are kept that no certificate names, and that were not overwritten; how many.
    case unnamedKeys(Int)
    /// A private key belongs to another certificate.
    case keyDoesNotMatchCertificate(fingerprint: String)
    /// The octets of a revocation list cannot be read; the fingerprint they are kept under.
    case unreadableRevocationList(fingerprint: String)
    /// The store's own authority has revoked certificates that the list the store goes by does not have, or has with
    /// another date or reason; their serial numbers, sorted.
    case revocationsNotListed(serialNumbers: [String])
    /// The list that the store goes by for its own authority has certificates that this one has not revoked.
    case listedNotRevoked(serialNumbers: [String])
}

extension CertStore {
    /// Reads everything in the store, as it is at one moment: the tables, every certificate, every private key, every
    /// revocation list.
    ///
    /// That the file and its directory are closed to others was checked when it was opened. Without the passphrase of
    /// an encrypted store, keys are counted and not opened. Others may use the store meanwhile.
    ///
    /// - Throws: ``CertStoreError/wrongPassphrase`` or ``CertStoreError/database(code:message:)``.
    public func check(passphrase: SecretOctets? = nil) throws(CertStoreError) -> StoreCheck {
        let before = try read(Self.protection)
        let canOpen = before == .none || passphrase != nil
        let seal = canOpen ? try seal(before, passphrase: before == .none ? nil : passphrase) : nil
        return try readAll { (database) throws(CertStoreError) in
            guard try Self.protection(database) == before else { throw .passphraseChangedMeanwhile }
            var check = StoreCheck()
            do throws(DatabaseFailure) {
                check.defects = try database.defects().map { .database($0) }
            } catch {
                throw CertStoreError(error)
            }
            let columns = CertificateRow.columns.joined(separator: ", ")
            let names = "SELECT group_concat(uri, ' ') FROM name WHERE certificate = certificate.id"
            try database.store(
                """
                SELECT \(columns), octets, certificate.id, filed_under,
                (\(names) AND elsewhere = 0), (\(names) AND elsewhere = 1)
                FROM certificate LEFT JOIN private_key ON private_key.id = certificate.private_key ORDER BY certificate.id
                """
            ) { row in check.look(at: row, seal: seal) }
            try check.lookAtUnnamedKeys(in: database)
            try check.lookAtLists(in: database)
            check.defects = Array(check.defects.prefix(100))
            return check
        }
    }
}

extension StoreCheck {
    fileprivate mutating func lookAtUnnamedKeys(in database: any Database) throws(CertStoreError) {
        var count = 0
        try database.store(
            """
            SELECT octets FROM private_key
            WHERE id NOT IN (SELECT private_key FROM certificate WHERE private_key IS NOT NULL)
            """
        ) { row in
            let isOverwritten = row.secret(0)?.withOctets { octets in
                octets.indices.allSatisfy { octets[$0] == 0 }
            }
            if isOverwritten == false { count += 1 }
        }
        if count > 0 { defects.append(.unnamedKeys(count)) }
    }

    fileprivate mutating func look(at row: any DatabaseRow, seal: KeySeal?) {
        let fingerprint = row.text(0)
        certificates += 1
        guard let certificate = try? Certificate(der: row.octets(1)) else {
            return defects.append(.unreadableCertificate(fingerprint: fingerprint))
        }
        if !CertificateRow.isTrue(row, of: certificate) {
            defects.append(.columnsDiffer(fingerprint: fingerprint))
        }
        let next = Int32(CertificateRow.columns.count)
        if !Self.isFound(row, from: next + 1) { defects.append(.notFoundByNames(fingerprint: fingerprint)) }
        guard let kept = row.secret(next) else { return }
        guard let seal else {
            keysNotOpened += 1
            return
        }
        keys += 1
        guard let key = try? seal.open(kept, as: certificate.facts.key) else {
            return defects.append(.unreadableKey(fingerprint: fingerprint))
        }
        if !key.isSound(for: certificate) {
            defects.append(.keyDoesNotMatchCertificate(fingerprint: fingerprint))
        }
    }

    /// From the number of a row, the URIs it says it is filed under where it lies, and those of `name` that are there
    /// and elsewhere.
    private static func isFound(_ row: any DatabaseRow, from column: Int32) -> Bool {
        let number = row.integer(column)
        func uris(_ column: Int32) -> Set<Substring> { Set(row.text(column).split(separator: " ")) }
        let here = uris(column + 2)
        return uris(column + 1) == here
            && here.allSatisfy { FiledName(uri: String($0)).liesAt(number) }
            && uris(column + 3).allSatisfy { !FiledName(uri: String($0)).liesAt(number) }
    }
}
