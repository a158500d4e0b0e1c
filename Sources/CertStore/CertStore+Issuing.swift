public import CMS
import Dispatch
public import FoundationEssentials
import Synchronization

extension CertStore {
    /// Makes a key and a certificate for each order and files all of them in one transaction.
    ///
    /// Keys and signatures are made on `workers` threads at once, before the store is locked for writing; the
    /// certificates come back in the order of their orders.
    ///
    /// - Throws: ``CertStoreError/noURI(subject:)`` for an order without one,
    ///   ``CertStoreError/cryptography(_:)`` if one cannot be issued, or as
    ///   ``add(_:uris:key:chain:passphrase:)``; nothing is filed then.
    public func issue(
        _ orders: [CertificateOrder], on terms: CertificateTerms, passphrase: SecretOctets? = nil,
        workers: Int = CertStore.processors
    ) throws(CertStoreError) -> [IssuedCertificate] {
        guard orders.allSatisfy({ !$0.uris.isEmpty }) else { throw .noURI(subject: "") }
        return try writeKeys(passphrase: passphrase) { (seal) throws(CertStoreError) in
            try KeyedIssue.all(orders, on: terms, under: seal, workers: workers)
        } write: { (database, issued) throws(CertStoreError) in
            for one in issued { try database.file(one.row, uris: one.uris) }
            return issued.map(\.issued)
        }
    }

    /// Makes keys and certificates to file later, while another thread does `work`, such as filing the batch before.
    ///
    /// - Throws: what `work` throws, else as ``issue(_:on:passphrase:workers:)``.
    public func issue<Outcome>(
        _ orders: [CertificateOrder], on terms: CertificateTerms, passphrase: SecretOctets? = nil,
        workers: Int = CertStore.processors, beside work: () throws(CertStoreError) -> Outcome
    ) throws(CertStoreError) -> (batch: IssuedBatch, outcome: Outcome) {
        guard orders.allSatisfy({ !$0.uris.isEmpty }) else { throw .noURI(subject: "") }
        let (seal, found) = try sealForNewKeys(passphrase: passphrase)
        let making = Mutex(Result<[KeyedIssue], CertStoreError>.success([]))
        let group = DispatchGroup()
        DispatchQueue.global().async(group: group) {
            let made = Result { () throws(CertStoreError) in
                try KeyedIssue.all(orders, on: terms, under: seal, workers: workers)
            }
            making.withLock { $0 = made }
        }
        let done = Result(catching: work)
        group.wait()
        let outcome = try done.get()
        return (IssuedBatch(try making.withLock { $0 }.get(), seal: seal, found: found), outcome)
    }

    /// Files a batch in one transaction.
    ///
    /// - Throws: ``CertStoreError/passphraseChangedMeanwhile`` or ``CertStoreError/database(code:message:)``.
    public func file(_ batch: IssuedBatch) throws(CertStoreError) {
        try write(under: batch.seal, found: batch.found) { (database) throws(CertStoreError) in
            for one in batch.issued { try database.file(one.row, uris: one.uris) }
        }
        batch.setFiled()
    }

    /// The orders that are not filled yet.
    ///
    /// One is, where each of its URIs has a certificate of the authority, for the same use, that is valid at an
    /// instant and not revoked.
    public func unfilled(
        _ orders: [CertificateOrder], on terms: CertificateTerms, at instant: Date
    ) throws(CertStoreError) -> [CertificateOrder] {
        let seconds = DatabaseValue.integer(Int64(instant.timeIntervalSince1970))
        let authority = terms.authority.certificate
        let issuer = DatabaseValue.octets(authority.facts.subjectDER)
        return try readAtOnce { (database) throws(CertStoreError) in
            var unfilled: [CertificateOrder] = []
            for order in orders {
                let usage = DatabaseValue.integer(Int64(order.profile.keyUsage(of: terms.key).rawValue))
                var isHeld = true
                for uri in order.uris where isHeld {
                    var held: [[UInt8]] = []
                    try database.store(Self.held, [.text(uri), issuer, seconds, seconds, usage]) {
                        held.append($0.octets(0))
                    }
                    // By the signature: another authority may have the same name.
                    let certificates = try held.map { (der) throws(CertStoreError) in
                        try Self.certificate(der)
                    }
                    isHeld = certificates.contains { $0.isIssued(by: authority) }
                }
                if !isHeld { unfilled.append(order) }
            }
            return unfilled
        }
    }

    /// How many processors there are to work on.
    public static var processors: Int { ProcessInfo.processInfo.activeProcessorCount }

    private static let held = """
        SELECT der FROM name JOIN certificate ON certificate.id = name.certificate
        WHERE name.uri = ? AND issuer = ? AND not_before <= ? AND not_after >= ? AND key_usage = ?
        AND NOT EXISTS (SELECT 1 FROM revocation WHERE serial = certificate.serial)
        """
}

/// Certificates that were made and are to be filed together.
public final class IssuedBatch: Sendable {
    fileprivate let issued: [KeyedIssue]
    fileprivate let seal: KeySeal
    fileprivate let found: KeyProtection
    private let filed = Mutex(false)

    fileprivate init(_ issued: [KeyedIssue], seal: KeySeal, found: KeyProtection) {
        self.issued = issued
        self.seal = seal
        self.found = found
    }

    /// How many certificates there are.
    public var count: Int { issued.count }
    /// Whether they are in the store.
    public var isFiled: Bool { filed.withLock { $0 } }

    fileprivate func setFiled() { filed.withLock { $0 = true } }
}

/// A certificate that was made for an order, and its row.
private struct KeyedIssue: Sendable {
    let uris: [String]
    let issued: IssuedCertificate
    let row: [DatabaseValue]

    init(_ order: CertificateOrder, on terms: CertificateTerms, under seal: KeySeal) throws(CertStoreError) {
        uris = order.uris
        do throws(CMSError) {
            let key = try PrivateKey.generate(terms.key)
            issued = try terms.authority.issueUnread(
                order.profile, for: key.publicKey, validity: terms.validity)
            row = CertificateRow.values(issued) + [.secret(try seal.sealed(key))]
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
