extension StoreDefect: CustomStringConvertible {
    /// One line that names the thing.
    public var description: String {
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
        case .unreadableCapabilities(let key):
            "the kept list of ciphers of the public key \(key.prefix(16)) cannot be read"
        case .revocationsNotListed(let serials):
            "the CA's list in the store lacks what the CA has revoked: \(Self.some(of: serials))"
        case .compromisesForgotten(let serials):
            "the store does not remember the compromised keys of \(Self.some(of: serials))"
        case .listedNotRevoked(let serials):
            "the CA's list in the store has what the CA has not revoked: \(Self.some(of: serials))"
        }
    }

    /// "4A01, 4B02 and 7 more".
    private static func some(of serials: [String]) -> String {
        let shown = serials.prefix(4).joined(separator: ", ")
        return serials.count > 4 ? "\(shown) and \(serials.count - 4) more" : shown
    }
}
