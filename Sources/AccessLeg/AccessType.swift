public import Octets
import SIPMessage

/// The access networks of P-Access-Network-Info (RFC 7315 §5.4), and the confidentiality of their links.
public enum AccessFamily: String, Sendable, Equatable, CaseIterable, JSONEncodable {
    /// GSM radio: GPRS.
    case geran = "GERAN"
    /// UMTS radio, HSPA included.
    case utran = "UTRAN"
    /// LTE radio.
    case eUTRAN = "E-UTRAN"
    /// Fifth-generation radio.
    case nr = "NR"
    /// A cellular core reached over unlicensed radio that the operator does not control.
    case genericAccess = "GAN"
    /// Radio of 3GPP2.
    case cdma2000 = "3GPP2"
    /// Wireless local networks.
    case wlan = "WLAN"
    /// A cable of a local network.
    case ethernet = "Ethernet"
    /// Digital subscriber lines.
    case subscriberLine = "DSL"
    /// Television cable.
    case cable
    /// Passive optical networks.
    case fibre
    /// The telephone network.
    case telephone
    /// Satellites.
    case satellite
    /// None of these.
    case other

    /// Whether the operator's link can cipher, so that alternative 2 of SA3 is possible.
    ///
    /// Only 3GPP access counts. A wireless local network may be open, and its ciphering ends at the access
    /// point. Lines and cables mostly have none.
    public var canCipher: Bool {
        switch self {
        case .geran, .utran, .eUTRAN, .nr, .genericAccess, .cdma2000: true
        case .wlan, .ethernet, .subscriberLine, .cable, .fibre, .telephone, .satellite, .other: false
        }
    }

    /// The element at which ciphering of the link ends, which lies before the P-CSCF in every network.
    public var cipheringEndsAt: String {
        switch self {
        case .geran: "the SGSN"
        case .utran: "the RNC"
        case .eUTRAN, .nr: "the base station"
        case .genericAccess: "the gateway of the cellular core"
        case .cdma2000: "the base station or the packet data node"
        case .wlan: "the access point"
        case .ethernet, .subscriberLine, .cable, .fibre, .telephone, .satellite, .other:
            "the other end of the line"
        }
    }
}

/// One access type or class, as named by a message or a path file.
public struct AccessType: Sendable, Equatable {
    /// The token as given.
    public let token: String
    /// The kind of network.
    public let family: AccessFamily

    /// Accepts a token in any case; one that is in no table has the family `other`.
    public init(_ token: String) {
        self.token = token
        family = Self.families[token.uppercased()] ?? .other
    }

    /// Whether a text is a valid access type: a SIP token of at most 64 octets.
    public static func isToken(_ text: String) -> Bool {
        text.utf8.count <= 64 && TokenWithParameters.parse(text).map { $0.token == text } ?? false
    }

    /// Every access type and access class of RFC 7315 §5.4, and those of fifth-generation radio.
    public static let known: [String] = table.flatMap(\.tokens)

    private static let families = Dictionary(
        table.flatMap { row in row.tokens.map { ($0.uppercased(), row.family) } },
        uniquingKeysWith: { first, _ in first })

    private static let table: [(family: AccessFamily, tokens: [String])] = [
        (.geran, ["3GPP-GERAN"]),
        (.utran, ["3GPP-UTRAN-FDD", "3GPP-UTRAN-TDD", "3GPP-UTRAN", "3GPP-HSPA"]),
        (.eUTRAN, ["3GPP-E-UTRAN-FDD", "3GPP-E-UTRAN-TDD", "3GPP-E-UTRAN"]),
        (.nr, ["3GPP-NR", "3GPP-NR-FDD", "3GPP-NR-TDD"]),
        (.genericAccess, ["3GPP-GAN"]),
        (.cdma2000, ["3GPP2-1X", "3GPP2-1X-HRPD", "3GPP2-UMB", "3GPP2-1X-Femto", "3GPP2"]),
        (
            .wlan,
            ["IEEE-802.11", "IEEE-802.11a", "IEEE-802.11b", "IEEE-802.11g", "IEEE-802.11n", "3GPP-WLAN"]
        ),
        (
            .ethernet,
            ["", "a", "ab", "ae", "ah", "ak", "an", "aq", "e", "i", "j", "u", "y", "z"].map {
                "IEEE-802.3\($0)"
            }
        ),
        (
            .subscriberLine,
            ["ADSL", "ADSL2", "ADSL2+", "RADSL", "SDSL", "HDSL", "HDSL2", "G.SHDSL", "VDSL", "IDSL"]
        ),
        (.cable, ["DOCSIS"]), (.fibre, ["GPON", "XGPON1"]), (.telephone, ["GSTN"]),
        (.satellite, ["DVB-RCS2"]),
    ]
}
