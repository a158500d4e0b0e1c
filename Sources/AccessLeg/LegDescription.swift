public import Octets

/// What the caller knows of one access leg, from the options of a command or a path file.
///
/// Everything may be unknown. It is taken as the caller's own knowledge, except what ``cipheringSource`` and
/// ``confidentialityFlag`` say, which come from others.
public struct LegDescription: Sendable, Equatable {
    /// Who says whether the access network ciphers.
    public enum CipheringSource: String, Sendable, Equatable, CaseIterable {
        /// The network's own configuration.
        case network
        /// The terminal: a claim.
        case terminal
    }

    /// How the hop between terminal and P-CSCF is protected.
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
    /// It is reported, and never taken for an effect.
    public var pCSCFRelease: Int?
    /// The access network.
    public var accessNetwork: AccessType?
    /// Whether its link ciphers.
    public var ciphering: Bool?
    /// Who says so.
    public var cipheringSource = CipheringSource.network
    /// How the hop between terminal and P-CSCF is protected.
    public var hop: HopProtection?
    /// The transport on that hop, in capitals, where it is another than Via has; about TLS they must agree.
    public var transport: String?
    /// Whether the P-CSCF is known to have compared Security-Verify with its own list.
    public var isAgreementVerified = false
    /// Whether the terminal roams, with a P-CSCF of the visited network.
    public var isRoaming: Bool?
    /// Whether every link from the P-CSCF to the home network is encrypted.
    public var areLinksHomeConfidential: Bool?
    /// What the network says of the registration (answer 0).
    public var confidentialityFlag: Bool?
    /// Which way the messages go; nil for the way their method implies.
    public var direction: Direction?

    /// The releases that a P-CSCF may be of.
    public static let releases = 5...99
    /// The transports that SIP has, in capitals (RFC 3261 §20.42, RFC 4168, RFC 7118).
    public static let transports = ["UDP", "TCP", "TLS", "SCTP", "WS", "WSS"]

    /// Knows nothing.
    public init() {}
}

/// Which way a message goes over an access leg.
public enum Direction: String, Sendable, Equatable, JSONEncodable, CaseIterable {
    /// The terminal sends it.
    case fromTerminal = "from-terminal"
    /// The terminal receives it.
    case toTerminal = "to-terminal"
}

/// Whether the word of the network is taken for what only its proxies may write.
public enum NetworkTrust: Sendable, Equatable {
    /// Whoever wrote it may be anybody: it is a claim.
    case none
    /// The message came from a proxy that removes what others wrote there (RFC 7315 §6.4).
    case proxies
}
