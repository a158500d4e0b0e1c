public import FoundationEssentials

/// An address from which an accepted message came signed and enveloped.
public struct ProtectedAddress: Sendable, Equatable {
    /// The address, spelled as the caller recorded it.
    public let address: String
    /// The time of the first such message, or of the request to treat the address so.
    public let since: Date

    /// Creates an address and the time since when it is known.
    public init(address: String, since: Date) {
        self.address = address
        self.since = since
    }
}

extension CertStore {
    /// Records that messages of an address are protected, unless that is known already.
    ///
    /// From then on a proxy expects nothing less of it. The record is durable when this returns. It is not
    /// counted as a change of the store, because nothing else that is read of the store depends on it.
    ///
    /// - Returns: whether the address is new.
    /// - Throws: ``CertStoreError/protectedAddressesFull(limit:)`` or
    ///   ``CertStoreError/database(code:message:)``.
    @discardableResult
    public func recordProtected(
        _ address: String, at instant: Date, within limits: LedgerLimits = LedgerLimits()
    ) throws(CertStoreError) -> Bool {
        let since = Int64(instant.timeIntervalSince1970.rounded(.down))
        return try writeLedger { (database) throws(CertStoreError) in
            let isNew = try database.recordProtected(address, at: since)
            // Thrown in the transaction, so that nothing is recorded.
            if isNew, try database.protectedAddressCount() > limits.protectedAddresses {
                throw .protectedAddressesFull(limit: limits.protectedAddresses)
            }
            return isNew
        }
    }

    /// Returns what is known of an address; nil if none of its messages was protected.
    ///
    /// - Throws: ``CertStoreError/database(code:message:)``.
    public func protectedAddress(_ address: String) throws(CertStoreError) -> ProtectedAddress? {
        try read { (database) throws(CertStoreError) in
            var since: Int64?
            try database.store("SELECT since FROM protected_address WHERE address = ?", [.text(address)]) {
                since = $0.integer(0)
            }
            return since.map { ProtectedAddress(address: address, since: Date(seconds: $0)) }
        }
    }

    /// Returns every such address, in the order of their octets.
    ///
    /// - Throws: ``CertStoreError/database(code:message:)``.
    public func protectedAddresses() throws(CertStoreError) -> [ProtectedAddress] {
        try read { (database) throws(CertStoreError) in
            var found: [ProtectedAddress] = []
            try database.store("SELECT address, since FROM protected_address ORDER BY address") {
                found.append(ProtectedAddress(address: $0.text(0), since: Date(seconds: $0.integer(1))))
            }
            return found
        }
    }

    /// Forgets addresses, so that clear messages of theirs can be accepted again; it counts as a change of
    /// the store.
    ///
    /// - Returns: those of them that were known.
    /// - Throws: ``CertStoreError/database(code:message:)``.
    public func forgetProtected(_ addresses: [String]) throws(CertStoreError) -> [String] {
        try write { (database) throws(CertStoreError) in
            var forgotten: [String] = []
            for address in addresses {
                try database.store(
                    "DELETE FROM protected_address WHERE address = ? RETURNING address", [.text(address)]
                ) { forgotten.append($0.text(0)) }
            }
            return forgotten
        }
    }
}

extension Database {
    /// Records an address unless it is known; returns whether it is new.
    @discardableResult
    func recordProtected(_ address: String, at second: Int64) throws(CertStoreError) -> Bool {
        var isNew = false
        try store(
            """
            INSERT INTO protected_address (address, since) VALUES (?, ?)
            ON CONFLICT (address) DO NOTHING RETURNING since
            """, [.text(address), .integer(second)]
        ) { _ in isNew = true }
        return isNew
    }
}

extension Date {
    fileprivate init(seconds: Int64) { self.init(timeIntervalSince1970: Double(seconds)) }
}
