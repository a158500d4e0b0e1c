public import CMS
public import MIME

/// A prepared opener: keys, certificates and trust anchors, used for many messages.
///
/// It removes one envelope and one signature, in either order, and returns nothing before every check has
/// passed. What is inside them is the content, even if it is protected again for another recipient.
///
/// Opening has two steps: `check(_:in:once:)` uses the keys and makes every check; admission asks a policy
/// and a ledger, and returns the content (``admit(_:by:recordingIn:at:)``, ``pending(_:by:at:)``).
public struct Opener<SourceFailure: Error>: Sendable {
    private let keys: any DecryptionKeySource<SourceFailure>
    private let certificates: any SignerCertificateSource<SourceFailure>
    private var anchors: TrustAnchors
    private let policy: OpeningPolicy
    private(set) var edition: OpenerEdition

    /// Prepares to open.
    ///
    /// - Parameters:
    ///   - keys: the source of private keys for envelopes.
    ///   - certificates: the source of signers' certificates that are not in the message.
    ///   - anchors: the trust anchors of signers' certificates.
    ///   - policy: the checks that are relaxed.
    ///   - generation: the state of the store that keys, certificates and anchors are read from;
    ///     it differs after every change.
    public init(
        keys: some DecryptionKeySource<SourceFailure>,
        certificates: some SignerCertificateSource<SourceFailure>,
        trusting anchors: TrustAnchors, policy: OpeningPolicy = OpeningPolicy(), generation: UInt64 = 0
    ) {
        self.keys = keys
        self.certificates = certificates
        self.anchors = anchors
        self.policy = policy
        edition = OpenerEdition(cache: CertificateCache(), generation: generation)
    }

    /// Returns the same opener for a store that has changed, with its current trust anchors and CRLs.
    ///
    /// A body that was checked before is checked again when this one admits it.
    public func renewed(trusting anchors: TrustAnchors, generation: UInt64) -> Opener {
        var opener = self
        opener.anchors = anchors
        opener.edition.generation = generation
        return opener
    }

    /// Checks a protected body, and prepares it for admission.
    ///
    /// The order of checks: form, envelope, signature, trust and validity of the signer's certificate, its
    /// usage, its identity against the sender's, the content; those of an outer signature before the
    /// envelope in it. A private key is used once for each certificate in the source that a recipient
    /// identifier names. If the cipher authenticates, this ends with the first that fits; otherwise all
    /// are used, whatever comes out.
    ///
    /// - Parameters:
    ///   - entity: the protected body.
    ///   - context: what is known from outside the body: the message, the expected sender, the time.
    ///   - once: whether a ledger is to admit it. Then the age of the body counts, at most 300 seconds unless
    ///     the policy has another limit.
    /// - Throws: ``OpeningError/refused(_:)`` with the first reason found; it contains nothing of the
    ///   content. ``OpeningError/source(_:layers:)`` if keys or certificates could not be read.
    public func check(
        _ entity: MIMEEntity, in context: OpeningContext, once: Bool = false
    ) throws(OpeningError<SourceFailure>) -> CheckedBody {
        try checked(entity, in: context, once: once)
    }

    func checked(
        _ entity: MIMEEntity, in context: OpeningContext, once: Bool
    ) throws(OpeningError<SourceFailure>) -> CheckedBody {
        let sources = RecordingSources(keys: keys, signers: certificates)
        let terms = OpeningTerms(
            sources: sources, anchors: anchors, policy: once ? policy.once : policy, cache: edition.cache)
        do throws(OpeningRefusal) {
            return CheckedBody(
                try terms.check(entity, in: context, once: once), of: entity, in: context, once: once,
                by: edition)
        } catch {
            throw sources.failure.map { .source($0, layers: error.layers) } ?? .refused(error)
        }
    }

    /// Opens a protected body in one step: checks it, and admits it without a policy and a ledger.
    ///
    /// - Throws: as `check(_:in:once:)`.
    public func open(
        _ entity: MIMEEntity, in context: OpeningContext
    ) throws(OpeningError<SourceFailure>) -> OpenedBody {
        try opened(entity, in: context)
    }

    private func opened(
        _ entity: MIMEEntity, in context: OpeningContext
    ) throws(OpeningError<SourceFailure>) -> OpenedBody {
        let checked = try checked(entity, in: context, once: false)
        do throws(AdmissionError<Never, Never, SourceFailure>) {
            return try admit(checked, by: Self.acceptAny, at: context.instant)
        } catch {
            switch error {
            case .body(let refusal): throw .refused(refusal)
            case .source(let failure, let layers): throw .source(failure, layers: layers)
            }
        }
    }

    /// Opens a protected body once: after everything else has passed, the ledger remembers it, and refuses
    /// it if it was accepted before.
    ///
    /// - Throws: as `check(_:in:once:)`, and ``AdmissionError/ledger(_:)`` with the error of `ledger`.
    public func open<Ledger: ReplayLedger>(
        _ entity: MIMEEntity, in context: OpeningContext, recordingIn ledger: Ledger
    ) throws(AdmissionError<Never, Ledger.Failure, SourceFailure>) -> OpenedBody {
        let checked: CheckedBody
        do throws(OpeningError<SourceFailure>) {
            checked = try self.checked(entity, in: context, once: true)
        } catch {
            throw AdmissionError(error)
        }
        return try admit(checked, by: Self.acceptAny, recordingIn: ledger, at: context.instant)
    }

    /// The policy of an opening in one step: accepts everything.
    private static func acceptAny(_: borrowing CheckedBody) throws(Never) {}
}

extension Opener where SourceFailure == Never {
    /// Checks a protected body with keys and certificates that can always be read; see the general form.
    ///
    /// - Throws: ``OpeningRefusal`` with the first reason found; it contains nothing of the content.
    public func check(
        _ entity: MIMEEntity, in context: OpeningContext, once: Bool = false
    ) throws(OpeningRefusal) -> CheckedBody {
        do throws(OpeningError<Never>) { return try checked(entity, in: context, once: once) } catch {
            throw error.refusal
        }
    }

    /// Opens a protected body with keys and certificates that can always be read; see the general form.
    ///
    /// - Throws: ``OpeningRefusal`` with the first reason found; it contains nothing of the content.
    public func open(
        _ entity: MIMEEntity, in context: OpeningContext
    ) throws(OpeningRefusal) -> OpenedBody {
        do throws(OpeningError<Never>) { return try opened(entity, in: context) } catch {
            throw error.refusal
        }
    }
}

extension OpeningError<Never> {
    fileprivate var refusal: OpeningRefusal {
        switch self {
        case .refused(let refusal): refusal
        }
    }
}
