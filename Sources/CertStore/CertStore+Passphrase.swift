public import CMS

extension CertStore {
    /// Gives the store a passphrase, another one, or none, and seals every private key anew, all in one
    /// transaction.
    ///
    /// The octets of the keys as they were kept before are overwritten. With `new` nil the keys are kept as they
    /// are from now on: whoever reads the store has them.
    ///
    /// - Returns: how many keys there are.
    /// - Throws: ``CertStoreError/passphraseRequired``, ``CertStoreError/wrongPassphrase``,
    ///   ``CertStoreError/notEncrypted`` if there is no passphrase and one is given for `current`, or
    ///   ``CertStoreError/passphraseChangedMeanwhile``.
    public func changePassphrase(
        from current: SecretOctets?, to new: SecretOctets?
    ) throws(CertStoreError) -> Int {
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
            let count = try Self.sealAnew(in: database, from: old, to: next)
            try Self.set(next.protection, in: database)
            return count
        }
        try forgetRemoved()
        return count
    }

    /// Lets go of what is removed, also where a log of the backend still has it.
    func forgetRemoved() throws(CertStoreError) {
        try read { (database) throws(CertStoreError) in
            do throws(DatabaseFailure) { try database.forgetRemoved() } catch { throw CertStoreError(error) }
        }
    }

    private static func sealAnew(
        in database: any Database, from old: KeySeal, to new: KeySeal
    ) throws(CertStoreError) -> Int {
        var rows: [Int64] = []
        try database.store("SELECT id FROM certificate WHERE key IS NOT NULL") { rows.append($0.integer(0)) }
        for row in rows {
            var kept: SecretOctets?
            try database.store("SELECT key FROM certificate WHERE id = ?", [.integer(row)]) {
                kept = $0.secret(0)
            }
            guard let kept else { continue }
            let sealed = try new.seal(try old.open(kept, as: nil))
            try database.store(
                "UPDATE certificate SET key = ? WHERE id = ?", [.secret(sealed), .integer(row)])
        }
        return rows.count
    }
}
