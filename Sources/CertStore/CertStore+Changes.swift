extension CertStore {
    /// How often the store was changed, by this process or another; what was accepted once does not count.
    ///
    /// A program that keeps what it has read of the store asks before each use, and reads again if the number is another.
    /// What was read after the number is at least as new as the number.
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
