import Synchronization

import struct FoundationEssentials.Date

/// The valid paths of some trust anchors, each kept for the time in which the
/// same search gives the same path.
///
/// A path costs a signature check for each certificate in it. Only valid paths are kept, and only for the
/// same certificate, helping certificates, strength and policy, compared octet by octet. The anchors and CRLs
/// are those of the ``TrustAnchors`` that own this object, so that other ones begin without any path.
final class RememberedPaths: Sendable {
    /// Everything besides anchors, CRLs and time that decides about a path.
    struct Question: Equatable {
        let certificate: Certificate
        /// The certificates of the message.
        let helpers: [Certificate]
        let strength: AlgorithmStrength
        let policy: RevocationPolicy

        /// Returns whether the answer may be kept: the message has few certificates, each
        /// of usual size and on the path.
        ///
        /// Otherwise a sender could fill the memory, or make each message a new question.
        func canBeKept(with path: TrustedPath) -> Bool {
            helpers.count <= maximumHelpers
                && helpers.allSatisfy {
                    $0.der.count <= maximumHelperOctets && path.certificates.contains($0)
                }
        }
    }

    private struct Answer {
        let question: Question
        let path: TrustedPath
        let span: SteadySpan
    }

    /// Paths with more helping certificates are not kept, so that a message cannot fill the memory.
    static let maximumHelpers = 4
    /// Paths with a larger helping certificate are not kept either.
    static let maximumHelperOctets = 8192
    /// The number of paths kept in each of the 256 buckets.
    static let bucketCapacity = 4

    /// The paths by the first octet of their certificate's fingerprint, the oldest of a bucket first; empty
    /// until the first path is kept, since a short process never asks twice.
    private let buckets = Mutex<[[Answer]]>([])

    /// Returns the path found before for the same question, if nothing has begun or ended since.
    func path(for question: Question, at instant: Date) -> TrustedPath? {
        buckets.withLock { buckets in
            guard !buckets.isEmpty else { return nil }
            return buckets[Self.bucket(of: question)].first {
                $0.question == question && $0.span.contains(instant)
            }?.path
        }
    }

    /// Keeps a path for as long as `span` lasts; the oldest path of the bucket makes room for it.
    func keep(_ path: TrustedPath, for question: Question, within span: SteadySpan) {
        buckets.withLock { buckets in
            if buckets.isEmpty { buckets = Array(repeating: [], count: 256) }
            let number = Self.bucket(of: question)
            buckets[number].removeAll { $0.question == question }
            if buckets[number].count >= Self.bucketCapacity { buckets[number].removeFirst() }
            buckets[number].append(Answer(question: question, path: path, span: span))
        }
    }

    private static func bucket(of question: Question) -> Int {
        Int(question.certificate.fingerprint.prefix(2), radix: 16) ?? 0
    }
}
