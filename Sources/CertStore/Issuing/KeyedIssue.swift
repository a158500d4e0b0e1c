import CMS
import Synchronization

/// A certificate that was made for an order, what its row will say, and its key as it will be kept.
///
/// An object, so that handing it from the thread that makes it to the one that files it copies nothing.
final class KeyedIssue: Sendable {
    let names: [FiledName]
    let issued: IssuedCertificate
    let values: [DatabaseValue]
    private let key: Mutex<SecretOctets?>

    init(_ order: CertificateOrder, on terms: CertificateTerms, under seal: KeySeal) throws(CertStoreError) {
        names = order.uris.map(FiledName.init(uri:))
        do throws(CMSError) {
            let key = try PrivateKey.generate(terms.key)
            issued = try terms.authority.issueUnread(
                order.profile, for: key.publicKey, validity: terms.validity)
            values = CertificateRow.values(issued)
            self.key = Mutex(try seal.sealed(key))
        } catch {
            throw .cryptography(error)
        }
    }

    /// The key, which is wiped when its taker lets it go, however long the rest is kept; nil when it was taken.
    func takeKey() -> SecretOctets? {
        key.withLock { key in
            defer { key = nil }
            return key
        }
    }
}
