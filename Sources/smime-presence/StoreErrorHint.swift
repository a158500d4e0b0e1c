import CMS
import CertStore
import SMIMEBody

// The hint for each failure of the store; what is wrong is the description of the error.

extension CertStoreError: Worded {
    var failure: CommandFailure {
        if case .cryptography(let error) = self { return error.failure }
        return CommandFailure(status, reason: code, description, hint: hint)
    }

    private var status: ExitStatus {
        switch self {
        case .noPostgreSQL, .notEncrypted: .usage
        case .noStore, .noDirectory, .storeExists, .notAStore, .newerVersion, .readableByOthers,
            .ownedByAnother,
            .directoryOpenToOthers, .system, .database, .passphraseRequired, .wrongPassphrase,
            .passphraseChangedMeanwhile, .authorityExists, .noAuthority, .ledgerFull:
            .surroundings
        case .authorityAsSubscriber, .noURI, .keyDoesNotMatchCertificate, .noPrivateKey, .unknownTrustAnchor,
            .ambiguousTrustAnchor, .notIssuedHere, .alreadyRevoked, .unknownRevocationListIssuer,
            .ownRevocationList,
            .unknownRevocationList, .ambiguousRevocationList:
            .refused
        case .cryptography(let error): error.failure.status
        }
    }

    private var code: ReasonCode? {
        switch self {
        case .authorityAsSubscriber: .keyUsage
        case .noURI, .noPrivateKey: .noCertificate
        case .notIssuedHere, .unknownRevocationListIssuer: .untrustedSigner
        case .alreadyRevoked: .revoked
        case .noStore, .noDirectory, .storeExists, .noPostgreSQL, .notAStore, .newerVersion,
            .readableByOthers,
            .ownedByAnother, .directoryOpenToOthers, .system, .database, .passphraseRequired,
            .wrongPassphrase,
            .passphraseChangedMeanwhile, .notEncrypted, .authorityExists, .noAuthority,
            .keyDoesNotMatchCertificate, .unknownTrustAnchor, .ambiguousTrustAnchor, .ownRevocationList,
            .unknownRevocationList, .ambiguousRevocationList, .ledgerFull:
            nil
        case .cryptography(let error): error.failure.reason
        }
    }

    private var hint: String {
        switch self {
        case .noStore:
            "name one with '--store'; 'ca init --domain DOMAIN', 'cert import' and 'trust add' make one"
        case .noDirectory:
            "check the name of the store; if it is right, make the directory with 'mkdir'"
        case .storeExists: "name another place; the store is left as it is"
        case .noPostgreSQL:
            "build it with 'swift build --traits PostgreSQL', or name a file with '--store'"
        case .notAStore: "name the store with '--store' or SMIME_PRESENCE_STORE"
        case .newerVersion: "use the later smime-presence that made it"
        case .readableByOthers(let path, _): "it holds private keys: chmod 600 '\(path)'"
        case .ownedByAnother: "name a store of your own with '--store'"
        case .directoryOpenToOthers(let path, _):
            "keep it in a directory of your own: chmod go-w '\(path)'"
        case .system: "check the name and the permissions"
        case .database(let code, _): Self.hint(forDatabaseCode: code)
        case .passphraseRequired: "give '--passphrase-file FILE'"
        case .wrongPassphrase: "check the first line of the passphrase file"
        case .passphraseChangedMeanwhile: "give the passphrase that it has now"
        case .notEncrypted: "leave '--passphrase-file' out, or make a new store with it"
        case .authorityExists: "make another store with '--store FILE'"
        case .noAuthority: "make one with 'smime-presence ca init --domain DOMAIN'"
        case .authorityAsSubscriber: "to trust it, use 'smime-presence trust add'"
        case .noURI: "file it under one with '--allow-other-uri URI'"
        case .keyDoesNotMatchCertificate: "give the key that does"
        case .noPrivateKey: "import it with 'smime-presence cert import FILE --key FILE'"
        case .unknownTrustAnchor: "see 'smime-presence trust list'"
        case .ambiguousTrustAnchor, .ambiguousRevocationList: "give more digits of the ID"
        case .notIssuedHere:
            "only its own CA can revoke it; import the CRL of that CA with 'smime-presence trust crl import'"
        case .alreadyRevoked: "it is on the CRL already; only certificateHold can be given another reason"
        case .unknownRevocationListIssuer:
            "trust its CA first with 'smime-presence trust add FILE', or check that the CRL is complete"
        case .ownRevocationList: "there is nothing to do: what 'cert revoke' revokes counts here at once"
        case .unknownRevocationList: "see 'smime-presence trust crl list'"
        case .ledgerFull:
            "wait until the oldest are forgotten, or use a store of its own for these messages"
        case .cryptography(let error): error.failure.hint
        }
    }

    /// The hint for a failure of the database, by SQLite's primary code (sqlite.org/rescode.html).
    private static func hint(forDatabaseCode code: String) -> String {
        guard code.hasPrefix("SQLite "), let number = Int(code.dropFirst("SQLite ".count)) else {
            return "check the server and the connection to it"
        }
        return switch number & 0xFF {
        case 11, 26: "the file is damaged or cut short: go back to a backup made with 'store backup'"
        case 8:
            "make the file of the store and its directory writable, or close the store and only read it"
        case 10, 13: "is the disk full? also who reads a store writes a little beside it"
        case 5, 6: "another program writes to the store: try again when it is done"
        default: "check the disk and whether another program holds the store"
        }
    }
}

extension CertStoreError {
    /// The failure of a command that is given the name of a backup.
    var backupFailure: CommandFailure {
        guard case .notAStore(let path) = self else { return failure }
        return CommandFailure(
            .surroundings, "'\(path)' is there and is no store: it is not replaced",
            hint: "give the backup another name, or remove that file")
    }

    /// The failure of a command that is given two locations, and takes no '--store'.
    var copyingFailure: CommandFailure {
        guard case .noStore = self else { return failure }
        return CommandFailure(
            .surroundings, description,
            hint: "FROM names the store to copy, and '--store' is not asked: check the name")
    }
}
