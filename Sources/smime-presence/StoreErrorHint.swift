import CMS
import CertStore
import SMIMEBody

// The hint for each failure of the store; what is wrong is the description of the error.

extension CertStoreError: Worded {
    var failure: CommandFailure {
        switch self {
        case .noStore:
            surroundings(
                hint:
                    "name one with '--store'; 'ca init --domain DOMAIN', 'cert import' and 'trust add' make one"
            )
        case .noDirectory:
            surroundings(hint: "check the name of the store; if it is right, make the directory with 'mkdir'")
        case .storeExists: surroundings(hint: "name another place; the store is left as it is")
        case .noPostgreSQL:
            usage(hint: "build it with 'swift build --traits PostgreSQL', or name a file with '--store'")
        case .notAStore: surroundings(hint: "name the store with '--store' or SMIME_PRESENCE_STORE")
        case .newerVersion: surroundings(hint: "use the later smime-presence that made it")
        case .readableByOthers(let path, _): surroundings(hint: "it holds private keys: chmod 600 '\(path)'")
        case .ownedByAnother: surroundings(hint: "name a store of your own with '--store'")
        case .directoryOpenToOthers(let path, _):
            surroundings(hint: "keep it in a directory of your own: chmod go-w '\(path)'")
        case .system: surroundings(hint: "check the name and the permissions")
        case .database(let code, _): surroundings(hint: Self.hint(forDatabaseCode: code))
        case .passphraseRequired: surroundings(hint: "give '--passphrase-file FILE'")
        case .wrongPassphrase: surroundings(hint: "check the first line of the passphrase file")
        case .passphraseChangedMeanwhile: surroundings(hint: "give the passphrase that it has now")
        case .notEncrypted: usage(hint: "leave '--passphrase-file' out, or make a new store with it")
        case .authorityExists: surroundings(hint: "make another store with '--store FILE'")
        case .noAuthority: surroundings(hint: "make one with 'smime-presence ca init --domain DOMAIN'")
        case .authorityAsSubscriber: refused(.keyUsage, hint: "to trust it, use 'smime-presence trust add'")
        case .noURI: refused(.noCertificate, hint: "file it under one with '--allow-other-uri URI'")
        case .keyDoesNotMatchCertificate: refused(hint: "give the key that does")
        case .noPrivateKey:
            refused(.noCertificate, hint: "import it with 'smime-presence cert import FILE --key FILE'")
        case .unknownTrustAnchor: refused(hint: "see 'smime-presence trust list'")
        case .ambiguousTrustAnchor, .ambiguousRevocationList: refused(hint: "give more digits of the ID")
        case .notIssuedHere:
            refused(
                .untrustedSigner,
                hint:
                    "only its own CA can revoke it; import the CRL of that CA with 'smime-presence trust crl import'"
            )
        case .alreadyRevoked:
            refused(
                .revoked, hint: "it is on the CRL already; only certificateHold can be given another reason")
        case .unknownRevocationListIssuer:
            refused(
                .untrustedSigner,
                hint:
                    "trust its CA first with 'smime-presence trust add FILE', or check that the CRL is complete"
            )
        case .ownRevocationList:
            refused(hint: "there is nothing to do: what 'cert revoke' revokes counts here at once")
        case .unknownRevocationList: refused(hint: "see 'smime-presence trust crl list'")
        case .ledgerFull:
            surroundings(
                hint: "wait until the oldest are forgotten, or use a store of its own for these messages")
        case .cryptography(let error): error.failure
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
