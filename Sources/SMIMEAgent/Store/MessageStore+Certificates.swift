public import CMS
import CertStore
public import SIPMessage
import SMIMEBody

public import struct FoundationEssentials.Date

extension MessageStore {
    /// Returns the certificate to encrypt to for an address: the newest that passes every check of a
    /// recipient.
    ///
    /// - Throws: ``AgentError/body(_:)`` with `SMIMEError/noCertificate(uri:_:)` or
    ///   `SMIMEError/untrustedRecipient(uri:_:)`, ``AgentError/numberWithoutURI(_:)``, or
    ///   ``AgentError/store(_:)``.
    public func certificate(of address: AddressURI, at instant: Date) throws(AgentError) -> Certificate {
        let current = try reading { () throws(CertStoreError) in try self.current() }
        let uri = try reading { () throws(CertStoreError) in try current.snapshot.uri(of: address) }
        guard let uri else { throw .numberWithoutURI(address.addressOfRecord) }
        return try current.recipient(uri, revocation: RevocationPolicy(), at: instant).certificate
    }
}
