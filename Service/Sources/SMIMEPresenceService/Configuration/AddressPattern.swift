import SIPMessage

/// An address of record in the configuration; `sip:*@DOMAIN` is every user of a domain, `sip:DOMAIN` its
/// server.
public struct AddressPattern: Sendable {
    private let text: String

    /// Creates a pattern; nil if it can match no address.
    public init?(_ text: String) {
        self.text = text
        guard let star = text.firstIndex(of: "*") else {
            if AddressURI.parse(text)?.addressOfRecord != text { return nil }
            return
        }
        let rest = text[text.index(after: star)...]
        guard rest.first == "@", AddressURI.parse(text[..<star] + "user" + rest) != nil else { return nil }
    }

    /// Whether it names one address.
    var isExact: Bool { !text.contains("*") }

    /// Whether it matches an address of record; "*" stands for the user part only.
    func matches(_ record: String) -> Bool {
        guard let star = text.firstIndex(of: "*") else { return text == record }
        guard let at = record.lastIndex(of: "@") else { return false }
        return text[text.index(after: star)...] == record[at...] && record[..<at].hasPrefix(text[..<star])
    }
}
