import Octets
package import SMIMEBody

extension ReportedWarning {
    /// What is to be protected is S/MIME already.
    package static let alreadyProtected = ReportedWarning(
        code: "already-protected",
        message: "the body was protected already: whoever opens this finds that protection inside")

    /// What was signed stays true in any message.
    package static let signedWithoutBinding = ReportedWarning(
        code: "unbound",
        message: "--no-binding: whoever gets the body can put it into another message from the same sender")

    /// Nothing proves who sent it.
    package static let unsigned = ReportedWarning(
        code: "unsigned", message: "nobody signed it: nothing proves who sent it")

    /// What was put up with in opening.
    package static func warnings(of body: OpenedBody) -> [ReportedWarning] {
        let opened = body.warnings.map { warning in
            switch warning {
            case .unsigned: ReportedWarning.unsigned
            case .unbound:
                ReportedWarning(
                    code: "unbound",
                    message: "nothing ties the body to this message: it may come from another")
            case .targetUnchecked:
                ReportedWarning(
                    code: "target-unchecked",
                    message: "the target of the message was not checked: a proxy may have redirected it")
            case .outsideSignature(let count):
                ReportedWarning(
                    code: "outside-signature",
                    message: "\(count) octets before or behind the signed part were left out")
            case .protectedInside:
                ReportedWarning(
                    code: "protected-inside",
                    message: "what is inside is protected again, for whoever can open it")
            case .weakAlgorithm(let name):
                ReportedWarning(code: "weak-algorithm", message: "\(name) is too weak to be relied on")
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
