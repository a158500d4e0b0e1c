import MIME
import Octets

/// The form of input, judged by its first octets.
public enum InputForm: String, Sendable {
    /// No octets, or only line ends.
    case empty
    /// A SIP message, or anything that is none of the others.
    case sip = "sip-message"
    /// A MIME entity.
    case entity = "mime-entity"
    /// CMS or a certificate in PEM.
    case pem
    /// CMS or a certificate in DER.
    case der

    /// Judges the octets.
    public init(_ octets: [UInt8]) {
        let start = octets.drop(while: ASCII.isLineEnd)
        let line = start.prefix { !ASCII.isLineEnd($0) }.prefix(1000)
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

    /// Whether the input begins with header fields, one of which describes a body.
    public static func looksLikeMail(_ octets: [UInt8]) -> Bool {
        (try? MIMEEntity.parse(octets))?.headerFields.contains { field in
            field.isNamed("MIME-Version") || field.name.lowercased().hasPrefix("content-")
        } ?? false
    }

    /// Whether the first character is that of an XML document.
    public static func looksLikeXML(_ octets: [UInt8]) -> Bool {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let text = octets.starts(with: mark) ? octets.dropFirst(3) : octets[...]
        return text.first { !ASCII.isWhitespace($0) && !ASCII.isLineEnd($0) } == 0x3C
    }
}
