public import CertStore
public import SIPMessage

public import struct FoundationEssentials.Date

extension MessageStore {
    /// Returns whether messages of an address are known to be protected.
    ///
    /// A record by any process counts at once, a record that was removed until the store is next confirmed.
    ///
    /// - Throws: `CertStoreError/stateNotConfirmed` or `CertStoreError/database(code:message:)`.
    public func isProtected(_ address: AddressURI) throws(CertStoreError) -> Bool {
        try current().snapshot.isProtected(address.nameInRecords)
    }

    /// Returns since when messages of an address are known to be protected; nil if they are not.
    ///
    /// - Throws: `CertStoreError/database(code:message:)`.
    public func protectedAddress(_ address: AddressURI) throws(CertStoreError) -> ProtectedAddress? {
        try store.protectedAddress(address.nameInRecords)
    }

    /// Records that messages of an address are protected, unless that is known already.
    ///
    /// - Returns: whether the address is new.
    /// - Throws: as ``isProtected(_:)``, and `CertStoreError/protectedAddressesFull(limit:)`.
    @discardableResult
    public func recordProtected(_ address: AddressURI, at instant: Date) throws(CertStoreError) -> Bool {
        guard try !isProtected(address) else { return false }
        return try ledger.recordProtected(address.nameInRecords, at: instant, within: limits)
    }

    /// Returns whether the store has a key of the sender of a message, and a certificate of each recipient,
    /// valid or not; without recipients, of the one that the message names.
    ///
    /// - Throws: as ``isProtected(_:)``.
    public func canProtect(
        _ message: SIPMessage, for recipients: [AddressURI]
    ) throws(CertStoreError) -> Bool {
        guard let sender = try? Parties.sender(of: message) else { return false }
        var recipients = recipients
        if recipients.isEmpty {
            guard let named = try? Parties.recipientAddress(of: message) else { return false }
            recipients = [named]
        }
        let snapshot = try current().snapshot
        guard try snapshot.hasKey(for: sender) else { return false }
        for recipient in recipients where try !snapshot.hasCertificate(for: recipient) { return false }
        return true
    }
}
