public import MIME

/// The name of a header field, its compact form and its case put aside (RFC 3261 §7.3.1, §7.3.3).
public struct HeaderName: Sendable, Hashable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// The long form: as the registry writes it where this library knows the name, else as it was given.
    public let longForm: String
    /// Whether the field describes the body: its name begins with `Content-`.
    public let isContentField: Bool
    private let key: String

    /// Takes a name of either form and any case; `v` and `VIA` are both `Via`.
    public init(_ name: String) {
        // Most are written as the registry does, and found without another spelling of them being made.
        if let known = Self.known[name] {
            self = known
            return
        }
        let key = name.asciiLowercased
        self = Self.known[key] ?? HeaderName(longForm: name, key: key)
    }

    private init(longForm: String, key: String) {
        self.longForm = longForm
        self.key = key
        isContentField = key.hasPrefix("content-")
    }

    /// Takes a name written in source code.
    public init(stringLiteral name: String) {
        self.init(name)
    }

    /// The long form.
    public var description: String { longForm }

    /// Returns whether two names are the same field.
    public static func == (left: HeaderName, right: HeaderName) -> Bool { left.key == right.key }

    /// Hashes what `==` compares.
    public func hash(into hasher: inout Hasher) { hasher.combine(key) }

    /// Whether `name`, of either form and any case, is this name; quicker than making a name of it.
    public func isWritten(_ name: String) -> Bool {
        name.utf8.count == 1 ? HeaderName(name) == self : name.equalsIgnoringASCIICase(key)
    }

    /// The compact forms of the IANA registry "SIP Header Fields" and the long forms they stand for.
    public static let compactForms: [String: String] = [
        "a": "Accept-Contact", "b": "Referred-By", "c": "Content-Type", "d": "Request-Disposition",
        "e": "Content-Encoding", "f": "From", "i": "Call-ID", "j": "Reject-Contact", "k": "Supported",
        "l": "Content-Length", "m": "Contact", "n": "Identity-Info", "o": "Event", "r": "Refer-To",
        "s": "Subject", "t": "To", "u": "Allow-Events", "v": "Via", "x": "Session-Expires", "y": "Identity",
    ]

    /// Fields that stand at most once and decide how a message is read: two of them would mean two readings.
    static let single: Set<HeaderName> = [
        "Call-ID", "CSeq", "Content-Disposition", "Content-Length", "Content-Transfer-Encoding",
        "Content-Type",
        "Date", "Event", "Expires", "From", "Max-Forwards", "MIME-Version", "Min-Expires", "SIP-ETag",
        "SIP-If-Match", "Subscription-State", "To",
    ]

    /// Fields whose value is a list with commas between its elements.
    static let lists: Set<HeaderName> = [
        "Accept", "Accept-Contact", "Accept-Encoding", "Accept-Language", "Accept-Resource-Priority",
        "Alert-Info",
        "Allow", "Allow-Events", "Call-Info", "Contact", "Content-Encoding", "Content-Language", "Error-Info",
        "Feature-Caps", "Geolocation", "History-Info", "In-Reply-To", "P-Access-Network-Info",
        "P-Asserted-Identity", "P-Associated-URI", "P-Preferred-Identity", "P-Visited-Network-ID", "Path",
        "Proxy-Require", "Reason", "Record-Route", "Recv-Info", "Reject-Contact", "Request-Disposition",
        "Require",
        "Resource-Priority", "Route", "Security-Client", "Security-Server", "Security-Verify",
        "Service-Route",
        "Supported", "Unsupported", "Via", "Warning",
    ]

    /// Whether the value of the field is a list with commas between its elements.
    public var isList: Bool { Self.lists.contains(self) }

    static let contentLength: HeaderName = "Content-Length"
    static let contentType: HeaderName = "Content-Type"
    static let mimeVersion: HeaderName = "MIME-Version"

    /// The names this library knows, under the keys of both forms and as they are written.
    private static let known: [String: HeaderName] = {
        let names = [
            "Accept", "Accept-Encoding", "Accept-Language", "Allow", "Call-ID", "Content-Disposition",
            "Content-ID", "Content-Language", "Content-Length", "Content-Transfer-Encoding", "CSeq", "Date",
            "Expires", "Max-Forwards", "MIME-Version", "Min-Expires", "Organization", "P-Access-Network-Info",
            "P-Asserted-Identity", "P-Preferred-Identity", "Privacy", "Proxy-Require", "Record-Route",
            "Require",
            "Route", "Server", "SIP-ETag", "SIP-If-Match", "Subscription-State", "Unsupported", "User-Agent",
        ]
        var known: [String: HeaderName] = [:]
        for name in names + Array(compactForms.values) {
            let key = name.asciiLowercased
            let header = HeaderName(longForm: name, key: key)
            known[key] = header
            known[name] = header
        }
        for (short, name) in compactForms { known[short] = known[name.asciiLowercased] }
        return known
    }()
}

extension HeaderField {
    /// The name with compact form and case put aside.
    public var headerName: HeaderName { HeaderName(name) }
}
