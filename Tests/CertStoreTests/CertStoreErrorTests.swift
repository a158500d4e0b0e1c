import CMS
import CertStore
import Foundation
import Testing

@Suite("Sentences about stores")
struct CertStoreErrorTests {
    @Test(
        "an error shows its facts with control characters escaped",
        arguments: [
            (CertStoreError.noStore(path: "a\n"), "there is no store 'a\\u{A}'"),
            (.noDirectory(path: "a\n"), "there is no directory 'a\\u{A}' to create a store in"),
            (.storeExists(path: "a\n"), "there is a store 'a\\u{A}' already, or it is in use"),
            (.notAStore(path: "a\n"), "'a\\u{A}' is not a store of smime-presence"),
            (
                .newerVersion(path: "a\n", found: 9, supported: 5),
                "'a\\u{A}' has version 9, but this program supports version 5"
            ),
            (
                .readableByOthers(path: "a\n", mode: 0o644),
                "other users may read or write 'a\\u{A}' (mode 644)"
            ),
            (.ownedByAnother(path: "a\n"), "another user owns 'a\\u{A}'"),
            (
                .directoryOpenToOthers(path: "a\n", mode: 0o777),
                "other users may add files to the directory 'a\\u{A}' of the store (mode 777)"
            ),
            (
                .system(path: "a\n", code: ENOENT),
                "cannot open or create 'a\\u{A}': no such file or directory"
            ),
            (.database(code: "SQLite 13", message: "full\n"), "the store failed: full\\u{A} (SQLite 13)"),
            (
                .authorityAsSubscriber(subject: "a\n"),
                "the certificate is an authority's (a\\u{A}), not a subscriber's"
            ),
            (.noURI(subject: "a\n"), "the certificate (a\\u{A}) names no SIP URI"),
            (.unknownTrustAnchor("a\n"), "the store has no trust anchor with ID 'a\\u{A}'"),
            (.ambiguousTrustAnchor("a\n"), "several trust anchors begin with 'a\\u{A}'"),
            (.unknownRevocationListIssuer(issuer: "a\n"), "no CA in the store signed the CRL of a\\u{A}"),
            (.unknownRevocationList("a\n"), "the store has no CRL with the ID or issuer 'a\\u{A}'"),
            (.ambiguousRevocationList("a\n"), "the IDs of several CRLs begin with 'a\\u{A}'"),
        ])
    func facts(error: CertStoreError, sentence: String) {
        #expect(error.description == sentence)
        #expect(error.localizedDescription == sentence)
    }

    @Test(
        "an error without free text has its own sentence",
        arguments: [
            (CertStoreError.noPostgreSQL, "this program was built without PostgreSQL"),
            (.passphraseRequired, "the private keys of the store are encrypted"),
            (.wrongPassphrase, "the passphrase does not open the private keys of the store"),
            (
                .passphraseChangedMeanwhile,
                "the passphrase of the store was changed meanwhile; nothing was written"
            ),
            (.notEncrypted, "the private keys of the store are not encrypted"),
            (.authorityExists, "the store already has a CA"),
            (.noAuthority, "the store has no CA"),
            (
                .noPrivateKey(fingerprint: "0123456789abcdefg"),
                "the store has no private key for 0123456789abcdef"
            ),
            (
                .notIssuedHere(serialNumber: "0A"),
                "the CA of this store did not issue the certificate with serial number 0A"
            ),
            (.ownRevocationList(number: "7"), "the CRL (number 7) is from the CA of this store"),
            (.ownRevocationList(number: nil), "the CRL is from the CA of this store"),
            (
                .authorityAwaitsList(identifier: "0123"),
                "the CA certificate 0123 signs nothing yet: it is from a copy or an import"
            ),
            (
                .authorityExported,
                "the CA was exported with its private key, and no longer signs anything here"
            ),
            (
                .notOwnRevocationList(issuer: "CN=x\n"),
                "the CRL of CN=x\\u{A} was not signed by the CA of this store"
            ),
            (
                .unmergeableRevocationList(number: "7"),
                "the CRL (number 7) cannot be merged: it is a delta or indirect CRL, its number is too high, "
                    + "or its key is compromised"
            ),
            (
                .ledgerShareFull(limit: 7),
                "the store has reached its limit of 7 recorded messages and timestamps of one signer"
            ),
            (
                .protectedAddressesFull(limit: 7),
                "the store has reached its limit of 7 addresses with protected messages"
            ),
            (.ledgerFull(limit: 7), "the store has reached its limit of 7 recorded messages and timestamps"),
            (
                .stateNotConfirmed,
                "the store has not confirmed in time that its contents are unchanged"
            ),
            (.cryptography(.noSigner), CMSError.noSigner.description),
            (.keyDoesNotMatchCertificate, CMSError.keyDoesNotMatchCertificate.description),
            (
                .alreadyRevoked(
                    RevokedCertificate(
                        serialNumber: "0A", revokedAt: StoreFixture.now, reason: .keyCompromise)),
                "the certificate with serial number 0A was revoked at 2026-11-23T12:00:00Z (keyCompromise)"
            ),
        ])
    func sentences(error: CertStoreError, sentence: String) {
        #expect(error.description == sentence)
    }

    @Test("a long path is shown whole, so that the user can find it")
    func long() {
        let path = String(repeating: "directory/", count: 40) + "store.db"
        #expect(CertStoreError.noStore(path: path).description.contains(path))
    }
}
