import SIPMessage

/// What a header field of a tunnelled message is, inside and outside (RFC 3261 §23.4.1, §23.4.1.2).
enum TunnelRule {
    /// Proxies write it or must be able to read it: inside it means nothing.
    case outside
    /// The sender writes it for the network, which may change it or take it away: inside it is the sender's word.
    case forNetwork
    /// Dialogs and transactions are found by it: outside is what was declared, and counts.
    case dialog
    /// It is for the other end: outside is what was declared, inside counts.
    case endToEnd
    /// It describes a body: that inside, or the protected one outside.
    case content

    init(_ name: HeaderName) {
        if name.isContentField || name == Self.mimeVersion {
            self = .content
        } else if Self.dialogNames.contains(name) {
            self = .dialog
        } else if Self.networkNames.contains(name) {
            self = .forNetwork
        } else if Self.outsideNames.contains(name) || Self.isPrivate(name) {
            self = .outside
        } else {
            self = .endToEnd
        }
    }

    /// Whether it is one of the fields that networks write for themselves (RFC 3427 §4.1, RFC 7315).
    private static func isPrivate(_ name: HeaderName) -> Bool {
        let start = name.longForm.utf8.prefix(2)
        return start.first.map { $0 | 0x20 } == 0x70 && start.last == 0x2D
    }

    /// Whether the value outside is declared inside, so that a change is seen.
    var isDeclared: Bool { self == .dialog || self == .endToEnd }

    private static let mimeVersion: HeaderName = "MIME-Version"
    private static let dialogNames: Set<HeaderName> = ["Call-ID", "CSeq", "Contact"]

    private static let networkNames: Set<HeaderName> = [
        "Cellular-Network-Info", "Geolocation-Routing", "P-Access-Network-Info", "P-Preferred-Identity",
        "P-Preferred-Service", "Privacy",
    ]

    /// Those of RFC 3261 §23.4.1.1, those that §23.4.1.2 has ignored inside, and what later documents let proxies write.
    private static let outsideNames: Set<HeaderName> = [
        "Via", "Record-Route", "Route", "Max-Forwards", "Proxy-Authorization", "Min-Expires", "Timestamp",
        "Authorization", "Priority", "WWW-Authenticate", "Proxy-Authenticate", "Max-Breadth", "Path",
        "Service-Route", "History-Info", "Diversion", "Feature-Caps", "Security-Client", "Security-Server",
        "Security-Verify", MessageBinding.intendedRecipient,
    ]

    /// Fields that proxies may add where there are none (RFC 3261 §20, Table 2).
    private static let additions: Set<HeaderName> = [
        "Alert-Info", "Call-Info", "Organization", "Proxy-Require", "Require",
    ]

    /// Fields that only the two ends write (RFC 3261 §20, §23.4.1.2; RFC 6665 §8.2; RFC 3903 §11.3).
    private static let ownNames: Set<HeaderName> = Set(
        MessageBinding.required + MessageBinding.optional + [
            MessageBinding.date, "Subject", "Reply-To", "Accept", "Accept-Encoding", "Accept-Language",
            "Allow",
            "Allow-Events", "Authentication-Info", "Error-Info", "In-Reply-To", "Retry-After", "Supported",
            "Unsupported", "User-Agent", "Server", "Warning", "SIP-ETag", "Suppress-If-Match", "Refer-To",
            "Referred-By",
        ])

    /// Whether it is a field of SIP or its extensions that is named here.
    static func isKnown(_ name: HeaderName) -> Bool {
        TunnelRule(name) != .endToEnd || additions.contains(name) || ownNames.contains(name) || name.isList
    }

    /// Whether a proxy may add a field that the sender wrote neither inside nor outside: by RFC 3261, or an extension's,
    /// which is then ignored (RFC 3261 §23.4.1.2).
    static func mayBeAdded(_ name: HeaderName) -> Bool {
        additions.contains(name) || !ownNames.contains(name)
    }
}
