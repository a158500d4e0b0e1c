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
        (.noStore(path: "s"), .surroundings), (.noDirectory(path: "s"), .surroundings),
        (.storeExists(path: "s"), .surroundings), (.noPostgreSQL, .usage),
        (.notAStore(path: "s"), .surroundings),
        (.newerVersion(path: "s", found: 9, supported: 8), .surroundings),
        (.readableByOthers(path: "s", mode: 0o644), .surroundings),
        (.ownedByAnother(path: "s"), .surroundings),
        (.directoryOpenToOthers(path: "s", mode: 0o777), .surroundings),
        (.system(path: "s", code: 2), .surroundings),
        (.database(code: "SQLite 13", message: "full"), .surroundings), (.passphraseRequired, .surroundings),
        (.wrongPassphrase, .surroundings), (.passphraseChangedMeanwhile, .surroundings),
        (.notEncrypted, .usage), (.authorityExists, .surroundings), (.noAuthority, .surroundings),
        (.authorityAsSubscriber(subject: "CN=x"), .refused), (.noURI(subject: "CN=x"), .refused),
        (.keyDoesNotMatchCertificate, .refused), (.noPrivateKey(fingerprint: "00"), .refused),
        (.unknownTrustAnchor("0"), .refused), (.ambiguousTrustAnchor("0"), .refused),
        (.notIssuedHere(serialNumber: "01"), .refused), (.alreadyRevoked(revoked), .refused),
        (.unknownRevocationListIssuer(issuer: "CN=x"), .refused), (.ownRevocationList(number: nil), .refused),
        (.unknownRevocationList("0"), .refused), (.ambiguousRevocationList("0"), .refused),
        (.ledgerFull(limit: 1), .surroundings), (.cryptography(.unsupportedExtension("x")), .refused),
    ]

    @Test("each have the sentence of the error, a hint and a status")
    func failures() {
        for (error, status) in Self.ends {
            for failure in [error.failure, worded(error)] {
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
