import CMS
import CertStore
import CommandOptions
import FoundationEssentials
import SIPMessage

struct CertificateRenew: Command {
    static let name = "cert renew"
    static let summary = "issue a certificate anew, with a new key or the one it has"
    static let details = [
        "The store's CA issues a new certificate that names the same URIs for the same use. Of several filed under "
            + "URI, the one that became valid last is renewed, unless --serial names another. Where that is for signing "
            + "alone, and another for encrypting alone, or the other way round, both are renewed, or none.",
        "The key is a new one of the same kind; with --reuse-key it is the same key. The old certificate and its key "
            + "stay in the store: what was encrypted for it can still be opened, while the new one is used to send.",
    ]
    static var operands: [Operand<CertificateRenew>] {
        [.required("URI", into: \.uri, help: "the SIP URI it is filed under")]
    }
    static var options: [Option<CertificateRenew>] {
        [
            .flag(
                "--reuse-key", into: \.reusesKey,
                help: "keep the key, also one whose private half is elsewhere"),
            .integer(
                "--days", as: "N", in: 1...100_000, into: \.days,
                help: "valid for N days (default: 365, the most)"),
            .value("--serial", as: "HEX", into: \.serial, help: "the one with this serial number"),
            LongValidity.option(into: \.allowsLongValidity),
            StoreOptions.location(\.store), StoreOptions.passphrase(\.store),
        ]
    }
    static let examples = [
        Example("smime-presence cert renew sip:alice@example.test", "A new key and certificate for a year."),
        Example(
            "smime-presence cert renew sip:alice@example.test --reuse-key --days 90",
            "The key stays, for 90 days more."),
    ]

    var uri = ""
    var reusesKey = false
    var days: Int?
    var serial: String?
    var allowsLongValidity = false
    var store = StoreOptions()

    func validate() throws(UsageError) {
        if let days, days > LongValidity.year, !allowsLongValidity {
            throw .notInRange(option: "--days", value: String(days), range: 1...LongValidity.year)
        }
    }

    func run(on console: Console) throws(CommandFailure) {
        let passphrase = try store.passphrase(on: console)
        let database = try store.open(on: console)
        let found = try database.certificates(of: uri)
        try worded {
            let meant = try meant(among: found)
            let authority = try database.authority(passphrase: passphrase)
            for old in meant { try check(old, in: database, issuedBy: authority) }
            let validity = try LongValidity.validity(
                days: days, isLong: allowsLongValidity, from: console.now(), issuedBy: authority.certificate)
            let renewed = try meant.map { old in
                let key = try key(for: old, in: database, passphrase: passphrase)
                let certificate = try authority.issue(
                    Self.profile(of: old.certificate), for: key?.publicKey ?? old.certificate.publicKey,
                    validity: validity)
                return (certificate: certificate, uris: old.uris, key: key)
            }
            let opensKeys = try !reusesKey || database.isEncrypted
            try database.add(renewed, passphrase: opensKeys ? passphrase : nil)
            let address = try SubscriberAddress(uri)
            for (certificate, _, _) in renewed { console.sayIssued(certificate, as: address) }
            if renewed.count > 1 { console.say("renewed both: one to sign with, one to encrypt for") }
        }
    }

    /// The one that is named, or the newest; of a pair of one to sign with and one to encrypt for, the newest of each.
    private func meant(among found: [StoredCertificate]) throws(SelectionError) -> [StoredCertificate] {
        if let serial {
            let named = found.first { $0.certificate.hasSerialNumber(serial) }
            guard let named else { throw .noSuchSerial(uri: uri, serial: serial) }
            return [named]
        }
        // A certificate with an unusable key must not hide one with a usable key.
        let usable = found.filter { $0.certificate.hasUsableKey }
        guard let newest = usable.first ?? found.first else { throw .noCertificate(uri: uri) }
        let (signs, encrypts) = (newest.certificate.maySign, newest.certificate.mayEncrypt)
        guard signs != encrypts else { return [newest] }
        // Where the newest for the other use is for both, it is no half of a pair.
        let other = found.first { signs ? $0.certificate.mayEncrypt : $0.certificate.maySign }
        return [newest] + [other].compactMap(\.self).filter { !$0.certificate.isForBothUses }
    }

    /// The key of the new certificate: a new one, or that of the old one; nil where its private half is elsewhere.
    private func key(
        for old: StoredCertificate, in database: CertStore, passphrase: SecretOctets?
    ) throws -> PrivateKey? {
        guard reusesKey else { return try PrivateKey.generate(old.certificate.facts.key) }
        return old.hasPrivateKey ? try database.privateKey(of: old.certificate, passphrase: passphrase) : nil
    }

    private func check(
        _ old: StoredCertificate, in database: CertStore, issuedBy authority: CertificateAuthority
    ) throws {
        let facts = old.certificate.facts
        // By the signature: a name alone anybody can write, and the CA would vouch for the key beside it.
        guard old.certificate.isIssued(by: authority.certificate) else {
            throw RenewalRefusal.foreignIssuer(uri: uri, issuer: facts.issuer)
        }
        guard reusesKey else {
            if !old.hasPrivateKey { throw RenewalRefusal.keyElsewhere(uri: uri) }
            return
        }
        let revoked =
            try database.revocation(ofSerialNumber: facts.serialNumber)
            ?? database.compromise(ofKeyIn: old.certificate)
        if let revoked { throw RenewalRefusal.keyOfRevoked(serial: revoked.serialNumber) }
    }

    /// What the certificate was issued with; its first URI is that of the address, the others are made from it.
    private static func profile(of certificate: Certificate) throws -> CertificateProfile {
        let facts = certificate.facts
        let encrypts: KeyUsage = facts.key.usesKeyAgreement ? .keyAgreement : .keyEncipherment
        let usage: CertificateProfile.Usage =
            switch (facts.keyUsage?.contains(.digitalSignature), facts.keyUsage?.contains(encrypts)) {
            case (true?, false?): .sign
            case (false?, true?): .encrypt
            default: .both
            }
        let withNumber = facts.uris.contains { TelephoneURI.parse($0) != nil }
        return try SubscriberAddress(facts.uris.first ?? "").profile(usage: usage, withNumber: withNumber)
    }
}

/// Why a certificate is not renewed.
enum RenewalRefusal: Error, Equatable {
    /// Another authority issued it.
    case foreignIssuer(uri: String, issuer: String)
    /// Its private key is not in the store, so that nobody would have the new one.
    case keyElsewhere(uri: String)
    /// It was revoked, or another with its key was because others have that, and the key is not used again.
    case keyOfRevoked(serial: String)
}
