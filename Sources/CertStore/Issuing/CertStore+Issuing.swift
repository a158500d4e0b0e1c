public import CMS
public import FoundationEssentials

extension CertStore {
    /// Issues a key and a certificate for each order and files all of them in one transaction.
    ///
    /// Keys and signatures are computed on `workers` threads at once, before the store is locked for writing;
    /// the certificates are returned in the order of the orders.
    ///
    /// - Throws: ``CertStoreError/noURI(subject:)`` for an order without one,
    ///   ``CertStoreError/cryptography(_:)`` if one cannot be issued, or as
    ///   ``add(_:uris:key:chain:passphrase:)``; nothing is filed then.
    public func issue(
        _ orders: [CertificateOrder], on terms: CertificateTerms, passphrase: SecretOctets? = nil,
        workers: Int = CertStore.processors
    ) throws(CertStoreError) -> [IssuedCertificate] {
        guard orders.allSatisfy({ !$0.uris.isEmpty }) else { throw .noURI(subject: "") }
        return try retryingIfPassphraseChanges { () throws(CertStoreError) in
            let (seal, found) = try sealForNewKeys(passphrase: passphrase)
            let shares = (0..<max(1, min(workers, orders.count))).map { _ in BatchShare(queue: nil) }
            let begun = PendingBatch(orders, on: terms, under: seal, found: found, by: shares)
            begun.make()
            let batch = try begun.finished()
            try file(batch)
            return batch.issued.map(\.issued)
        }
    }

    /// Files a batch in one transaction, once: its keys are released as they are filed.
    ///
    /// - Throws: ``CertStoreError/passphraseChangedMeanwhile``, as ``authority(passphrase:)`` if the key was
    ///   withheld meanwhile, or ``CertStoreError/database(code:message:)``;
    ///   ``CertStoreError/noPrivateKey(fingerprint:)`` if the batch was filed before and some of its keys
    ///   were released.
    public func file(_ batch: IssuedBatch) throws(CertStoreError) {
        _ = try file(batch) { (_) throws(CertStoreError) in batch.issued }
    }

    /// Files the certificates of a batch whose orders are still unfilled, as ``file(_:)`` does.
    ///
    /// The orders are checked in the transaction that files the certificates. So if two processes issue for
    /// one address at once, only one of them files its certificate.
    ///
    /// - Parameters:
    ///   - unfilled: the result that the batch was begun for.
    /// - Returns: the number of certificates filed, and the number of addresses skipped.
    /// - Throws: as ``file(_:)``.
    public func file(
        _ batch: IssuedBatch, stillUnfilledSince unfilled: UnfilledOrders, on terms: CertificateTerms,
        at instant: Date
    ) throws(CertStoreError) -> (certificates: Int, skippedAddresses: Int) {
        let filed = try file(batch) { (database) throws(CertStoreError) in
            // No other connection has written since the orders were checked.
            if try foreignChanges(in: database) == unfilled.foreignChanges { return batch.issued }
            let holders = HeldCertificates(on: terms, anyKind: unfilled.ignoresKind, at: instant)
            var chosen: [KeyedIssue] = []
            for one in batch.issued where try !holders.find(for: one.order, in: database).isFilled {
                chosen.append(one)
            }
            return chosen
        }
        guard filed.count < batch.count else { return (filed.count, 0) }
        let all = Set(batch.issued.map(\.order.uris))
        return (filed.count, all.subtracting(filed.map(\.order.uris)).count)
    }

    private func file(
        _ batch: IssuedBatch, choosing: (any Database) throws(CertStoreError) -> [KeyedIssue]
    ) throws(CertStoreError) -> [KeyedIssue] {
        try write(under: batch.seal, found: batch.found) { (database) throws(CertStoreError) in
            try database.requireUse(ofAuthorityNamed: batch.issuer)
            let chosen = try choosing(database)
            for one in chosen {
                guard let key = one.takeKey() else {
                    throw .noPrivateKey(fingerprint: one.issued.fingerprint)
                }
                try database.file(one.values, under: one.names, key: key)
            }
            return chosen
        }
    }

    /// Returns the orders that are not filled yet.
    ///
    /// An order is filled if each of its URIs has a certificate of the authority, for the same use, that is
    /// valid at an instant and not revoked. Two certificates, one for each use, also fill an order for both.
    ///
    /// - Parameter anyKind: whether a certificate with another kind of key than ordered fills an order.
    public func unfilled(
        _ orders: [CertificateOrder], on terms: CertificateTerms, anyKind: Bool = true, at instant: Date
    ) throws(CertStoreError) -> UnfilledOrders {
        let holders = HeldCertificates(on: terms, anyKind: anyKind, at: instant)
        return try readSnapshot { (database) throws(CertStoreError) in
            var unfilled = UnfilledOrders()
            unfilled.ignoresKind = anyKind
            unfilled.foreignChanges = try foreignChanges(in: database)
            var counted: [String] = []
            for order in orders {
                let found = try holders.find(for: order, in: database)
                guard !found.isFilled else { continue }
                unfilled.orders.append(order)
                guard found.isRevoked, counted != order.uris else { continue }
                // The two orders of one address follow each other.
                counted = order.uris
                unfilled.afterRevocation += 1
            }
            return unfilled
        }
    }

    /// The number of processors.
    public static var processors: Int { ProcessInfo.processInfo.activeProcessorCount }
}

/// The orders of a collection that are not filled yet.
public struct UnfilledOrders: Sendable, Equatable {
    /// In their original order.
    public internal(set) var orders: [CertificateOrder] = []
    /// The number of addresses whose orders would be filled if their certificates had not been revoked.
    public internal(set) var afterRevocation = 0
    var ignoresKind = true
    /// The changes by other connections when the orders were checked.
    var foreignChanges: Int64 = 0
}
