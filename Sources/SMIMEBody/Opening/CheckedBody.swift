import MIME

import struct FoundationEssentials.Date

/// A body that passed every check and is not admitted yet: the first of the two steps of opening.
///
/// It shows what rules judge, and never the content: no public member leads to it, so that a program that reads the content
/// before ``Opener/admit(_:by:at:)``, ``Opener/admit(_:by:recordingIn:at:)`` or ``Opener/pending(_:by:at:)`` does not
/// compile. Admission consumes the value (it is not `Copyable`): the compiler refuses to admit one check twice.
///
/// A check counts for the opener that made it, for the generation of the store that the opener was prepared for, with or
/// without a ledger as it was asked for, and for one second. Admission under any other terms makes the check again.
public struct CheckedBody: ~Copyable, Sendable {
    let content: CheckedContent
    /// What was checked, to check it again.
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
    /// Who signed; nil only if unsigned content was allowed.
    public var signature: SignatureEvidence? { content.opened.signature }
    /// The signed header fields beside those of the message; empty if the body is not bound to it.
    public var headers: [HeaderComparison] { content.opened.headers }
    /// The checks that the policy relaxed.
    public var warnings: [OpeningWarning] { content.opened.warnings }
    /// The header of the message that came inside this one; nil if only a body came.
    public var headerInside: TunnelledHeader? { content.headerInside }

    /// How many seconds a check counts.
    static let lifetime = 1.0

    /// Whether an opener of `edition` may admit this at `instant` as it stands.
    ///
    /// A clock that was set back makes the age unknown, so that it does not count either.
    func isCurrent(for edition: OpenerEdition, once: Bool, at instant: Date) -> Bool {
        let age = instant.timeIntervalSince(context.instant)
        return self.edition == edition && self.once == once && age >= 0 && age <= Self.lifetime
    }
}

/// Which opener made a check, and for which generation of its store; equal for the same sources, trust anchors and policy.
struct OpenerEdition: Sendable, Equatable {
    let cache: CertificateCache
    var generation: UInt64

    static func == (left: OpenerEdition, right: OpenerEdition) -> Bool {
        left.cache === right.cache && left.generation == right.generation
    }
}
