extension StoreSchema {
    /// The table that version 10 introduced: see ``CertStore/recordProtected(_:at:)``; `since` is in seconds
    /// since 1970.
    static func protectedAddresses(_ type: Dialect) -> String {
        """
        CREATE TABLE protected_address (
          address \(type.text) PRIMARY KEY NOT NULL,
          since \(type.integer) NOT NULL
        )\(type.tableWithoutNumber);
        """
    }
}

extension StoreMigration {
    /// Lets the store remember which addresses have sent protected messages; at first it knows none.
    static func addProtectedAddresses(
        _ database: any Database, _ dialect: StoreSchema.Dialect
    ) throws(CertStoreError) {
        try database.executeStore(StoreSchema.protectedAddresses(dialect))
    }
}
