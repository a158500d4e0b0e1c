public import CMS

/// Why an operation of the store failed.
public enum CertStoreError: Error, Equatable, Sendable {
    /// The file does not exist, or the database has no store.
    case noStore(path: String)
    /// A new store cannot be created there: the directory does not exist.
    case noDirectory(path: String)
    /// A new store cannot be created there: something exists already.
    case storeExists(path: String)
    /// The store is in PostgreSQL, and this library was built without the trait of that name.
    case noPostgreSQL
    /// The file is something else; it is not changed.
    case notAStore(path: String)
    /// The file was written by a later version of this library; it is not changed.
    case newerVersion(path: String, found: Int, supported: Int)
    /// Other users may read or write the file; its permission bits.
    case readableByOthers(path: String, mode: UInt32)
    /// Another user owns the store or one of its SQLite files.
    case ownedByAnother(path: String)
    /// Other users may put files into the directory of the store; its permission bits.
    case directoryOpenToOthers(path: String, mode: UInt32)
    /// A system call failed; its error number.
    case system(path: String, code: Int32)
    /// The database reported an error: its name with the code, such as "SQLite 13", and its message.
    case database(code: String, message: String)
    /// The private keys of this store are encrypted, and no passphrase was given.
    case passphraseRequired
    /// The passphrase does not decrypt the private keys of this store.
    case wrongPassphrase
    /// Another process changed or removed the passphrase of the store while this one was writing keys.
    case passphraseChangedMeanwhile
    /// A passphrase was given for a new key, but the keys of this store are unencrypted.
    case notEncrypted
    /// This store already has its certification authority.
    case authorityExists
    /// This store has no certification authority.
    case noAuthority
    /// This store's certification authority has no key whose certificate's fingerprint begins with these
    /// digits, or several.
    case unknownAuthority(String)
    /// Another process renewed or rotated the key of this store's authority meanwhile.
    case authorityChangedMeanwhile
    /// A former key of this store's authority signs no CRLs any more; its identifier.
    case noLongerSigning(identifier: String)
    /// The key of this store's authority with this identifier signs nothing until its last CRL is known: the
    /// store is a copy, or the key was imported.
    case authorityAwaitsList(identifier: String)
    /// This store's authority was exported with its keys, and signs nothing here any more.
    case authorityExported
    /// A certification authority's certificate cannot be filed as a subscriber's.
    case authorityAsSubscriber(subject: String)
    /// A subscriber's certificate must be filed under at least one URI.
    case noURI(subject: String)
    /// The private key does not belong to the certificate.
    case keyDoesNotMatchCertificate
    /// The store has no private key for the certificate; its fingerprint.
    case noPrivateKey(fingerprint: String)
    /// The store has no trust anchor whose identifier begins with these digits.
    case unknownTrustAnchor(String)
    /// Several trust anchors have identifiers that begin with these digits.
    case ambiguousTrustAnchor(String)
    /// A newer certificate has replaced the one to renew meanwhile.
    case supersededMeanwhile(serialNumber: String)
    /// The store's own authority did not issue the certificate.
    case notIssuedHere(serialNumber: String)
    /// The certificate was revoked before; date and reason.
    case alreadyRevoked(RevokedCertificate)
    /// The certificate is not on hold; the reason for which it is revoked, nil if it is not.
    case notOnHold(serialNumber: String, RevocationReason?)
    /// No authority in the store signed the CRL.
    case unknownRevocationListIssuer(issuer: String)
    /// The CRL was issued by the store's own authority.
    case ownRevocationList(number: String?)
    /// The store's own authority did not sign the CRL.
    case notOwnRevocationList(issuer: String)
    /// The CRL is given as the last one of a key, but the store knows a later one of that key; both numbers.
    case notLastRevocationList(number: Int64, known: Int64)
    /// This authority is in the store already, and signs there.
    case authorityInUse
    /// The file is another store: it has another authority, or none of its private keys is of this store.
    case otherStore(path: String)
    /// A key of the store's own authority signed the CRL, but the CRL cannot be merged: it is a delta or an
    /// indirect CRL, its number is too high, or the key is compromised.
    case unmergeableRevocationList(number: String?)
    /// The store has no CRL whose fingerprint begins with these digits, or of this issuer.
    case unknownRevocationList(String)
    /// Several CRLs have fingerprints that begin with these digits.
    case ambiguousRevocationList(String)
    /// The ledger of accepted bodies is full until entries expire.
    case ledgerFull(limit: Int)
    /// The share of the ledger of accepted bodies that one signer may fill is full until entries expire.
    case ledgerShareFull(limit: Int)
    /// The store has as many addresses whose messages are protected as it may have.
    case protectedAddressesFull(limit: Int)
    /// The store has not confirmed within the time that the caller set that what was read of it still counts.
    case stateNotConfirmed
    /// A certificate or key could not be read or created.
    case cryptography(CMSError)
}

extension CertStoreError {
    init(_ failure: DatabaseFailure) { self = .database(code: failure.code, message: failure.message) }
}
