import MIME

/// What input looks like from its first octets.
enum InputForm: String {
    case empty
    case sip = "sip-message"
    case entity = "mime-entity"
    case pem
    case der

    init(_ octets: [UInt8]) {
        let start = octets.drop { $0 == 0x0D || $0 == 0x0A }
        let line = start.prefix { $0 != 0x0D && $0 != 0x0A }.prefix(1000)
        if octets.isEmpty || start.isEmpty {
            self = .empty
        } else if octets.first == 0x30, octets.count > 1, octets[1] & 0x80 != 0 {
            self = .der
        } else if line.starts(with: Array("-----BEGIN ".utf8)) {
            self = .pem
        } else {
            let words = String(decoding: line.prefix(32), as: UTF8.self).lowercased()
            self = words.hasPrefix("content-") || words.hasPrefix("mime-version") ? .entity : .sip
        }
    }

    /// Whether header fields stand first, and one of them describes a body.
    static func looksLikeMail(_ octets: [UInt8]) -> Bool {
        (try? MIMEEntity.parse(octets))?.headerFields.contains { field in
            field.isNamed("MIME-Version") || field.name.lowercased().hasPrefix("content-")
        } ?? false
    }

    /// Whether the first character is that of an XML document.
    static func looksLikeXML(_ octets: [UInt8]) -> Bool {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let text = octets.starts(with: mark) ? octets.dropFirst(3) : octets[...]
        return text.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) } == 0x3C
    }
}
