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
        try write(under: batch.seal, found: batch.found) { (database) throws(CertStoreError) in
            try database.requireUse(ofAuthorityNamed: batch.issuer)
            for one in batch.issued {
                guard let key = one.takeKey() else {
                    throw .noPrivateKey(fingerprint: one.issued.fingerprint)
                }
                try database.file(one.values, under: one.names, key: key)
            }
        }
    }

    /// Returns the orders that are not filled yet.
    ///
    /// An order is filled if each of its URIs has a certificate of the authority, for the same use, that is
    /// valid at an instant and not revoked.
    public func unfilled(
        _ orders: [CertificateOrder], on terms: CertificateTerms, at instant: Date
    ) throws(CertStoreError) -> UnfilledOrders {
        let seconds = DatabaseValue.integer(Int64(instant.timeIntervalSince1970))
        let authority = terms.authority.certificate
        let issuer = DatabaseValue.octets(authority.facts.subjectDER)
        return try readSnapshot { (database) throws(CertStoreError) in
            var unfilled = UnfilledOrders()
            var counted: [String] = []
            for order in orders {
                let usage = DatabaseValue.integer(
                    Int64(order.profile.keyUsage(of: order.key ?? terms.key).rawValue))
                // The last URI decides: after one without a certificate the search ends.
                var (isHeld, isRevoked) = (true, false)
                for uri in order.uris where isHeld {
                    var found: [(der: [UInt8], isRevoked: Bool)] = []
                    try database.store(Self.held, [.text(uri), issuer, seconds, seconds, usage]) {
                        found.append(($0.octets(0), $0.integer(1) == 1))
                    }
                    // By the signature: another authority may have the same name.
                    (isHeld, isRevoked) = (false, false)
                    for one in found where try Self.certificate(one.der).isIssued(by: authority) {
                        if one.isRevoked { isRevoked = true } else { isHeld = true }
                    }
                }
                guard !isHeld else { continue }
                unfilled.orders.append(order)
                guard isRevoked, counted != order.uris else { continue }
                // The two orders of one address follow each other.
                counted = order.uris
                unfilled.afterRevocation += 1
            }
            return unfilled
        }
    }

    /// The number of processors.
    public static var processors: Int { ProcessInfo.processInfo.activeProcessorCount }

    private static let held = """
        SELECT der, CASE WHEN \(isRevoked()) THEN 1 ELSE 0 END
        FROM name JOIN certificate ON certificate.id = name.certificate
        WHERE name.uri = ? AND issuer = ? AND not_before <= ? AND not_after >= ? AND key_usage = ?
        """
}

/// The orders of a collection that are not filled yet.
public struct UnfilledOrders: Sendable, Equatable {
    /// In their original order.
    public internal(set) var orders: [CertificateOrder] = []
    /// The number of addresses whose orders would be filled if their certificates had not been revoked.
    public internal(set) var afterRevocation = 0
}
