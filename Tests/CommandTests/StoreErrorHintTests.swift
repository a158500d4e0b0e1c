import CMS
import CertStore
import Testing

@testable import smime_presence

/// How a command ends with each failure of the store.
@Suite("Failures of the store")
struct StoreErrorHintTests {
    private static let revoked = RevokedCertificate(
        serialNumber: "4A01", revokedAt: CommandRun.noon, reason: .keyCompromise)
    private static let ends: [(CertStoreError, smime_presence.ExitStatus)] = [
        (.noStore(path: "s"), .environment), (.noDirectory(path: "s"), .environment),
        (.storeExists(path: "s"), .environment), (.noPostgreSQL, .usage),
        (.notAStore(path: "s"), .environment),
        (.newerVersion(path: "s", found: 10, supported: 9), .environment),
        (.readableByOthers(path: "s", mode: 0o644), .environment),
        (.ownedByAnother(path: "s"), .environment),
        (.directoryOpenToOthers(path: "s", mode: 0o777), .environment),
        (.system(path: "s", code: 2), .environment),
        (.database(code: "SQLite 13", message: "full"), .environment), (.passphraseRequired, .environment),
        (.wrongPassphrase, .environment), (.passphraseChangedMeanwhile, .environment),
        (.notEncrypted, .usage), (.authorityExists, .environment), (.noAuthority, .environment),
        (.authorityAsSubscriber(subject: "CN=x"), .refused), (.noURI(subject: "CN=x"), .refused),
        (.keyDoesNotMatchCertificate, .refused), (.noPrivateKey(fingerprint: "00"), .refused),
        (.unknownTrustAnchor("0"), .refused), (.ambiguousTrustAnchor("0"), .refused),
        (.notIssuedHere(serialNumber: "01"), .refused), (.alreadyRevoked(revoked), .refused),
        (.unknownRevocationListIssuer(issuer: "CN=x"), .refused), (.ownRevocationList(number: nil), .refused),
        (.authorityAwaitsList(identifier: "00"), .refused), (.authorityExported, .refused),
        (.notOwnRevocationList(issuer: "CN=x"), .refused),
        (.unmergeableRevocationList(number: nil), .refused),
        (.unknownRevocationList("0"), .refused), (.ambiguousRevocationList("0"), .refused),
        (.database(code: "SQLite 1032", message: "moved"), .environment),
        (.stateNotConfirmed, .environment),
        (.ledgerFull(limit: 1), .environment), (.ledgerShareFull(limit: 1), .environment),
        (.protectedAddressesFull(limit: 1), .environment),
        (.cryptography(.unsupportedExtension("x")), .refused),
    ]

    @Test("each have the sentence of the error, a hint and a status")
    func failures() {
        for (error, status) in Self.ends {
            for failure in [error.failure, commandFailure(for: error)] {
                #expect(failure.message == error.description && failure.status == status, "\(failure)")
                #expect(!failure.hint.isEmpty && failure.hint != failure.message, "\(failure)")
            }
        }
    }

    @Test("of keys and certificates outside of messages end as the failures of the CMS room do")
    func cryptography() {
        for error in [CMSError.noCertificate, .malformed(.ocspRequest), .tooMany(.ocspRequest, limit: 1)] {
            #expect(CertStoreError.cryptography(error).failure == error.failure)
            #expect(error.failure.message.hasSuffix(error.description))
        }
    }

    @Test("give a backup and a copy hints of their own, and other failures the usual ones")
    func locations() {
        #expect(CertStoreError.notAStore(path: "s").backupFailure.hint.contains("another name"))
        #expect(CertStoreError.noStore(path: "s").copyingFailure.hint.contains("FROM"))
        for error in [CertStoreError.noAuthority, .wrongPassphrase] {
            #expect(error.backupFailure == error.failure && error.copyingFailure == error.failure)
        }
    }
}
