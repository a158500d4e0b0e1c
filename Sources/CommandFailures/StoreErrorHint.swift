import CMS
public import CertStore
import Octets
import SMIMEBody

// The hint for each failure of the store; the message is the description of the error.

extension CertStoreError: CommandFailureConvertible {
    /// The failure of a command with this store.
    public var failure: CommandFailure {
        switch self {
        case .noStore:
            environment(
                hint:
                    "name one with '--store'; 'ca init --domain DOMAIN', 'cert "
                    + "import' and 'trust add' make one"
            )
        case .noDirectory:
            environment(hint: "check the name of the store; if it is right, make the directory with 'mkdir'")
        case .storeExists: environment(hint: "name another place; the store is left as it is")
        case .noPostgreSQL:
            usage(hint: "build it with 'swift build --traits PostgreSQL', or name a file with '--store'")
        case .notAStore: environment(hint: "name the store with '--store' or SMIME_PRESENCE_STORE")
        case .newerVersion: environment(hint: "use the later smime-presence that made it")
        case .readableByOthers(let path, _):
            environment(hint: "it holds private keys: chmod 600 \(ShellWord.file(path))")
        case .ownedByAnother: environment(hint: "name a store of your own with '--store'")
        case .directoryOpenToOthers(let path, _):
            environment(hint: "keep it in a directory of your own: chmod go-w \(ShellWord.file(path))")
        case .system: environment(hint: "check the name and the permissions")
        case .database(let code, _): environment(hint: Self.hint(forDatabaseCode: code))
        case .passphraseRequired: environment(hint: "give '--passphrase-file FILE'")
        case .wrongPassphrase: environment(hint: "check the first line of the passphrase file")
        case .passphraseChangedMeanwhile: environment(hint: "give the passphrase that it has now")
        case .notEncrypted: usage(hint: "leave '--passphrase-file' out, or make a new store with it")
        case .authorityExists: environment(hint: "make another store with '--store FILE'")
        case .noAuthority: environment(hint: "make one with 'smime-presence ca init --domain DOMAIN'")
        case .unknownAuthority: refused(hint: "see the own CA's IDs in 'smime-presence trust list'")
        case .authorityChangedMeanwhile, .supersededMeanwhile: environment(hint: "repeat the command")
        case .noLongerSigning: refused(hint: "leave '--ca' out: the current CA signs the CRL")
        case .authorityAwaitsList:
            refused(
                hint: "merge its last CRL with 'smime-presence ca crl --merge FILE'; if it made none since "
                    + "then, use 'ca crl --no-crl-was-lost'")
        case .authorityExported:
            refused(
                hint: "use the store that has it now, or move it back with 'smime-presence ca import FILE'")
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
                    "only its own CA can revoke it; import the CRL of that CA with "
                    + "'smime-presence trust crl import'"
            )
        case .alreadyRevoked:
            refused(
                .revoked, hint: "it is on the CRL already; only the reason certificateHold can be changed")
        case .notOnHold(_, nil): refused(hint: "nothing to do; see 'smime-presence cert show URI'")
        case .notOnHold: refused(.revoked, hint: "a revocation is permanent: issue a new certificate")
        case .unknownRevocationListIssuer:
            refused(
                .untrustedSigner,
                hint:
                    "trust its CA first with 'smime-presence trust add FILE', or "
                    + "check that the CRL is complete"
            )
        case .ownRevocationList:
            refused(hint: "nothing to do: 'cert revoke' takes effect in this store at once")
        case .notOwnRevocationList: refused(hint: "import it with 'smime-presence trust crl import FILE'")
        case .notLastRevocationList: refused(hint: "give the CRL with the highest number that was given out")
        case .authorityInUse: environment(hint: "nothing to import: 'smime-presence ca show' shows it")
        case .otherStore: environment(hint: "give the backup another name, or remove that file first")
        case .unmergeableRevocationList: refused(hint: "give a CRL written by 'smime-presence ca crl'")
        case .unknownRevocationList: refused(hint: "see 'smime-presence trust crl list'")
        case .ledgerFull:
            environment(
                hint: "wait until the oldest entries expire, or use another store for these messages")
        case .ledgerShareFull: environment(hint: "wait until the signer's oldest entries expire")
        case .protectedAddressesFull:
            environment(hint: "find the domain that sends for so many users with 'smime-presence peer list'")
        case .stateNotConfirmed: environment(hint: "check that the store can be reached; then try again")
        case .cryptography(let error): error.failure
        }
    }

    /// The hint for a failure of the database, by SQLite's primary code (sqlite.org/rescode.html).
    private static func hint(forDatabaseCode code: String) -> String {
        if code == CertStoreError.missingPassword {
            return "put it into ~/.pgpass (mode 0600) as HOST:PORT:DATABASE:USER:PASSWORD"
        }
        guard code.hasPrefix("SQLite "), let number = Int(code.dropFirst("SQLite ".count)) else {
            return "check the server and the connection to it"
        }
        // SQLITE_READONLY_DBMOVED
        if number == 1032 { return "find out what put another file in its place; then try again" }
        return switch number & 0xFF {
        case 11, 26: "the file is damaged or cut short: go back to a backup made with 'store backup'"
        case 8:
            "make the file of the store and its directory writable, or close the store and only read it"
        case 10, 13: "free space on the disk: even reading a store writes small files next to it"
        case 5, 6: "another program writes to the store: try again when it is done"
        default: "check the disk and whether another program holds the store"
        }
    }
}

extension CertStoreError {
    /// The failure of a command that is given the name of a backup.
    package var backupFailure: CommandFailure {
        guard case .notAStore(let path) = self else { return failure }
        return CommandFailure(
            .environment, "'\(path)' exists and is not a store: it is not replaced",
            hint: "give the backup another name, or remove that file")
    }

    /// The failure of a command that is given two locations, and takes no '--store'.
    package var copyingFailure: CommandFailure {
        guard case .noStore = self else { return failure }
        return CommandFailure(
            .environment, description,
            hint: "check the name: FROM is the store to copy, and '--store' is not used")
    }
}
