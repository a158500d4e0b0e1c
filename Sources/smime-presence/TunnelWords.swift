import Octets
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
