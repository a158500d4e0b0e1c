import CMS
import Synchronization

/// Certificates already decoded, by their octets: decoding one costs more than verifying a P-256 signature.
///
/// It saves work and decides nothing. Bounded: when full it starts again, so that strangers' certificates cannot
/// fill memory.
final class CertificateCache: Sendable {
    private static let capacity = 256
    private let certificates = Mutex<[[UInt8]: Certificate]>([:])

    func certificate(der: [UInt8]) throws(CMSError) -> Certificate {
        if let known = certificates.withLock({ $0[der] }) { return known }
        let certificate = try Certificate(der: der)
        certificates.withLock { known in
            if known.count >= Self.capacity { known.removeAll() }
            known[der] = certificate
        }
        return certificate
    }
}
