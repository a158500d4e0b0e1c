import CMS
import Synchronization

/// Certificates already decoded, by their octets: decoding one costs more than verifying a P-256 signature.
///
/// It saves work and decides nothing. Bounded: when full it starts again, and large certificates are not kept, so
/// that strangers' certificates cannot fill memory.
final class CertificateCache: Sendable {
    private static let capacity = 256
    private static let largestOctets = 8192

    private let certificates = Mutex<[Octets: Certificate]>([:])
    private let identities = Mutex<[Octets: CertificateIdentity]>([:])

    func certificate(der: [UInt8]) throws(CMSError) -> Certificate {
        let octets = Octets(der: der)
        if let known = certificates.withLock({ $0[octets] }) { return known }
        let certificate = try Certificate(der: der)
        keep(certificate, for: octets, in: certificates)
        return certificate
    }

    func identity(of certificate: Certificate) -> CertificateIdentity {
        let octets = Octets(der: certificate.der)
        if let known = identities.withLock({ $0[octets] }) { return known }
        let identity = CertificateIdentity(of: certificate)
        keep(identity, for: octets, in: identities)
        return identity
    }

    private func keep<Value: Sendable>(
        _ value: Value, for octets: Octets, in table: borrowing Mutex<[Octets: Value]>
    ) {
        guard octets.der.count <= Self.largestOctets else { return }
        table.withLock { known in
            if known.count >= Self.capacity { known.removeAll() }
            known[octets] = value
        }
    }

    /// DER as a key: compared whole, hashed by its last octets, which are of the issuer's signature.
    private struct Octets: Hashable {
        let der: [UInt8]

        func hash(into hasher: inout Hasher) {
            for octet in der.suffix(12) { hasher.combine(octet) }
        }
    }
}
