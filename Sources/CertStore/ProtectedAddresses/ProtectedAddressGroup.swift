/// The protected addresses of a group of submissions to the ledger.
struct ProtectedAddressGroup {
    /// The addresses to record, with the second of each.
    private(set) var added: [(address: String, second: Int64)] = []
    private let limit: Int
    /// The number of addresses for which the store has room.
    private let room: Int

    fileprivate init(limit: Int, room: Int) {
        self.limit = limit
        self.room = room
    }

    /// Checks that there is room for the address of a submission, if it has one.
    ///
    /// - Throws: ``CertStoreError/protectedAddressesFull(limit:)``. The message must not be accepted, because
    ///   its sender could later be believed in clear.
    func checkRoom(for submission: LedgerSubmission) throws(CertStoreError) {
        guard submission.protectedAddress == nil || added.count < room else {
            throw .protectedAddressesFull(limit: limit)
        }
    }

    /// Adds the address of a submission that is fresh.
    mutating func add(_ submission: LedgerSubmission) {
        if let address = submission.protectedAddress { added.append((address, submission.now)) }
    }
}

extension Database {
    /// Returns the group of these submissions; the addresses in the store are counted only if one is new,
    /// which is rare.
    func protectedAddressGroup(
        of submissions: [LedgerSubmission], within limits: LedgerLimits
    ) throws(CertStoreError) -> ProtectedAddressGroup {
        let limit = limits.protectedAddresses
        guard submissions.contains(where: { $0.protectedAddress != nil }) else {
            return ProtectedAddressGroup(limit: limit, room: limit)
        }
        return ProtectedAddressGroup(limit: limit, room: try limit - protectedAddressCount())
    }

    /// Returns how many addresses the store has whose messages are protected.
    func protectedAddressCount() throws(CertStoreError) -> Int {
        var count: Int64 = 0
        try store("SELECT COUNT(*) FROM protected_address") { count = $0.integer(0) }
        return Int(count)
    }
}
