import CMS
import MIME
import PIDF
import SIPMessage

import struct FoundationEssentials.Date

extension ReplayRecord {
    /// Creates the record of a body that passed every other check.
    ///
    /// It includes no unsigned data: certificates, unsigned attributes, the signature's own octets, the
    /// encoding of the signed attributes and the envelope can be changed without breaking the signature.
    /// Without signed attributes the signed data is the content.
    ///
    /// Only the unambiguous timestamps in documents are used, the newest ``maximumTimestamps`` of them.
    /// Content that a domain signs inside a dialog is a view of its presentity for one watcher, and each
    /// watcher may see another view, so that only its position in the dialog is remembered.
    init(
        signature: SignatureEvidence, content: MIMEEntity, bound: BoundContent?, presence: [PresenceContent],
        signed: Date, instant: Date
    ) throws(SMIMEError) {
        let signer = try cms { () throws(CMSError) in try signature.signer.publicKeyDigest() }
        let attributes = signature.signerInfo.signedAttributes
        let statement = Self.digest("statement", [signer, attributes ?? SHA256.digest(of: content.octets)])
        var place: [UInt8]?
        var states: [MonotonicState] = []
        if let fragment = bound?.fragment {
            let dialog = [
                signer, Array(fragment.cSeq.method.utf8), Array(fragment.callID.utf8),
                Array((fragment.from.tag ?? "").utf8),
            ]
            let number = Int64(fragment.cSeq.number)
            place = Self.digest("message", dialog + [Array("\(number)".utf8)])
            states.append(
                MonotonicState(
                    subject: Self.digest("dialog", dialog), number: number, decimals: "", content: statement))
        }
        let isInDialog = bound?.fragment.to.tag != nil
        if !(signature.identity.kind == .domain && isInDialog) {
            states += Self.states(of: presence, signer: signer, identity: signature.identity, at: instant)
        }
        self.init(
            statement: statement, statedSecond: Self.second(of: signature),
            place: place, signed: signed, states: states,
            holder: Self.holder(signer, identity: signature.identity, bound: bound))
    }

    /// Returns the whole second of the signing time, which is a signed attribute.
    private static func second(of signature: SignatureEvidence) -> UInt32? {
        (signature.signerInfo.signingTime?.timeIntervalSince1970.rounded(.down)).flatMap {
            UInt32(exactly: $0)
        }
    }

    /// Returns the party that a record counts for.
    ///
    /// One domain signs for all its users, so that a limit on its key would let one of them exclude the
    /// others.
    private static func holder(
        _ signer: [UInt8], identity: CertificateIdentity, bound: BoundContent?
    ) -> [UInt8] {
        guard identity.kind == .domain, let from = bound?.fragment.from.uri else {
            return digest("holder", [signer])
        }
        let address = (try? SIPURI.parse(from))?.addressOfRecord ?? from
        return digest("holder", [signer, Array(address.utf8)])
    }

    /// The number of timestamps at most: one signer must not be able to fill a ledger with a few messages.
    static let maximumTimestamps = 64
    /// The tolerated advance of a presentity's clock, in seconds.
    private static let timestampTolerance = 300.0

    /// Returns the timestamps of the documents, which never decrease for one entity
    /// and tuple (RFC 3863 §4.1.7).
    ///
    /// Ignored are a tuple without `id`, a repeated `id`, and a timestamp far in the future, which would
    /// cause later ones to be refused.
    private static func states(
        of presence: [PresenceContent], signer: [UInt8], identity: CertificateIdentity, at instant: Date
    ) -> [MonotonicState] {
        var tuples: [Tuple] = []
        var counts: [[UInt8]: Int] = [:]
        for found in presence {
            let entity = found.address.map(identity.presentity) ?? found.document.entity
            for tuple in found.document.tuples {
                guard let id = tuple.id else { continue }
                let subject = digest("tuple", [signer, Array(entity.utf8), Array(id.utf8)])
                counts[subject, default: 0] += 1
                guard let timestamp = tuple.timestamp, !timestamp.isAhead(of: instant, by: timestampTolerance)
                else { continue }
                let start = found.octets.startIndex
                let range = start + tuple.range.lowerBound..<start + tuple.range.upperBound
                tuples.append(
                    Tuple(
                        subject: subject, timestamp: timestamp,
                        octets: found.octets[range.clamped(to: found.octets.indices)]))
            }
        }
        let unique = tuples.enumerated().filter { counts[$0.element.subject] == 1 }
        let newest = unique.sorted { left, right in
            left.element.timestamp == right.element.timestamp
                ? left.offset < right.offset : left.element.timestamp > right.element.timestamp
        }
        return newest.prefix(maximumTimestamps).sorted { $0.offset < $1.offset }.map(\.element.state)
    }

    /// A tuple with a usable timestamp.
    private struct Tuple {
        let subject: [UInt8]
        let timestamp: Timestamp
        let octets: ArraySlice<UInt8>

        var state: MonotonicState {
            MonotonicState(
                subject: subject, number: timestamp.seconds, decimals: timestamp.decimalText,
                content: SHA256.digest(of: Array(octets)))
        }
    }

    /// Returns SHA-256 over the parts, each with its length.
    private static func digest(_ kind: String, _ parts: [[UInt8]]) -> [UInt8] {
        var octets = Array("\(kind):".utf8)
        for part in parts { octets += Array("\(part.count):".utf8) + part }
        return SHA256.digest(of: octets)
    }
}

extension Timestamp {
    /// Returns whether it names an instant more than `seconds` after `instant`.
    fileprivate func isAhead(of instant: Date, by seconds: Double) -> Bool {
        Double(self.seconds) + (Double("0.\(decimalText)") ?? 0) > instant.timeIntervalSince1970 + seconds
    }
}
