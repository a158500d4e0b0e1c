internal import MIME
import Octets

/// A `;name` or `;name=value` parameter of a header field value or a URI.
public struct HeaderParameter: Sendable, Hashable {
    /// The name as written; names are compared without case.
    public let name: String
    /// The value without quotes and escapes, in its original case; nil without "=".
    public let value: String?

    /// Creates a parameter.
    public init(name: String, value: String?) {
        self.name = name
        self.value = value
    }

    /// Returns the parameters from a scanner's position to the end of its text.
    ///
    /// Returns nil if they do not follow the grammar, if a name appears twice (RFC 3261 §7.3.1), or if a tag
    /// is not a token: the tag identifies the dialog, and readers differ on whether quotes belong to it.
    static func list(_ scanner: inout TextScanner) -> [HeaderParameter]? {
        // A value is a token or a host, which may be an IPv6 reference.
        let scanned = scanner.parameters { ASCII.isToken($0) || $0 == 0x5B || $0 == 0x5D || $0 == 0x3A }
        guard let scanned else { return nil }
        if scanned.count > 1 {
            var names: Set<String> = []
            for parameter in scanned where !names.insert(parameter.name.asciiLowercased).inserted {
                return nil
            }
        }
        for tag in scanned where tag.name.equalsIgnoringASCIICase("tag") {
            guard !tag.isQuoted, tag.value?.utf8.allSatisfy(ASCII.isToken) == true else { return nil }
        }
        return scanned.map { HeaderParameter(name: $0.name, value: $0.value) }
    }
}

extension [HeaderParameter] {
    /// Returns the first parameter of this name, ignoring case.
    public func named(_ name: String) -> HeaderParameter? {
        first { $0.name.equalsIgnoringASCIICase(name) }
    }
}
