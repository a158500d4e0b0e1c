import CMS

extension OwnAuthority {
    /// The statement that withholds the keys of a copied store until ``CertStore`` learns of their last CRLs.
    static let withholding = "UPDATE authority SET use_state = 1 WHERE use_state = 0"

    /// The first digits of the fingerprint, as lists of trust anchors show them.
    public var identifier: String { String(certificate.fingerprint.prefix(16)) }

    /// - Throws: ``CertStoreError/authorityAwaitsList(identifier:)`` or ``CertStoreError/authorityExported``
    ///   if the key may not sign in this store.
    func requireUse() throws(CertStoreError) {
        switch use {
        case .inUse: return
        case .awaitsLastList: throw .authorityAwaitsList(identifier: identifier)
        case .exported: throw .authorityExported
        }
    }
}

extension Database {
    /// Refuses a key that was withheld meanwhile; for the transaction that files or lists what it signed.
    ///
    /// - Throws: as ``OwnAuthority/requireUse()``.
    func requireUse(ofAuthorityNamed name: [UInt8]) throws(CertStoreError) {
        var isWithheld = false
        try store("SELECT 1 FROM authority WHERE name = ? AND use_state <> 0", [.octets(name)]) { _ in
            isWithheld = true
        }
        guard isWithheld else { return }
        let own = try ownAuthorities().first { $0.certificate.facts.subjectDER == name }
        try own?.requireUse()
    }
}
