import CMS
import CertStore
import SIPMessage
import SMIMEAgent
import SMIMEBody

/// One certificate about to be filed: under which URIs, with which key, and what came along.
struct CertificateFiling {
    let certificate: Certificate
    let uris: [String]
    let key: PrivateKey?
    let chain: [Certificate]

    /// Files `certificate` under the URIs it names and under `others`.
    ///
    /// - Throws: what the store would throw, before a store is made for it.
    init(
        _ certificate: Certificate, others: [String] = [], key: PrivateKey? = nil, chain: [Certificate] = []
    ) throws(CertStoreError) {
        let facts = certificate.facts
        guard !facts.isCertificationAuthority else { throw .authorityAsSubscriber(subject: facts.subject) }
        let uris = Set(SubscriberAddress.addresses(in: certificate) + others).sorted()
        guard !uris.isEmpty else { throw .noURI(subject: facts.subject) }
        if let key, !key.isConsistent(with: certificate) { throw .keyDoesNotMatchCertificate }
        self.certificate = certificate
        self.uris = uris
        self.key = key
        self.chain = chain
    }

    func add(to database: CertStore, passphrase: SecretOctets?) throws(CertStoreError) {
        try database.add(certificate, uris: uris, key: key, chain: chain, passphrase: passphrase)
    }

    /// "sip:alice@example.test, serial 4F…", for people.
    var title: String { "\(uris.joined(separator: " ")), serial \(certificate.facts.serialNumber)" }
}

extension [CertificateFiling] {
    /// Files all of them or none, and says so.
    func add(to database: CertStore, passphrase: SecretOctets?, on console: Console) throws(CertStoreError) {
        try database.add(
            map { ($0.certificate, $0.uris, $0.key) }, chain: flatMap(\.chain), passphrase: passphrase)
        let intermediates = try database.intermediates()
        for filing in self {
            let isWithoutKey = filing.key == nil && contains { $0.key != nil }
            console.say("imported \(filing.title)\(isWithoutKey ? ", without a private key" : "")")
            console.warnIfLimited(filing.certificate)
            console.warnOfAuthorities(of: filing.certificate, among: intermediates)
        }
    }
}

extension Console {
    /// Warns of what a certificate cannot be used for, by its key and its names.
    func warnIfLimited(_ certificate: Certificate) {
        warnOfKey(of: certificate)
        warnOfNames(of: certificate)
    }

    /// Warns of names in a certificate that are skipped, and of the consequence.
    func warnOfNames(of certificate: Certificate) {
        let identity = CertificateIdentity(of: certificate)
        let title = certificate.shortTitle
        for name in identity.unusableNames.prefix(8) {
            say("warning: skipped a name in \(title): \(name)")
        }
        if identity.unusableNames.count > 8 {
            say("warning: skipped \(identity.unusableNames.count - 8) more names in \(title)")
        }
        if identity.mayNameUnreadableUser, identity.kind != .user {
            say("warning: cannot use \(title), for a domain: a skipped name may be that of a user")
        }
    }

    /// Warns if an intermediate CA of the store may not vouch for a certificate.
    func warnOfAuthorities(of certificate: Certificate, among intermediates: [Certificate]) {
        let identity = CertificateIdentity(of: certificate)
        var current = certificate
        for _ in 0..<5 {
            guard let authority = intermediates.first(where: { $0 != current && current.isIssued(by: $0) })
            else { return }
            do throws(SMIMEError) {
                try identity.checkAuthority(authority)
            } catch {
                return say("warning: it will be refused: \(error)")
            }
            current = authority
        }
    }

    private func warnOfKey(of certificate: Certificate) {
        let key = certificate.facts.key
        if key.isWeak {
            return say(
                "warning: its key, \(key.name), is too weak: nothing is encrypted for it, and what it signed is refused "
                    + "without '--allow-weak'")
        }
        do throws(CMSError) {
            try certificate.checkSigningKey()
        } catch {
            return say("warning: it cannot be used to sign or encrypt: \(error)")
        }
        guard !certificate.facts.isCertificationAuthority else { return }
        do throws(SMIMEError) {
            try CertificateIdentity(of: certificate).checkExtendedKeyUsage(of: certificate)
        } catch {
            say("warning: it cannot be used to sign or encrypt: \(error)")
        }
    }
}

extension Certificate {
    /// Whether it speaks for `uri`: names the user, or is the domain's, which may also be named by DNS (RFC 5922 §7.1).
    func speaks(for uri: SIPURI) -> Bool { CertificateIdentity(of: self).isRecipient(uri) }
}
