public import Octets

/// The caller's knowledge of one access leg, from the options of a command or a path file.
///
/// Everything may be unknown. It counts as the caller's own knowledge, except ``cipheringSource`` and
/// ``confidentialityFlag``, which come from others.
public struct LegDescription: Sendable, Equatable {
    /// The source of the statement that the access network ciphers.
    public enum CipheringSource: String, Sendable, Equatable, CaseIterable {
        /// The network's own configuration.
        case network
        /// The terminal, whose statement is a claim.
        case terminal
    }

    /// The protection of the hop between terminal and P-CSCF.
    public enum HopProtection: String, Sendable, Equatable, CaseIterable {
        /// Nothing.
        case none
        /// IPsec with integrity only.
        case integrity
        /// IPsec with encryption.
        case ipsec
        /// TLS.
        case tls

        /// Whether it encrypts.
        public var isConfidential: Bool { self == .ipsec || self == .tls }
    }

    /// The release of the P-CSCF: 5, 6 and so on.
    ///
    /// It is reported, but has no effect.
    public var pCSCFRelease: Int?
    /// The access network.
    public var accessNetwork: AccessType?
    /// Whether its link ciphers.
    public var ciphering: Bool?
    /// The source of that statement.
    public var cipheringSource = CipheringSource.network
    /// The protection of the hop between terminal and P-CSCF.
    public var hop: HopProtection?
    /// The transport on that hop, in capitals, if it differs from Via; the two must agree about TLS.
    public var transport: String?
    /// Whether the P-CSCF is known to have compared Security-Verify with its own list.
    public var isAgreementVerified = false
    /// Whether the terminal roams, with a P-CSCF of the visited network.
    public var isRoaming: Bool?
    /// Whether every link from the P-CSCF to the home network is encrypted.
    public var areLinksHomeConfidential: Bool?
    /// The network's statement about the registration (alternative 0).
    public var confidentialityFlag: Bool?
    /// The direction of the messages; nil for the one their method implies.
    public var direction: Direction?

    /// The possible releases of a P-CSCF.
    public static let releases = 5...99
    /// The transports of SIP, in capitals (RFC 3261 §20.42, RFC 4168, RFC 7118).
    public static let transports = ["UDP", "TCP", "TLS", "SCTP", "WS", "WSS"]

    /// Creates a description in which everything is unknown.
    public init() {}
}

/// The direction of a message on an access leg.
public enum Direction: String, Sendable, Equatable, JSONEncodable, CaseIterable {
    /// The terminal sends it.
    case fromTerminal = "from-terminal"
    /// The terminal receives it.
    case toTerminal = "to-terminal"
}

/// Whether statements are trusted that only the network's proxies may write.
public enum NetworkTrust: Sendable, Equatable {
    /// The writer is unknown, so the statement is a claim.
    case none
    /// The message came from a proxy that removes statements by others (RFC 7315 §6.4).
    case proxies
}
