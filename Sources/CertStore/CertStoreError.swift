public import CMS

/// Why the store could not do what it was asked to.
public enum CertStoreError: Error, Equatable, Sendable {
    /// There is no file of that name, or no store in that database.
    case noStore(path: String)
    /// A new store cannot be made there: its directory is not there.
    case noDirectory(path: String)
    /// A new store cannot be made there: something is there already.
    case storeExists(path: String)
    /// The store is in PostgreSQL, and this library was built without the trait of that name.
    case noPostgreSQL
    /// The file is something else; it is left as it is.
    case notAStore(path: String)
    /// The file was made by a later version of this library; it is left as it is.
    case newerVersion(path: String, found: Int, supported: Int)
    /// Others than its owner may read or write the file; its permission bits.
    case readableByOthers(path: String, mode: UInt32)
    /// Another user owns the store or a file that SQLite keeps beside it.
    case ownedByAnother(path: String)
    /// Others than its owner may put files into the directory of the store; its permission bits.
    case directoryOpenToOthers(path: String, mode: UInt32)
    /// The system refused; its error number.
    case system(path: String, code: Int32)
    /// The database refused: which one with its code, such as "SQLite 13", and its words.
    case database(code: String, message: String)
    /// The private keys of this store are encrypted, and no passphrase was given.
    case passphraseRequired
    /// The passphrase is not the one the private keys of this store are encrypted with.
    case wrongPassphrase
    /// Another process gave the store another passphrase, or took it away, while this one was writing keys.
    case passphraseChangedMeanwhile
    /// A passphrase was given for a new key, but this store keeps its keys unencrypted.
    case notEncrypted
    /// This store has its certification authority already.
    case authorityExists
    /// This store has no certification authority.
    case noAuthority
    /// A certification authority's certificate cannot be filed as a subscriber's.
    case authorityAsSubscriber(subject: String)
    /// A subscriber's certificate must be filed under one URI at least.
    case noURI(subject: String)
    /// The private key does not belong to the certificate.
    case keyDoesNotMatchCertificate
    /// The store has no private key for the certificate; its fingerprint.
    case noPrivateKey(fingerprint: String)
    /// The store has no trust anchor whose identifier begins like this.
    case unknownTrustAnchor(String)
    /// Several trust anchors have identifiers that begin like this.
    case ambiguousTrustAnchor(String)
    /// The store's own authority did not issue the certificate.
    case notIssuedHere(serialNumber: String)
    /// The certificate was revoked before; when, and why.
    case alreadyRevoked(RevokedCertificate)
    /// No authority in the store signed the revocation list.
    case revocationListOfNobody(issuer: String)
    /// The revocation list is one that the store's own authority made.
    case ownRevocationList(number: String?)
    /// The store has no revocation list whose fingerprint begins like this, or of this issuer.
    case unknownRevocationList(String)
    /// Several revocation lists have fingerprints that begin like this.
    case ambiguousRevocationList(String)
    /// Nothing more that was accepted can be remembered until some of it is old enough to be forgotten.
    case ledgerFull(limit: Int)
    /// A certificate or key could not be read or made.
    case cryptography(CMSError)
}

extension CertStoreError {
    init(_ failure: DatabaseFailure) { self = .database(code: failure.code, message: failure.message) }
}
