import Octets
package import SMIMEBody

extension ReportedWarning {
    /// The body to protect is already S/MIME.
    package static let alreadyProtected = ReportedWarning(
        code: "already-protected",
        message: "the body was already protected: the receiver gets that protection inside")

    /// The signature is valid in any message.
    package static let signedWithoutBinding = ReportedWarning(
        code: "unbound",
        message:
            "the body is not bound to its message: a receiver can put it into another "
            + "message from the same sender"
    )

    /// No signature proves who sent it.
    package static let unsigned = ReportedWarning(
        code: "unsigned", message: "it is not signed: nothing proves who sent it")

    /// The checks that opening relaxed.
    package static func warnings(of body: OpenedBody) -> [ReportedWarning] {
        let opened = body.warnings.map { warning in
            switch warning {
            case .unsigned: ReportedWarning.unsigned
            case .unbound:
                ReportedWarning(
                    code: "unbound",
                    message: "the body is not bound to this message: it may come from another")
            case .targetUnchecked:
                ReportedWarning(
                    code: "target-unchecked",
                    message: "the target of the message was not checked: a proxy may have redirected it")
            case .outsideSignature(let count):
                ReportedWarning(
                    code: "outside-signature",
                    message: "\(count) octets before or after the signed part were left out")
            case .protectedInside:
                ReportedWarning(
                    code: "protected-inside",
                    message: "the content is itself protected, for another receiver")
            case .weakAlgorithm(let name):
                ReportedWarning(code: "weak-algorithm", message: "\(name) is too weak")
            case .pidfNonconforming(let departures): ReportedWarning.nonconforming(departures)
            case .entityNotSender(let entity):
                ReportedWarning(
                    code: "entity-not-sender", message: "the document is about \(printable(entity))")
            case .skippedNames(let certificate, let names):
                ReportedWarning.skippedNames(names, of: certificate)
            case .noRevocationList(let authority): ReportedWarning.noRevocationList(of: authority)
            case .outdatedRevocationList(let list): ReportedWarning.stale(list)
            }
        }
        return opened + testAuthorities(body.signature.map { [$0.path] } ?? [])
    }
}
