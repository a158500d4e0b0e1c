import CMS
import CertStore
import CertificateAdministration
import FoundationEssentials
import Octets

// What commands about certificates say besides errors.

extension Console {
    /// Says what became of a part of a file that is imported.
    func say(_ notice: ImportNotice) {
        switch notice {
        case .openKey(let file): warnIfOpenToOthers(file, holding: "a private key")
        case .limited(let limitation): warn(of: [limitation])
        case .skipped, .skippedMore: say("warning: \(notice)")
        }
    }

    /// Warns of what a certificate cannot be used for.
    func warn(of limitations: [CertificateLimitation]) {
        for limitation in limitations {
            let option = if case .weakKey = limitation { " without '--allow-weak'" } else { "" }
            say("warning: \(limitation)\(option)")
        }
    }

    /// Files all of them or none, and says so.
    func file(
        _ filings: [CertificateFiling], in database: CertStore, passphrase: SecretOctets?
    ) throws(CertStoreError) {
        for imported in try database.file(filings, passphrase: passphrase) {
            say("\(imported)")
            warn(of: imported.limitations)
        }
    }

    func sayIssued(_ certificate: Certificate, as address: SubscriberAddress) {
        let facts = certificate.facts
        say("issued \(address.uri), serial \(facts.serialNumber), until \(facts.notAfter.ISO8601Format())")
    }

    /// Says what is trusted from now on, and where that is no good idea.
    func sayTrusted(_ certificate: Certificate) {
        say("trusted \(certificate.fingerprint.prefix(16)) \(certificate.facts.subject)")
        warn(of: certificate.limitations)
        if certificate.isTestAuthorityWithPublishedKeys {
            say(
                "warning: this is a test CA whose private key is public: certificates that it "
                    + "issued prove nothing")
        }
    }

    /// Says what became of CRLs, and what they do not cover.
    func say(
        _ additions: [RevocationListAddition], of lists: [RevocationList], in database: CertStore
    ) throws(CertStoreError) {
        let notices = RevocationListNotice.notices(of: additions, of: lists, at: now())
        for notice in notices { say(notice) }
        for notice in try RevocationListNotice.gaps(of: lists, in: database, at: now()) { say(notice) }
    }

    private func say(_ notice: RevocationListNotice) {
        var hint = ""
        if case .undecided(_, let other) = notice {
            hint = "; 'trust crl remove \(other.fingerprint.prefix(16))' removes the other"
        }
        say("\(notice.isWarning ? "warning: " : "")\(notice)\(hint)")
    }

    /// Says which of the certificates that were written are revoked.
    func warnOfRevoked(_ certificates: [Certificate]) {
        guard !certificates.isEmpty else { return }
        let serials = certificates.map(\.facts.serialNumber).sorted()
        say(
            "warning: \(counted(serials.count, "certificate")) of what was written, revoked: serial "
                + Self.firstFour(serials))
    }

    /// "a, b, c, d and 3 more".
    static func firstFour(_ words: [String]) -> String {
        words.prefix(4).joined(separator: ", ") + (words.count > 4 ? " and \(words.count - 4) more" : "")
    }

    /// Says that what was taken out of the store lies in its files for a while.
    func sayCopiesAreLeft() {
        say(
            "warning: somebody is reading the store: private keys as they were kept before stay in its files until "
                + "the last program that has it open closes it")
    }
}
