import CMS
import Synchronization

/// Certificates that were decoded already, by the number of their row: reading one takes libcrypto longer than
/// finding it.
final class DecodedCertificates: Sendable {
    private let certificates = Mutex<[Int64: Certificate]>([:])

    /// Decodes the octets of a row, unless they are those it had when it was decoded last.
    func certificate(_ der: [UInt8], row: Int64) throws(CertStoreError) -> Certificate {
        if let known = certificates.withLock({ $0[row] }), known.der == der { return known }
        let certificate = try CertStore.certificate(der)
        certificates.withLock {
            if $0.count >= Self.most { $0.removeAll() }
            $0[row] = certificate
        }
        return certificate
    }

    /// About ten megabytes.
    private static let most = 4096
}
