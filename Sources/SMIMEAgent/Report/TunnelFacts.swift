import Octets
import SIPMessage
import SMIMEBody

extension Padding {
    /// What the length of a padded body tells all the same.
    package var whatLengthStillTells: [String] {
        [
            "between which multiples of \(bucket) octets the signed content is long: a document that crosses one is seen",
            "the signature's own length: one by ECDSA is up to a few octets longer or shorter each time, at random",
            "the number of recipients and the kinds of their keys, and the size of the signer's certificate",
        ]
    }
}

extension ReportedWarning {
    /// The policy is called anonymous, and the sender can still be read.
    package static let notAnonymous = ReportedWarning(
        code: "not-anonymous",
        message:
            "From and Call-ID stay as they are, since a response comes back with them"
    )
}

extension ReportedWarning {
    /// What stands outside is not what its sender signed, though proxies may have made it so.
    package static func changedOnTheWay(_ names: [String]) -> ReportedWarning {
        ReportedWarning(
            code: "changed-on-the-way",
            message: "not as the sender signed it, as far as proxies may change it: "
                + names.map(printable).joined(separator: ", "))
    }
}

extension OpenedBody {
    /// The fields that stand outside otherwise than signed, where proxies may write them, except those that every proxy
    /// writes to route the message.
    ///
    /// What stands inside alone is left out: the sender may have left it out as well.
    package var fieldsChangedOnTheWay: [String] {
        let routing: Set<HeaderName> = [
            "Via", "Record-Route", "Route", "Max-Forwards", "Max-Breadth", "Path", "Service-Route",
            "Proxy-Authorization",
        ]
        return headers.filter { $0.isPermitted && ($0.state == .changed || $0.state == .added) }.map(\.name)
            .filter { !routing.contains(HeaderName($0)) }
    }
}
