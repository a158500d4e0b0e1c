import CMS
import Dispatch
import Synchronization

/// A certificate that was made for an order, what its row will say, and its key as it will be kept.
struct KeyedIssue: Sendable {
    let uris: [String]
    let issued: IssuedCertificate
    let values: [DatabaseValue]
    let key: SecretOctets

    init(_ order: CertificateOrder, on terms: CertificateTerms, under seal: KeySeal) throws(CertStoreError) {
        uris = order.uris
        do throws(CMSError) {
            let key = try PrivateKey.generate(terms.key)
            issued = try terms.authority.issueUnread(
                order.profile, for: key.publicKey, validity: terms.validity)
            values = CertificateRow.values(issued)
            self.key = try seal.sealed(key)
        } catch {
            throw .cryptography(error)
        }
    }

    /// Each worker takes the next order that nobody has taken, so that all end together whatever else the
    /// processors do.
    static func all(
        _ orders: [CertificateOrder], on terms: CertificateTerms, under seal: KeySeal, workers: Int
    ) throws(CertStoreError) -> [KeyedIssue] {
        let next = Atomic(0)
        let shares = Mutex<[Result<[(Int, KeyedIssue)], CertStoreError>]>([])
        DispatchQueue.concurrentPerform(iterations: max(1, min(workers, orders.count))) { _ in
            let share = Result { () throws(CertStoreError) in
                var made: [(Int, KeyedIssue)] = []
                while true {
                    let index = next.add(1, ordering: .relaxed).oldValue
                    guard index < orders.count else { return made }
                    made.append((index, try KeyedIssue(orders[index], on: terms, under: seal)))
                }
            }
            shares.withLock { $0.append(share) }
        }
        var made: [(Int, KeyedIssue)] = []
        for share in shares.withLock({ $0 }) { made += try share.get() }
        return made.sorted { $0.0 < $1.0 }.map(\.1)
    }
}
