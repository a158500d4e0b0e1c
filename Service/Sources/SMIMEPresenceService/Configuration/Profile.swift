import CMS
import SIPMessage
public import SMIMEAgent
public import SMIMEBody

/// What the clients of a socket may do, the addresses they may sign for, and the checks that are relaxed.
public struct Profile: Sendable {
    /// The name in the configuration and in logs.
    public let name: String
    /// The operations that clients may request.
    public var operations = Operation.onMessages
    /// The addresses for which clients may sign.
    public var signing = SigningScope.everyone
    /// The users whose processes may connect, by number; the service's own user and root always may.
    public var peers: Set<UInt32> = []
    /// The checks of received messages.
    public var opening = OpeningPolicy()
    /// Whether any signer is accepted.
    public var acceptsAnySender = false
    /// Whether P-Asserted-Identity also names the sender, because a trusted network wrote it (RFC 3325).
    public var trustsAssertedIdentity = false
    /// Whether anonymous tunnels also replace From and Call-ID.
    public var rewritesDialog = false
    /// Whether clients may request ciphers without authentication.
    public var allowsCBC = false
    /// Whether clients may request the key transport of PKCS#1 v1.5.
    public var allowsPKCS1 = false

    /// The presence authorization rules for messages, with the description of the path; nil for none.
    public var rules: MessagePolicy?
    /// The fields that stay outside of a tunnel; nil if a parameter decides.
    public var outerHeaders: SendingOptions.OuterHeaders?

    /// Creates a profile that relaxes nothing.
    public init(name: String) { self.name = name }
}

/// The addresses for which the clients of a socket may sign.
public enum SigningScope: Sendable {
    /// Every address with a key in the store.
    case everyone
    /// These addresses of record; `sip:*@DOMAIN` is every user of a domain, and `sip:DOMAIN` its server.
    case only([String])

    /// Returns whether clients may sign for an address.
    func contains(_ address: AddressURI) -> Bool {
        switch self {
        case .everyone: true
        case .only(let allowed):
            allowed.contains { Self.matches($0, address.addressOfRecord) }
        }
    }

    /// Whether any address can match a pattern.
    static func canMatch(_ pattern: String) -> Bool {
        guard let star = pattern.firstIndex(of: "*") else {
            return AddressURI.parse(pattern)?.addressOfRecord == pattern
        }
        let rest = pattern[pattern.index(after: star)...]
        return rest.first == "@" && AddressURI.parse(pattern[..<star] + "user" + rest) != nil
    }

    /// Compares an address of record with a pattern; "*" stands for the user part only.
    private static func matches(_ pattern: String, _ record: String) -> Bool {
        guard let star = pattern.firstIndex(of: "*") else { return pattern == record }
        guard let at = record.lastIndex(of: "@") else { return false }
        return pattern[pattern.index(after: star)...] == record[at...]
            && record[..<at].hasPrefix(pattern[..<star])
    }
}
