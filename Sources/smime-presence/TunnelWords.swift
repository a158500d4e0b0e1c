import SIPMessage
import SMIMEBody

// The words for tunnelling and padding.

extension CommandFailure {
    /// The option has to do with the header fields of a message, and there are none.
    static func needsMessage(_ option: String) -> CommandFailure {
        CommandFailure(
            .usage, "'\(option)' has no meaning for a body on its own",
            hint: "give it a whole SIP message, or leave '\(option)' out")
    }

    /// An earlier message's response could not be told from others any more.
    static func dialogFileExists(_ file: String) -> CommandFailure {
        CommandFailure(
            .surroundings, "'\(file)' is there already, and may be needed for another response",
            hint: "name another file, or remove it when that response has come")
    }
}

extension Padding {
    /// What the length of a padded body tells all the same.
    var whatLengthStillTells: [String] {
        [
            "between which multiples of \(bucket) octets the signed content is long: a document that crosses one is seen",
            "the signature's own length: one by ECDSA is up to a few octets longer or shorter each time, at random",
            "the number of recipients and the kinds of their keys, and the size of the signer's certificate",
        ]
    }
}

extension TunnelFault {
    /// What is wrong, for people.
    var words: String {
        switch self {
        case .encoding: "the message inside has a transfer encoding"
        case .message(let error): "the message inside: \(error.failure.message)"
        case .contentLength(let surplus):
            "the Content-Length of the message inside lies: \(surplus) octets follow its body"
        case .bodyMissing: "the message inside has a Content-Type and no body"
        case .nested: "the message inside holds a message again, or something closed that may be one"
        case .method(let inside, let outside):
            "the message inside is \(printable(inside)), the one outside \(printable(outside))"
        case .dialog(let name): "the tag of \(name) inside is another than that outside"
        case .date: "the Date inside is not that outside"
        }
    }
}

extension SMIMEError {
    static func wordsForNecessary(_ name: String) -> (message: String, hint: String) {
        (
            "\(printable(name)) must stand outside: without it the message means something else, or is not delivered",
            "take it out of the file that '--outer-headers' names"
        )
    }

    static func wordsForUnknown(_ name: String) -> (message: String, hint: String) {
        (
            "'\(printable(name))' is no header field that can be left out",
            "write one name a line, such as Subject; names of one's own begin with X-"
        )
    }

    static var wordsForAnonymousInDialog: (message: String, hint: String) {
        (
            "in a dialog, a NOTIFY or a response nobody is anonymous: the other end finds it by From, To and Call-ID",
            "give '--outer-headers minimal'"
        )
    }
}

extension ReportedWarning {
    /// The policy is called anonymous, and the sender can still be read.
    static let notAnonymous = ReportedWarning(
        code: "not-anonymous",
        message:
            "From and Call-ID stay as they are, since a response comes back with them: '--rewrite-dialog FILE' changes them"
    )
}

extension ReportedWarning {
    /// What stands outside is not what its sender signed, though proxies may have made it so.
    static func changedOnTheWay(_ names: [String]) -> ReportedWarning {
        ReportedWarning(
            code: "changed-on-the-way",
            message: "not as the sender signed it, as far as proxies may change it: "
                + names.map(printable).joined(separator: ", "))
    }
}

extension OpenedBody {
    /// The fields that stand outside otherwise than signed, where proxies may write them, but for those that every proxy
    /// writes to route the message.
    ///
    /// What stands inside alone is left out: the sender may have left it out as well.
    var fieldsChangedOnTheWay: [String] {
        let routing: Set<HeaderName> = [
            "Via", "Record-Route", "Route", "Max-Forwards", "Max-Breadth", "Path", "Service-Route",
            "Proxy-Authorization",
        ]
        return headers.filter { $0.isPermitted && ($0.state == .changed || $0.state == .added) }.map(\.name)
            .filter { !routing.contains(HeaderName($0)) }
    }
}

extension Tunnel {
    /// What was put inside, behind what was done.
    var words: String {
        let names = leftOut.isEmpty ? "" : "; only inside: \(leftOut.map(printable).joined(separator: ", "))"
        return ", the whole message inside" + names
    }
}

extension SIPMessage {
    /// What was written of a message that came inside another.
    var wordsForRestored: String {
        "; the whole message was inside, from \(printable(from.uri))"
    }
}
