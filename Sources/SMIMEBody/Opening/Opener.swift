public import CMS
public import MIME

/// A prepared opener: keys, certificates and trust anchors, used for many messages.
///
/// It takes off one envelope and one signature, in whichever order they come, and checks everything before
/// anything is returned. What is inside them is the content, even if it is protected again for somebody else.
public struct Opener: Sendable {
    let keys: any DecryptionKeySource
    let certificates: any SignerCertificateSource
    let anchors: TrustAnchors
    private(set) var policy: OpeningPolicy
    let cache: CertificateCache

    /// Prepares to open.
    ///
    /// - Parameters:
    ///   - keys: where private keys for envelopes come from.
    ///   - certificates: where signers' certificates come from that are not in the message.
    ///   - anchors: where signers' certificates must lead.
    ///   - policy: what to put up with.
    public init(
        keys: any DecryptionKeySource, certificates: any SignerCertificateSource,
        trusting anchors: TrustAnchors, policy: OpeningPolicy = OpeningPolicy()
    ) {
        self.keys = keys
        self.certificates = certificates
        self.anchors = anchors
        self.policy = policy
        self.cache = CertificateCache()
    }

    /// Opens a protected body.
    ///
    /// The order of checks: form, envelope, signature, trust and validity of the signer's certificate, its
    /// fitness, its identity against the sender's, the content; those of an outer signature before the envelope in it.
    ///
    /// With a `ledger` it is opened once: when everything else has passed, the ledger remembers it, and judges whether
    /// anything like it was accepted before. Its age counts then, at most 300 seconds if the policy has no other.
    ///
    /// - Throws: ``OpeningRefusal`` with the first reason found; nothing of the content is in it.
    public func open(
        _ entity: MIMEEntity, in context: OpeningContext, recordingIn ledger: (any ReplayLedger)? = nil
    ) throws(OpeningRefusal) -> OpenedBody {
        var opener = self
        if ledger != nil { opener.policy.maximumAge = policy.maximumAge ?? OpeningPolicy.usualAge }
        var unwrapping = Unwrapping(opener: opener, context: context)
        do {
            let content = try unwrapping.unwrap(entity)
            return try ContentChecks(opener: opener, context: context, ledger: ledger)
                .check(content, layers: unwrapping.layers, warnings: unwrapping.warnings)
        } catch {
            throw OpeningRefusal(reason: error, layers: unwrapping.layers)
        }
    }
}
