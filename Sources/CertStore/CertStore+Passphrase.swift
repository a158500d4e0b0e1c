public import CMS

/// The result of ``CertStore/changePassphrase(from:to:)``.
public struct PassphraseChange: Sendable, Equatable {
    /// The number of private keys.
    public let keys: Int
    /// Whether the old octets of the keys are still in the store's files, because another connection was
    /// reading the store; they are purged when the last one closes it, or with the next change.
    public let leavesCopies: Bool

    /// Creates the result.
    public init(keys: Int, leavesCopies: Bool) {
        self.keys = keys
        self.leavesCopies = leavesCopies
    }
}

extension CertStore {
    /// Sets, changes or removes the passphrase of the store, and encrypts every private key again, all in one
    /// transaction.
    ///
    /// The old octets of the keys are overwritten, unless the result says otherwise. If `new` is nil, the
    /// keys are unencrypted from now on: every reader of the store can use them.
    ///
    /// - Throws: ``CertStoreError/passphraseRequired``, ``CertStoreError/wrongPassphrase``,
    ///   ``CertStoreError/notEncrypted`` if there is no passphrase and one is given for `current`, or
    ///   ``CertStoreError/passphraseChangedMeanwhile``.
    public func changePassphrase(
        from current: SecretOctets?, to new: SecretOctets?
    ) throws(CertStoreError) -> PassphraseChange {
        let found = try read(Self.protection)
        if found == .none, current != nil { throw .notEncrypted }
        let old = try seal(found, passphrase: current)
        let next: KeySeal
        do throws(CMSError) {
            next =
                try new.map { (new) throws(CMSError) in try .new(passphrase: new) }
                ?? KeySeal(protection: .none, secret: nil)
        } catch {
            throw .cryptography(error)
        }
        let count = try write { (database) throws(CertStoreError) in
            guard try Self.protection(database) == found else { throw .passphraseChangedMeanwhile }
            let count = try Self.resealKeys(in: database, from: old, to: next)
            try Self.set(next.protection, in: database)
            return count
        }
        return PassphraseChange(keys: count, leavesCopies: try !purgeDeletedRows())
    }

    /// Purges deleted rows, also from a log of the backend; returns false if that must wait.
    func purgeDeletedRows() throws(CertStoreError) -> Bool {
        try read { (database) throws(CertStoreError) in
            do throws(DatabaseFailure) {
                return try database.purgeDeletedRows()
            } catch {
                throw CertStoreError(error)
            }
        }
    }

    private static func resealKeys(
        in database: any Database, from old: KeySeal, to new: KeySeal
    ) throws(CertStoreError) -> Int {
        var rows: [(certificate: Int64, key: Int64)] = []
        try database.store("SELECT id, private_key FROM certificate WHERE private_key IS NOT NULL") {
            rows.append(($0.integer(0), $0.integer(1)))
        }
        for row in rows {
            var kept: SecretOctets?
            try database.store("SELECT octets FROM private_key WHERE id = ?", [.integer(row.key)]) {
                kept = $0.secret(0)
            }
            guard let kept else { continue }
            let sealed = try new.seal(try old.open(kept, as: nil))
            try database.give(try database.keep(sealed), to: row.certificate, inPlaceOf: row.key)
        }
        return rows.count
    }
}
