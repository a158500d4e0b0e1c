import CMS
public import FoundationEssentials
import Octets

extension CertStoreError: CustomStringConvertible, LocalizedError {
    /// A sentence that says what is wrong: lower case, no full stop, untrusted values escaped.
    public var description: String {
        switch self {
        case .noStore(let path): "there is no store '\(shown(path))'"
        case .noDirectory(let path): "there is no directory '\(shown(path))' to create a store in"
        case .storeExists(let path): "there is a store '\(shown(path))' already, or it is in use"
        case .noPostgreSQL: "this program was built without PostgreSQL"
        case .notAStore(let path): "'\(shown(path))' is not a store of smime-presence"
        case .newerVersion(let path, let found, let supported):
            "'\(shown(path))' has version \(found), but this program supports version \(supported)"
        case .readableByOthers(let path, let mode):
            "other users may read or write '\(shown(path))' (mode \(String(mode, radix: 8)))"
        case .ownedByAnother(let path): "another user owns '\(shown(path))'"
        case .directoryOpenToOthers(let path, let mode):
            "other users may add files to the directory '\(shown(path))' of the store (mode "
                + "\(String(mode, radix: 8)))"
        case .system(let path, let code):
            "cannot open or create '\(shown(path))': \(SystemErrorText.of(code))"
        case .database(let code, let message): "the store failed: \(shown(message)) (\(code))"
        case .passphraseRequired: "the private keys of the store are encrypted"
        case .wrongPassphrase: "the passphrase does not open the private keys of the store"
        case .passphraseChangedMeanwhile:
            "the passphrase of the store was changed meanwhile; nothing was written"
        case .notEncrypted: "the private keys of the store are not encrypted"
        case .authorityExists: "the store already has a CA"
        case .noAuthority: "the store has no CA"
        case .unknownAuthority(let identifier):
            "the store's CA has no certificate with ID '\(shown(identifier))'"
        case .supersededMeanwhile(let serial):
            "the certificate with serial \(serial) was renewed meanwhile; nothing was written"
        case .authorityChangedMeanwhile: "the CA of the store was changed meanwhile; nothing was written"
        case .noLongerSigning(let identifier):
            "the CA certificate \(identifier) needs no CRL any more: its key is retired"
        case .authorityAwaitsList(let identifier):
            "the CA certificate \(identifier) signs nothing yet: it is from a copy or an import"
        case .authorityExported: "the CA was exported with its private key, and no longer signs anything here"
        case .authorityAsSubscriber(let subject):
            "the certificate is an authority's (\(shown(subject))), not a subscriber's"
        case .noURI(let subject): "the certificate (\(shown(subject))) names no SIP URI"
        case .keyDoesNotMatchCertificate: CMSError.keyDoesNotMatchCertificate.description
        case .noPrivateKey(let fingerprint): "the store has no private key for \(fingerprint.prefix(16))"
        case .unknownTrustAnchor(let identifier):
            "the store has no trust anchor with ID '\(shown(identifier))'"
        case .ambiguousTrustAnchor(let identifier): "several trust anchors begin with '\(shown(identifier))'"
        case .notIssuedHere(let serialNumber):
            "the CA of this store did not issue the certificate with serial number \(serialNumber)"
        case .alreadyRevoked(let entry):
            "the certificate with serial number \(entry.serialNumber) was revoked at "
                + "\(entry.revokedAt.internetTime) (\(entry.reason.name))"
        case .notOnHold(let serialNumber, let reason):
            "the certificate with serial number \(serialNumber) is not on hold: "
                + (reason.map { "it is revoked (\($0.name))" } ?? "it is not revoked")
        case .unknownRevocationListIssuer(let issuer):
            "no CA in the store signed the CRL of \(printable(issuer))"
        case .ownRevocationList(let number):
            "the CRL\(number.map { " (number \($0))" } ?? "") is from the CA of this store"
        case .notOwnRevocationList(let issuer):
            "the CRL of \(printable(issuer)) was not signed by the CA of this store"
        case .notLastRevocationList(let number, let known):
            "CRL number \(number) is not the last one: the store knows number \(known) of that key"
        case .authorityInUse: "the store has this CA already"
        case .otherStore(let path): "'\(shown(path))' is another store, not a backup of this one"
        case .unmergeableRevocationList(let number):
            "the CRL\(number.map { " (number \(printable($0)))" } ?? "") cannot be merged: it is a "
                + "delta or indirect CRL, its number is too high, or its key is compromised"
        case .unknownRevocationList(let name):
            "the store has no CRL with the ID or issuer '\(printable(name))'"
        case .ambiguousRevocationList(let identifier):
            "the IDs of several CRLs begin with '\(shown(identifier))'"
        case .ledgerFull(let limit):
            "the store has reached its limit of \(limit) recorded messages and timestamps"
        case .ledgerShareFull(let limit):
            "the store has reached its limit of \(limit) recorded messages and timestamps of one signer"
        case .protectedAddressesFull(let limit):
            "the store has reached its limit of \(limit) addresses with protected messages"
        case .stateNotConfirmed: "the store has not confirmed in time that its contents are unchanged"
        case .cryptography(let error): error.description
        }
    }

    /// The same sentence, as `localizedDescription` of Foundation shows it.
    public var errorDescription: String? { description }

    /// Escapes the whole value, which may be longer than `printable` shows: the user
    /// must be able to find a path.
    private func shown(_ value: String) -> String { PrintableText.escaped(value) }
}
