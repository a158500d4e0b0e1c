import CMS
import CertStore
import CertificateAdministration
import CommandFiles
import CommandOptions
import Octets
import SIPMessage
import SMIMEAgent
import SMIMEBody

/// The options for files with certificates, private keys and trust anchors to use instead of the store's.
struct PartyOptions {
    /// The certificate to sign with.
    var signer: String?
    /// The certificates to encrypt for; when opening, the certificate to decrypt with.
    var recipients: [String] = []
    /// The private key of the own certificate, if it is in another file.
    var key: String?
    var passwordFile: String?
    var trust: String?

    /// Whether none of them is given.
    var isEmpty: Bool { files.isEmpty }

    /// The files that no output may overwrite.
    var files: [String] { [signer, key, passwordFile, trust].compactMap(\.self) + recipients }

    /// The options of `sign`.
    static func signing<C: StoreCommand>(
        into path: @autoclosure @escaping () -> WritableKeyPath<C, PartyOptions>
    ) -> [Option<C>] {
        [
            .value(
                "--signer", as: "FILE", into: path().appending(path: \.signer),
                help: "sign with the certificate in FILE (PEM, DER or PKCS#12) instead of one in the store")
        ] + common(into: path())
    }

    /// The options of `encrypt`.
    static func sending<C: StoreCommand>(
        into path: @autoclosure @escaping () -> WritableKeyPath<C, PartyOptions>
    ) -> [Option<C>] {
        signing(into: path()) + [
            .values(
                "--recipient", as: "FILE", into: path().appending(path: \.recipients),
                help: "encrypt for the certificate in FILE (its first SIP URI); --to uses one in the store")
        ]
    }

    /// The options of the commands that open a message.
    static func opening<C: StoreCommand>(
        into path: @autoclosure @escaping () -> WritableKeyPath<C, PartyOptions>
    ) -> [Option<C>] {
        [
            .values(
                "--recipient", as: "FILE", into: path().appending(path: \.recipients),
                help: "decrypt with the key of the certificate in FILE instead of those in the store")
        ] + common(into: path())
    }

    private static func common<C: StoreCommand>(
        into path: @autoclosure @escaping () -> WritableKeyPath<C, PartyOptions>
    ) -> [Option<C>] {
        [
            .value(
                "--key", as: "FILE", into: path().appending(path: \.key),
                help: "the private key (PEM or DER), if it is not in the file of the certificate"),
            .value(
                "--password-file", as: "FILE", into: path().appending(path: \.passwordFile),
                help: "the first line of FILE decrypts the PKCS#12 file or private key"),
            .value(
                "--trust", as: "FILE", into: path().appending(path: \.trust),
                help: "trust only the certificates in FILE (PEM or DER); the CRLs of the store still count"
            ).loosening(),
        ]
    }

    /// Checks what can be checked without files; `own` is the option that names the own certificate.
    func validate(own: String) throws(UsageError) {
        let hasOwn = own == "--signer" ? signer != nil : !recipients.isEmpty
        if key != nil, !hasOwn { throw .optionNeeds("--key", other: own) }
        if passwordFile != nil, !hasOwn { throw .optionNeeds("--password-file", other: own) }
        let address = recipients.first { AddressURI.parse($0) != nil }
        if let address {
            let hint =
                own == "--signer"
                ? "to name a recipient by its address, give '--to \(address)'"
                : "give the file of the certificate and, with '--key', of its private key"
            throw .other("'\(address)' given for --recipient is an address, not a file", hint: hint)
        }
        if let signer, AddressURI.parse(signer) != nil {
            throw .other(
                "'\(signer)' given for --signer is an address, not a file",
                hint: "to name the signer by its address, give '--from \(signer)'")
        }
        if files.contains(Console.standardStream) {
            throw .other(
                "standard input is for the message", hint: "give the certificates and keys as files")
        }
    }

    /// Reads the files of a sender, of which no output may take the place.
    func sender(on console: Console, writing outputs: [String?]) throws(CommandFailure) -> GivenParties {
        var parties = try given(
            own: [signer].compactMap(\.self), named: "--signer", on: console, writing: outputs)
        parties.recipients = try Self.readingFiles {
            try recipients.flatMap { name in
                let octets = try console.readSecret(name, limit: CertificateFile.limit)
                let read = try CertificateFile(octets, name: name, password: nil)
                for notice in ImportNotice.skipped(read.unusable, in: name) { console.say(notice) }
                parties.intermediates += read.authorities
                return read.subscribers
            }
        }
        return parties
    }

    /// Reads the files of a receiver, of which no output may take the place.
    func receiver(on console: Console, writing outputs: [String?]) throws(CommandFailure) -> GivenParties {
        try given(own: recipients, named: "--recipient", on: console, writing: outputs)
    }

    /// Reads files; a fault of theirs is none of the message, so that no verdict is reported about that.
    private static func readingFiles<Result>(_ read: () throws -> Result) throws(CommandFailure) -> Result {
        do { return try read() } catch {
            let failure = commandFailure(for: error)
            throw CommandFailure(.environment, failure.message, hint: failure.hint)
        }
    }

    private func given(
        own names: [String], named option: String, on console: Console, writing outputs: [String?]
    ) throws(CommandFailure) -> GivenParties {
        guard !isEmpty else { return GivenParties() }
        for file in files {
            try describingErrors { try console.refuseSameFile(input: file, outputs: outputs) }
        }
        let password = try passwordFile.map { (name) throws(CommandFailure) in
            try console.passwordLine(of: name)
        }
        return try Self.readingFiles {
            var parties = GivenParties()
            parties.anchors = try trust.map { try anchors(in: $0, on: console) }
            for name in names {
                let filings = try filings(of: name, password: password, on: console)
                let own = filings.compactMap { filing in
                    filing.key.map { KeyedCertificate(certificate: filing.certificate, key: $0) }
                }
                guard !own.isEmpty else { throw CommandFailure.withoutKey(name, option: option) }
                parties.own += own
                parties.intermediates += filings.flatMap(\.chain)
            }
            return parties
        }
    }

    private func filings(
        of name: String, password: SecretOctets?, on console: Console
    ) throws -> [CertificateFiling] {
        let keys = try key.map {
            FileImport.KeyFile(try console.readSecret($0, limit: CertificateFile.limit), name: $0)
        }
        return try FileImport(
            console.readSecret(name, limit: CertificateFile.limit), name: name, keys: keys,
            password: password, notice: console.say
        ).filings(notice: console.say)
    }

    private func anchors(in name: String, on console: Console) throws -> [Certificate] {
        let (read, unusable) = try CertificateFile.certificates(
            console.read(name, limit: CertificateFile.limit), name: name)
        for notice in ImportNotice.skipped(unusable, in: name) { console.say(notice) }
        // Else the CRLs of its CA, which the store may have, could not count.
        for certificate in read where !certificate.mayBeTrusted { throw CommandFailure.notAuthority(name) }
        return read
    }
}

extension GivenParties {
    /// The addresses to encrypt for, one for each certificate of a recipient.
    func recipientAddresses() throws(CommandFailure) -> [AddressURI] {
        var addresses: [AddressURI] = []
        for certificate in recipients {
            guard let address = certificate.address else {
                throw commandFailure(for: CertStoreError.noURI(subject: certificate.facts.subject))
            }
            addresses.append(address)
        }
        return addresses
    }
}

extension Certificate {
    /// Whether it is a CA's, or signed by its own key, so that no other CA can revoke it.
    fileprivate var mayBeTrusted: Bool {
        facts.isCertificationAuthority || facts.issuerDER == facts.subjectDER
    }

    /// The first SIP URI that the certificate names; nil if it names none.
    var address: AddressURI? {
        SubscriberAddress.addresses(in: self).compactMap(AddressURI.parse).first { $0.sipURI != nil }
    }
}

extension CommandFailure {
    fileprivate static func notAuthority(_ name: String) -> CommandFailure {
        CommandFailure(
            .environment, "'\(printable(name))' has a certificate that is not a CA's",
            hint: "give the certificate of its CA with '--trust'")
    }

    fileprivate static func withoutKey(_ name: String, option: String) -> CommandFailure {
        CommandFailure(
            .environment, "'\(printable(name))' has no private key for its certificate",
            hint: "give the key with '--key FILE' in addition to '\(option)'")
    }
}
