public import CMS
public import MIME

/// A prepared opener: keys, certificates and trust anchors, used for many messages.
///
/// It takes off one envelope and one signature, in whichever order they come, and checks everything before
/// anything is returned. What is inside them is the content, even if it is protected again for somebody else.
///
/// Opening has two steps: ``check(_:in:once:)`` uses the keys and makes every check, and admission asks a policy and a
/// ledger, and gives the content (``admit(_:by:recordingIn:at:)``, ``pending(_:by:at:)``).
public struct Opener: Sendable {
    let keys: any DecryptionKeySource
    let certificates: any SignerCertificateSource
    private(set) var anchors: TrustAnchors
    private(set) var policy: OpeningPolicy
    let cache: CertificateCache
    private var generation: UInt64

    /// Prepares to open.
    ///
    /// - Parameters:
    ///   - keys: where private keys for envelopes come from.
    ///   - certificates: where signers' certificates come from that are not in the message.
    ///   - anchors: where signers' certificates must lead.
    ///   - policy: which checks are relaxed.
    ///   - generation: the state of the store that keys, certificates and anchors are read from: another number after
    ///     every change.
    public init(
        keys: any DecryptionKeySource, certificates: any SignerCertificateSource,
        trusting anchors: TrustAnchors, policy: OpeningPolicy = OpeningPolicy(), generation: UInt64 = 0
    ) {
        self.keys = keys
        self.certificates = certificates
        self.anchors = anchors
        self.policy = policy
        self.generation = generation
        self.cache = CertificateCache()
    }

    /// Returns the same opener for a store that has changed, with the trust anchors and CRLs that it has now.
    ///
    /// A body that was checked before is checked again when this one admits it.
    public func renewed(trusting anchors: TrustAnchors, generation: UInt64) -> Opener {
        var opener = self
        opener.anchors = anchors
        opener.generation = generation
        return opener
    }

    /// Whether what `other` has checked was checked with the keys, trust anchors and policy of this one.
    func hasSameTerms(as other: Opener) -> Bool {
        cache === other.cache && generation == other.generation
    }

    /// Checks a protected body, and opens it for admission.
    ///
    /// The order of checks: form, envelope, signature, trust and validity of the signer's certificate, its
    /// fitness, its identity against the sender's, the content; those of an outer signature before the envelope in it.
    /// A private key is used once for each certificate here that a recipient identifier names: until one fits if the
    /// cipher authenticates, otherwise with all of them, whatever comes out.
    ///
    /// - Parameter once: whether a ledger is to admit it. The age of the body counts then, at most 300 seconds if the policy
    ///   has no other.
    /// - Throws: ``OpeningRefusal`` with the first reason found; nothing of the content is in it.
    public func check(
        _ entity: MIMEEntity, in context: OpeningContext, once: Bool = false
    ) throws(OpeningRefusal) -> CheckedBody {
        var opener = self
        if once { opener.policy.maximumAge = policy.maximumAge ?? OpeningPolicy.usualAge }
        var unwrapping = Unwrapping(opener: opener, context: context)
        let checks = ContentChecks(opener: opener, context: context, once: once)
        var failsRegardlessOfSender = false
        do throws(SMIMEError) {
            let unwrapped = try unwrapping.unwrap(entity)
            if let mismatch = unwrapped.senderMismatch {
                failsRegardlessOfSender = checks.failsRegardlessOfSender(unwrapped)
                throw mismatch
            }
            let content = try checks.check(
                unwrapped, layers: unwrapping.layers, warnings: unwrapping.warnings)
            return CheckedBody(content, of: entity, in: context, once: once, by: self)
        } catch {
            if let bound = unwrapping.mismatchedBinding {
                failsRegardlessOfSender = checks.isTampered(bound)
            }
            throw OpeningRefusal(
                reason: error, layers: unwrapping.layers, failsRegardlessOfSender: failsRegardlessOfSender)
        }
    }

    /// Opens a protected body in one step: checks it, and admits it without a policy.
    ///
    /// With a `ledger` it is opened once: when everything else has passed, the ledger remembers it, and judges whether
    /// anything like it was accepted before.
    ///
    /// - Throws: ``OpeningRefusal`` with the first reason found, or with the error of the ledger; nothing of the content is
    ///   in it.
    public func open(
        _ entity: MIMEEntity, in context: OpeningContext,
        recordingIn ledger: (any ReplayLedger<SMIMEError>)? = nil
    ) throws(OpeningRefusal) -> OpenedBody {
        if let ledger { return try openOnce(entity, in: context, recordingIn: ledger) }
        let checked = try check(entity, in: context)
        do throws(AdmissionError<Never, Never>) {
            return try admit(checked, by: Self.acceptAny, at: context.instant)
        } catch {
            switch error {
            case .body(let refusal): throw refusal
            }
        }
    }

    private func openOnce<Ledger: ReplayLedger<SMIMEError>>(
        _ entity: MIMEEntity, in context: OpeningContext, recordingIn ledger: Ledger
    ) throws(OpeningRefusal) -> OpenedBody {
        let checked = try check(entity, in: context, once: true)
        let layers = checked.layers
        do throws(AdmissionError<Never, SMIMEError>) {
            return try admit(checked, by: Self.acceptAny, recordingIn: ledger, at: context.instant)
        } catch {
            switch error {
            case .ledger(let failure): throw OpeningRefusal(reason: failure, layers: layers)
            case .body(let refusal): throw refusal
            }
        }
    }

    /// The policy of an opening in one step, which has none.
    private static func acceptAny(_: borrowing CheckedBody) throws(Never) {}
}
