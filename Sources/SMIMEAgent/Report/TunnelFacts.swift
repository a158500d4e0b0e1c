import Octets
import SIPMessage
import SMIMEBody

extension Padding {
    /// What the length of a padded body still reveals.
    package var whatLengthReveals: [String] {
        [
            "which multiples of \(bucket) octets the signed content lies between: crossing one is visible",
            "the signature's length: an ECDSA signature varies by a few octets at random",
            "the number of recipients and the kinds of their keys, and the size of the signer's certificate",
        ]
    }
}

extension ReportedWarning {
    /// The policy is called anonymous, but the sender can still be read.
    package static let notAnonymous = ReportedWarning(
        code: "not-anonymous",
        message:
            "From and Call-ID are unchanged, because a response uses them"
    )
}

extension ReportedWarning {
    /// Outer fields differ from those signed, in a way that proxies are allowed.
    package static func changedOnTheWay(_ names: [String]) -> ReportedWarning {
        ReportedWarning(
            code: "changed-on-the-way",
            message: "changed since signing, as proxies are allowed to do: "
                + names.map(printable).joined(separator: ", "))
    }
}

extension OpenedBody {
    /// The outer fields that differ from the signed ones and that proxies may write, except those that every
    /// proxy writes to route the message.
    ///
    /// Fields that are only inside are excluded, because the sender may have omitted them outside.
    package var fieldsChangedOnTheWay: [String] {
        let routing: Set<HeaderName> = [
            "Via", "Record-Route", "Route", "Max-Forwards", "Max-Breadth", "Path", "Service-Route",
            "Proxy-Authorization",
        ]
        return headers.filter { $0.isPermitted && ($0.state == .changed || $0.state == .added) }.map(\.name)
            .filter { !routing.contains(HeaderName($0)) }
    }
}
