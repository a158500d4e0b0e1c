import CMS
import Synchronization

/// An issued certificate with the values of its row, and its key in stored form.
///
/// It is an object, so that passing it from the issuing thread to the filing thread copies nothing.
final class KeyedIssue: Sendable {
    let order: CertificateOrder
    let names: [FiledName]
    let issued: IssuedCertificate
    let values: [DatabaseValue]
    private let key: Mutex<SecretOctets?>

    init(_ order: CertificateOrder, on terms: CertificateTerms, under seal: KeySeal) throws(CertStoreError) {
        self.order = order
        names = order.uris.map(FiledName.init(uri:))
        do throws(CMSError) {
            let key = try PrivateKey.generate(order.key ?? terms.key)
            issued = try terms.authority.issueWithoutDecoding(
                order.profile, for: key.publicKey, validity: terms.validity)
            values = CertificateRow.values(issued)
            self.key = Mutex(try seal.sealed(key))
        } catch {
            throw .cryptography(error)
        }
    }

    /// Returns the key once, which is wiped when the caller releases it, however long the
    /// rest is kept; nil afterwards.
    func takeKey() -> SecretOctets? {
        key.withLock { key in
            defer { key = nil }
            return key
        }
    }
}
