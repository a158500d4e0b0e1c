import CertStore
import SMIMEBody

// The words for the store as a whole and for many certificates at once.

extension StoreDefect {
    /// One line that names the thing.
    var words: String {
        switch self {
        case .database(let words): "the tables are damaged: \(words)"
        case .unreadableCertificate(let fingerprint):
            "certificate \(fingerprint.prefix(16)): its octets cannot be read"
        case .columnsDiffer(let fingerprint):
            "\(fingerprint.prefix(16)): the store says of it what it does not say itself"
        case .notFoundByNames(let fingerprint):
            "certificate \(fingerprint.prefix(16)): the lookup does not find it by the URIs it is filed under"
        case .unreadableKey(let fingerprint):
            "certificate \(fingerprint.prefix(16)): its private key cannot be read"
        case .unnamedKeys(let count):
            "private keys of removed certificates are still there: \(count)"
        case .keyDoesNotMatchCertificate(let fingerprint):
            "certificate \(fingerprint.prefix(16)): its private key belongs to another"
        case .unreadableRevocationList(let fingerprint):
            "CRL \(fingerprint.prefix(16)): its octets cannot be read"
        case .revocationsNotListed(let serials):
            "the CA's list in the store lacks what the CA has revoked: \(Self.some(of: serials))"
        case .listedNotRevoked(let serials):
            "the CA's list in the store has what the CA has not revoked: \(Self.some(of: serials))"
        }
    }
}

extension StoreDefect {
    /// "4A01, 4B02 and 7 more".
    private static func some(of serials: [String]) -> String {
        let shown = serials.prefix(4).joined(separator: ", ")
        return serials.count > 4 ? "\(shown) and \(serials.count - 4) more" : shown
    }
}

extension CommandFailure {
    static func damagedStore(_ defects: Int) -> CommandFailure {
        CommandFailure(
            .surroundings, "the store is damaged in \(defects == 1 ? "one place" : "\(defects) places")",
            hint: "go back to a backup, or import again what is named here")
    }
}

extension AddressList.Failure: Worded {
    var failure: CommandFailure {
        switch self {
        case .line(let number, let file, let refusal):
            CommandFailure(
                .refused, reason: refusal.failure.reason ?? .malformed,
                "line \(number) of '\(file)': \(refusal.failure.message)",
                hint: "\(refusal.failure.hint); nothing was issued")
        case .empty(let file):
            CommandFailure(
                .refused, reason: .malformed, "'\(file)' holds no URI", hint: "put one URI into each line")
        case .tooMany(let file):
            CommandFailure(
                .refused, reason: .tooLarge, "'\(file)' holds more than \(AddressList.most) URIs",
                hint: "split it; nothing was issued")
        }
    }
}

extension RenewalRefusal: Worded {
    var failure: CommandFailure {
        switch self {
        case .foreignIssuer(let uri, let issuer):
            CommandFailure(
                .refused, reason: .noCertificate,
                "the certificate for \(uri) was issued by another CA (\(issuer))",
                hint: "have that CA renew it, or make one of your own with 'smime-presence cert issue \(uri)'"
            )
        case .keyElsewhere(let uri):
            CommandFailure(
                .refused, reason: .noCertificate, "the private key for \(uri) is not in the store",
                hint: "give a new request with 'cert issue \(uri) --csr FILE', or '--reuse-key'")
        case .keyOfRevoked(let serial):
            CommandFailure(
                .refused, reason: .revoked, "the certificate with serial \(serial) is revoked",
                hint: "leave '--reuse-key' out for a new key")
        }
    }
}
