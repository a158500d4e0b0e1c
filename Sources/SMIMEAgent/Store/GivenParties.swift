public import CMS
import SIPMessage
public import SMIMEBody

/// Certificates, private keys and trust anchors from outside the store, such as from files.
///
/// Each given kind replaces the same kind in the store. Kinds that are not given come from the store, and its
/// CRLs and compromised keys always count.
public struct GivenParties: Sendable {
    /// The certificates to sign with or to decrypt for, with their keys; if empty, those of the store.
    public var own: [KeyedCertificate]
    /// The certificates of recipients; for addresses that they do not name, those of the store.
    public var recipients: [Certificate]
    /// The only trust anchors; nil for those of the store.
    public var anchors: [Certificate]?
    /// CA certificates that came with the others, for building paths; they are not trust anchors.
    public var intermediates: [Certificate]

    /// Creates parties; by default everything comes from the store.
    public init(
        own: [KeyedCertificate] = [], recipients: [Certificate] = [], anchors: [Certificate]? = nil,
        intermediates: [Certificate] = []
    ) {
        self.own = own
        self.recipients = recipients
        self.anchors = anchors
        self.intermediates = intermediates
    }

    /// Returns the given certificates that may receive messages for a URI.
    func recipients(named uri: SIPURI) -> [Certificate] {
        recipients.filter { CertificateIdentity(of: $0).isRecipient(uri) }
    }
}
