extension CertStore {
    /// The number of changes to the store, by this process or another; ledger entries do not count.
    ///
    /// A program that caches data of the store reads the number before each use, and reloads if it differs. Data read
    /// after the number is at least as new as the number.
    ///
    /// - Throws: ``CertStoreError/database(code:message:)``.
    public var changeCount: Int64 {
        get throws(CertStoreError) {
            try read { (database) throws(CertStoreError) in
                try database.integer("SELECT number FROM change_count", []) ?? 0
            }
        }
    }
}

extension Database {
    func countChange() throws(CertStoreError) {
        try store("UPDATE change_count SET number = number + 1")
    }
}
