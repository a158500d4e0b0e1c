import MIME

import struct FoundationEssentials.Date

/// A body that passed every check and is not yet admitted: the result of the first
/// of the two steps of opening.
///
/// It shows the facts that rules judge, and never the content. No public member leads to the content, so that
/// a program that reads it before ``Opener/admit(_:by:at:)``, ``Opener/admit(_:by:recordingIn:at:)`` or
/// ``Opener/pending(_:by:at:)`` does not compile. Admission consumes the value (it is not `Copyable`): the
/// compiler refuses to admit one check twice.
///
/// A check is valid for one second, for the opener that made it, for its store generation, and for the same
/// choice of a ledger. Admission under any other terms makes the check again.
public struct CheckedBody: ~Copyable, Sendable {
    let content: CheckedContent
    /// The input of the check, to repeat it.
    let entity: MIMEEntity
    let context: OpeningContext
    let once: Bool
    private let edition: OpenerEdition

    init(
        _ content: CheckedContent, of entity: MIMEEntity, in context: OpeningContext, once: Bool,
        by edition: OpenerEdition
    ) {
        self.content = content
        self.entity = entity
        self.context = context
        self.once = once
        self.edition = edition
    }

    /// The layers that were opened, outermost first.
    public var layers: [Layer] { content.opened.layers }
    /// The signer; nil only if unsigned content was allowed.
    public var signature: SignatureEvidence? { content.opened.signature }
    /// The comparison of the signed header fields with the message; empty if the body is not bound to it.
    public var headers: [HeaderComparison] { content.opened.headers }
    /// The checks that the policy relaxed.
    public var warnings: [OpeningWarning] { content.opened.warnings }
    /// The header of the message that came inside this one; nil if only a body came.
    public var headerInside: TunnelledHeader? { content.headerInside }

    /// The number of seconds for which a check is valid.
    static let lifetime = 1.0

    /// Returns whether an opener of `edition` may admit this at `instant` without another check.
    ///
    /// A clock that was set back makes the age unknown, so that the check is repeated.
    func isCurrent(for edition: OpenerEdition, once: Bool, at instant: Date) -> Bool {
        let age = instant.timeIntervalSince(context.instant)
        return self.edition == edition && self.once == once && age >= 0 && age <= Self.lifetime
    }
}

/// The opener of a check and its store generation; equal for the same sources, trust anchors and policy.
struct OpenerEdition: Sendable, Equatable {
    let cache: CertificateCache
    var generation: UInt64

    static func == (left: OpenerEdition, right: OpenerEdition) -> Bool {
        left.cache === right.cache && left.generation == right.generation
    }
}
