public import CMS
import Octets

/// The result of checking everything in a store.
public struct StoreCheck: Sendable, Equatable {
    /// The number of certificates that were read.
    public internal(set) var certificates = 0
    /// The number of private keys that were opened and compared with their certificates.
    public internal(set) var keys = 0
    /// The number of private keys that were not opened, because there was no passphrase.
    public internal(set) var keysNotOpened = 0
    /// The defects; the first hundred.
    public internal(set) var defects: [StoreDefect] = []
}

/// A defect of a store.
public enum StoreDefect: Sendable, Equatable {
    /// The database reports that its tables are damaged; its message.
    case database(String)
    /// The octets of a certificate cannot be read; the fingerprint in its row.
    case unreadableCertificate(fingerprint: String)
    /// The columns of a certificate differ from the certificate.
    case columnsDiffer(fingerprint: String)
    /// The row number or the URIs in the row of a certificate contradict `name`, so that lookups by URI miss
    /// it or find it under wrong URIs.
    case notFoundByNames(fingerprint: String)
    /// The octets of a private key cannot be read.
    case unreadableKey(fingerprint: String)
    /// The number of private keys that no certificate refers to and that were not overwritten.
    case unnamedKeys(Int)
    /// A private key belongs to another certificate.
    case keyDoesNotMatchCertificate(fingerprint: String)
    /// The octets of a CRL cannot be read; the fingerprint in its row.
    case unreadableRevocationList(fingerprint: String)
    /// The store's own authority has revoked certificates that its CRL in this store does not list, or lists
    /// with another date or reason; their serial numbers, sorted.
    case revocationsNotListed(serialNumbers: [String])
    /// The CRL of the store's own authority in this store lists certificates that
    /// the authority has not revoked.
    case listedNotRevoked(serialNumbers: [String])
    /// The list of ciphers kept for a public key, with this SHA-256, cannot be read.
    case unreadableCapabilities(publicKey: String)
    /// The store's own authority has revoked certificates for keyCompromise whose keys the store does not
    /// remember; their serial numbers, sorted.
    case compromisesForgotten(serialNumbers: [String])
}

extension CertStore {
    /// Reads everything in the store in one snapshot: the tables, every certificate,
    /// every private key, every CRL.
    ///
    /// The permissions of the file and its directory were checked when it was opened. Without the passphrase
    /// of an encrypted store, keys are counted and not opened. Other processes may use the store meanwhile.
    ///
    /// - Throws: ``CertStoreError/wrongPassphrase`` or ``CertStoreError/database(code:message:)``.
    public func check(passphrase: SecretOctets? = nil) throws(CertStoreError) -> StoreCheck {
        let before = try read(Self.protection)
        let canOpen = before == .none || passphrase != nil
        let seal = canOpen ? try seal(before, passphrase: before == .none ? nil : passphrase) : nil
        return try readLargeSnapshot { (database) throws(CertStoreError) in
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
                FROM certificate LEFT JOIN private_key ON private_key.id = certificate.private_key ORDER BY \
                certificate.id
                """
            ) { row in check.look(at: row, seal: seal) }
            try check.checkUnnamedKeys(in: database)
            try check.checkRevocationLists(in: database)
            try check.checkCapabilities(in: database)
            let forgotten = try database.forgottenCompromises()
            if !forgotten.isEmpty { check.defects.append(.compromisesForgotten(serialNumbers: forgotten)) }
            check.defects = Array(check.defects.prefix(100))
            return check
        }
    }
}

extension StoreCheck {
    fileprivate mutating func checkUnnamedKeys(in database: any Database) throws(CertStoreError) {
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

    fileprivate mutating func checkCapabilities(in database: any Database) throws(CertStoreError) {
        var unreadable: [String] = []
        try database.store("SELECT public_key, octets FROM capability ORDER BY public_key") { row in
            let key = row.octets(0)
            if key.count != 32 || SMIMECapabilities(der: row.octets(1)) == nil {
                unreadable.append(Hexadecimal.text(key))
            }
        }
        defects += unreadable.map { .unreadableCapabilities(publicKey: $0) }
    }

    fileprivate mutating func look(at row: any DatabaseRow, seal: KeySeal?) {
        let fingerprint = row.text(0)
        certificates += 1
        guard let certificate = try? Certificate(der: row.octets(1)) else {
            return defects.append(.unreadableCertificate(fingerprint: fingerprint))
        }
        if !CertificateRow.matches(row, of: certificate) {
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
        if !key.isConsistent(with: certificate) {
            defects.append(.keyDoesNotMatchCertificate(fingerprint: fingerprint))
        }
    }

    /// Compares three columns: the row number, the URIs in the row, and the URIs in `name`, separated
    /// by whether they are clustered.
    private static func isFound(_ row: any DatabaseRow, from column: Int32) -> Bool {
        let number = row.integer(column)
        func uris(_ column: Int32) -> Set<Substring> { Set(row.text(column).split(separator: " ")) }
        let here = uris(column + 2)
        return uris(column + 1) == here
            && here.allSatisfy { FiledName(uri: String($0)).isClustered(number) }
            && uris(column + 3).allSatisfy { !FiledName(uri: String($0)).isClustered(number) }
    }
}
