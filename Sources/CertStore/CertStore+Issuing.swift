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

    /// Makes keys and certificates to file later, while a batch that was made before is filed in one transaction:
    /// of many batches, only the last one waits for the disk.
    ///
    /// - Throws: as ``issue(_:on:passphrase:workers:)``; ``IssuedBatch/isFiled`` says whether `previous` was filed
    ///   all the same.
    public func issue(
        _ orders: [CertificateOrder], on terms: CertificateTerms, passphrase: SecretOctets? = nil,
        workers: Int = CertStore.processors, whileFiling previous: IssuedBatch?
    ) throws(CertStoreError) -> IssuedBatch {
        guard orders.allSatisfy({ !$0.uris.isEmpty }) else { throw .noURI(subject: "") }
        let (seal, found) = try sealForNewKeys(passphrase: passphrase)
        let filing = Mutex(Result<Void, CertStoreError>.success(()))
        let making = Mutex(Result<[KeyedIssue], CertStoreError>.success([]))
        DispatchQueue.concurrentPerform(iterations: 2) { part in
            if part == 0 {
                guard let previous else { return }
                let done = Result { () throws(CertStoreError) in try file(previous) }
                filing.withLock { $0 = done }
            } else {
                let done = Result { () throws(CertStoreError) in
                    try KeyedIssue.all(orders, on: terms, under: seal, workers: workers)
                }
                making.withLock { $0 = done }
            }
        }
        try filing.withLock { $0 }.get()
        return IssuedBatch(try making.withLock { $0 }.get(), seal: seal, found: found)
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

    /// Whether each URI of an order has a certificate of the authority, for the same use, that is valid at an
    /// instant and not revoked: one that need not be issued again.
    public func isHeld(
        _ order: CertificateOrder, on terms: CertificateTerms, at instant: Date
    ) throws(CertStoreError) -> Bool {
        let seconds = Int64(instant.timeIntervalSince1970)
        let usage = order.profile.keyUsage(of: terms.key).rawValue
        return try read { (database) throws(CertStoreError) in
            for uri in order.uris {
                var held: [[UInt8]] = []
                try database.store(
                    Self.held,
                    [
                        .text(uri), .octets(terms.authority.certificate.facts.subjectDER), .integer(seconds),
                        .integer(seconds), .integer(Int64(usage)),
                    ]
                ) { held.append($0.octets(0)) }
                // By the signature: another authority may have the same name.
                let certificates = try held.map { (der) throws(CertStoreError) in try Self.certificate(der) }
                guard certificates.contains(where: { $0.isIssued(by: terms.authority.certificate) }) else {
                    return false
                }
            }
            return true
        }
    }

    /// Whether the store's own authority revoked the certificate with a serial number, which it issued.
    public func isRevoked(serialNumber: String) throws(CertStoreError) -> Bool {
        try read { (database) throws(CertStoreError) in
            var isRevoked = false
            try database.store("SELECT 1 FROM revocation WHERE serial = ?", [.text(serialNumber)]) { _ in
                isRevoked = true
            }
            return isRevoked
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

    /// Each worker takes every so manieth order.
    static func all(
        _ orders: [CertificateOrder], on terms: CertificateTerms, under seal: KeySeal, workers: Int
    ) throws(CertStoreError) -> [KeyedIssue] {
        let count = max(1, min(workers, orders.count))
        let shares = Mutex([Result<[KeyedIssue], CertStoreError>?](repeating: nil, count: count))
        DispatchQueue.concurrentPerform(iterations: count) { worker in
            let share = Result { () throws(CertStoreError) in
                try stride(from: worker, to: orders.count, by: count).map { (index) throws(CertStoreError) in
                    try KeyedIssue(orders[index], on: terms, under: seal)
                }
            }
            shares.withLock { $0[worker] = share }
        }
        let done = try shares.withLock { $0 }.map { (share) throws(CertStoreError) in try share?.get() ?? [] }
        return orders.indices.map { done[$0 % count][$0 / count] }
    }
}
