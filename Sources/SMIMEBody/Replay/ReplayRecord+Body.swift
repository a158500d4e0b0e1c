import CMS
import MIME
import PIDF
import SIPMessage

import struct FoundationEssentials.Date

extension ReplayRecord {
    /// What is remembered of a body that passed every other check.
    ///
    /// Nothing unsigned goes into it: certificates, unsigned attributes, the signature's own octets, the encoding of the
    /// signed attributes and the envelope can be changed without breaking anything. Without signed attributes the
    /// content is what was signed.
    init(
        signature: SignatureEvidence, content: [UInt8], bound: BoundContent?, presence: [PresenceContent],
        signed: Date
    ) throws(SMIMEError) {
        let signer = try cms { () throws(CMSError) in try signature.signer.publicKeyDigest() }
        let attributes = try cms { () throws(CMSError) in try signature.signerInfo.verifiedAttributes() }
        let statement = Self.digest("statement", [signer, attributes ?? SHA256.digest(of: content)])
        var digests = [statement]
        var states: [MonotonicState] = []
        if let fragment = bound?.fragment {
            let dialog = [
                signer, Array(fragment.cSeq.method.utf8), Array(fragment.callID.utf8),
                Array((fragment.from.tag ?? "").utf8),
            ]
            let number = Int64(fragment.cSeq.number)
            digests.append(Self.digest("message", dialog + [Array("\(number)".utf8)]))
            states.append(
                MonotonicState(
                    subject: Self.digest("dialog", dialog), number: number, decimals: "", content: statement))
        }
        for found in presence { states += Self.states(of: found, signer: signer) }
        guard states.count <= Self.maximumStates else {
            throw .unsupported("a presence document with more than \(Self.maximumStates) timestamps")
        }
        self.init(digests: digests, signed: signed, states: states)
    }

    /// One signer must not be able to fill a ledger with a few messages.
    static let maximumStates = 64

    /// The timestamps of a document, which never go back for one entity and tuple (RFC 3863 §4.1.7).
    private static func states(of presence: PresenceContent, signer: [UInt8]) -> [MonotonicState] {
        let (document, octets) = (presence.document, presence.octets)
        let entity = (try? SIPURI.parse(document.entity))?.presentity ?? document.entity
        return document.tuples.compactMap { tuple in
            guard let timestamp = tuple.timestamp else { return nil }
            return MonotonicState(
                subject: digest("tuple", [signer, Array(entity.utf8), Array(tuple.id.utf8)]),
                number: timestamp.seconds, decimals: timestamp.decimalText,
                content: SHA256.digest(of: Array(octets[tuple.range.clamped(to: octets.indices)])))
        }
    }

    /// SHA-256 over parts that cannot run into each other.
    private static func digest(_ kind: String, _ parts: [[UInt8]]) -> [UInt8] {
        var octets = Array("\(kind):".utf8)
        for part in parts { octets += Array("\(part.count):".utf8) + part }
        return SHA256.digest(of: octets)
    }
}
