import SIPMessage
import SMIMEAgent

/// Addresses in the configuration: `sip:alice@DOMAIN` is one user, `sip:*@DOMAIN` every user of a domain,
/// `sip:DOMAIN` its server.
///
/// The spelling and the scheme make no difference, neither here nor in a message: both are compared by
/// ``SIPMessage/AddressURI/nameInRecords``.
public struct AddressPattern: Sendable {
    /// The name of the address; of every user of a domain, that from "@" on.
    private let name: Substring
    /// Whether it names one address.
    let isExact: Bool

    /// Creates a pattern; nil for a text that is no address, or has "*" in a part of the user's name.
    public init?(_ text: String) {
        guard let name = AddressURI.parse(text)?.nameInRecords else { return nil }
        if name.hasPrefix(Self.everyUser) {
            self.name = name.dropFirst(Self.everyUser.count - 1)
            isExact = false
        } else {
            // A user may have "*" in the name (RFC 3261 §25.1), but in the configuration it means a pattern.
            if name.contains("*") { return nil }
            self.name = name[...]
            isExact = true
        }
    }

    private static let everyUser = "sip:*@"

    /// Whether it matches an address.
    func matches(_ address: AddressURI) -> Bool {
        let other = address.nameInRecords
        if isExact { return other == name }
        return other.lastIndex(of: "@").map { other[$0...] == name } ?? false
    }
}
