package import CMS
package import CertStore
package import CertificateAdministration
package import CommandFiles
import FoundationEssentials
import Octets

// The notices and warnings of commands about certificates.

extension Console {
    /// Reports the result for a part of an imported file.
    package func say(_ notice: ImportNotice) {
        switch notice {
        case .openKey(let file): warnIfOpenToOthers(file, holding: "a private key")
        case .limited(let limitation): warn(of: [limitation])
        case .skipped, .skippedMore: say("warning: \(notice)")
        }
    }

    /// Warns of the uses that a certificate does not allow.
    package func warn(of limitations: [CertificateLimitation]) {
        for limitation in limitations {
            let option = if case .weakKey = limitation { " without '--allow-weak'" } else { "" }
            say("warning: \(limitation)\(option)")
        }
    }

    /// Files all certificates or none, and reports them.
    package func file(
        _ filings: [CertificateFiling], in database: CertStore, passphrase: SecretOctets?
    ) throws(CertStoreError) {
        for imported in try database.file(filings, passphrase: passphrase) {
            say("\(imported)")
            warn(of: imported.limitations)
        }
    }

    package func sayIssued(_ certificate: Certificate, as address: SubscriberAddress) {
        let facts = certificate.facts
        say("issued \(address.uri), serial \(facts.serialNumber), until \(facts.notAfter.internetTime)")
    }

    /// Reports the new trust anchor, with warnings.
    package func sayTrusted(_ certificate: Certificate) {
        say("trusted \(certificate.fingerprint.prefix(16)) \(certificate.facts.subject)")
        warn(of: certificate.limitations)
        if certificate.isTestAuthorityWithPublishedKeys {
            say(
                "warning: this is a test CA whose private key is public: certificates that it "
                    + "issued prove nothing")
        }
    }

    /// Reports the result for each CRL, and the certificates that they do not cover.
    package func say(
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

    /// Warns if revoked certificates were written.
    package func warnOfRevoked(_ certificates: [Certificate]) {
        guard !certificates.isEmpty else { return }
        let serials = certificates.map(\.facts.serialNumber).sorted()
        say(
            "warning: wrote \(counted(serials.count, "revoked certificate")): serial "
                + Self.firstFour(serials))
    }

    /// "a, b, c, d and 3 more".
    package static func firstFour(_ words: [String]) -> String {
        words.prefix(4).joined(separator: ", ") + (words.count > 4 ? " and \(words.count - 4) more" : "")
    }

    /// Warns that removed private keys stay in the files of the store for a while.
    package func warnOfRemainingCopies() {
        say(
            "warning: another program is reading the store: old copies of private keys stay in its files "
                + "until every program has closed it")
    }
}
