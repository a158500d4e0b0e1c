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
    public var signing = SigningScope.everyAddress
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

    /// The presence authorization rules for messages, with the description of the path.
    public var rules = ProfileRules.none
    /// How strictly messages must be protected, for `judge`.
    public var protection = ProtectionPolicy()
    /// The fields that stay outside of a tunnel; nil if a parameter decides.
    public var outerHeaders: SendingOptions.OuterHeaders?

    /// Creates a profile that relaxes nothing.
    public init(name: String) { self.name = name }
}

/// The addresses for which the clients of a socket may sign.
public enum SigningScope: Sendable {
    /// Every address with a key in the store.
    case everyAddress
    /// The addresses that match one of these patterns.
    case only([AddressPattern])

    /// Returns whether clients may sign for an address.
    func contains(_ address: AddressURI) -> Bool {
        switch self {
        case .everyAddress: true
        case .only(let allowed): allowed.contains { $0.matches(address) }
        }
    }
}
