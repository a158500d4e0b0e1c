public import CMS

/// What ``CertStore/changePassphrase(from:to:)`` has done.
public struct PassphraseChange: Sendable, Equatable {
    /// How many private keys there are.
    public let keys: Int
    /// Whether their octets as they were kept before are still in the store's files, since somebody was reading the
    /// store; they go when the last one closes it, or with the next change.
    public let leavesCopies: Bool

    /// Puts the two together.
    public init(keys: Int, leavesCopies: Bool) {
        self.keys = keys
        self.leavesCopies = leavesCopies
    }
}

extension CertStore {
    /// Gives the store a passphrase, another one, or none, and seals every private key anew, all in one
    /// transaction.
    ///
    /// The octets of the keys as they were kept before are overwritten, unless the result says otherwise. With `new` nil
    /// the keys are kept as they are from now on: whoever reads the store has them.
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
            let count = try Self.sealAnew(in: database, from: old, to: next)
            try Self.set(next.protection, in: database)
            return count
        }
        return PassphraseChange(keys: count, leavesCopies: try !forgetRemoved())
    }

    /// Lets go of what is removed, also where a log of the backend still has it; false where that has to wait.
    func forgetRemoved() throws(CertStoreError) -> Bool {
        try read { (database) throws(CertStoreError) in
            do throws(DatabaseFailure) {
                return try database.forgetRemoved()
            } catch {
                throw CertStoreError(error)
            }
        }
    }

    private static func sealAnew(
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
