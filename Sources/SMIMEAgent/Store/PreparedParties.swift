import CMS
import SIPMessage
import SMIMEBody

import struct FoundationEssentials.Date

/// Signers and recipients that passed their checks, kept for messages within one second.
///
/// A check can fail with time alone: a certificate or a CRL expires, or a revocation listed in
/// advance begins. So a check counts for one second, like that of a body; ``StoreSnapshot`` keeps
/// keys and certificates longer.
struct PreparedParties: Sendable {
    private struct SignerTerms: Hashable {
        let address: AddressURI
        let signature: Signer.RSASignature?
    }

    private struct RecipientTerms: Hashable {
        let uri: SIPURI
        let revocation: RevocationPolicy
    }

    private final class Memory: Sendable {
        let signers = Kept<SignerTerms, Prepared<CheckedSigner>>(capacity: StoreSnapshot.capacity)
        let recipients = Kept<RecipientTerms, Prepared<CheckedRecipient>>(capacity: StoreSnapshot.capacity)
    }

    private let memory: Memory?

    /// Creates a cache; it keeps none if `keeps` is false.
    init(keeps: Bool) { memory = keeps ? Memory() : nil }

    /// Returns the signer for an address, chosen by `select` unless one was chosen within the last second.
    func signer<Failure: Error>(
        for address: AddressURI, signature: Signer.RSASignature?, at instant: Date,
        select: () throws(Failure) -> CheckedSigner
    ) throws(Failure) -> CheckedSigner {
        guard let memory else { return try select() }
        let terms = SignerTerms(address: address, signature: signature)
        return try memory.signers.value(of: terms, if: { $0.isCurrent(at: instant) }) { () throws(Failure) in
            Prepared(party: try select(), instant: instant)
        }.party
    }

    /// Returns the recipient of a URI, chosen by `select` unless one was chosen within the last second.
    func recipient<Failure: Error>(
        _ uri: SIPURI, revocation: RevocationPolicy, at instant: Date,
        select: () throws(Failure) -> CheckedRecipient
    ) throws(Failure) -> CheckedRecipient {
        guard let memory else { return try select() }
        let terms = RecipientTerms(uri: uri, revocation: revocation)
        return try memory.recipients.value(of: terms, if: { $0.isCurrent(at: instant) }) {
            () throws(Failure) in
            Prepared(party: try select(), instant: instant)
        }.party
    }
}

/// A signer or recipient, and the instant of its checks.
private struct Prepared<Party: Sendable>: Sendable {
    let party: Party
    let instant: Date

    /// Whether the checks count at `instant`; they do not if the clock was set back.
    func isCurrent(at instant: Date) -> Bool {
        (0...1).contains(instant.timeIntervalSince(self.instant))
    }
}
