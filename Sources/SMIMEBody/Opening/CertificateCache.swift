import CMS
import Synchronization

/// Decoded certificates by their octets: decoding one costs more than verifying a P-256 signature.
///
/// The cache saves work and decides nothing. Of a message it keeps only certificates on a path to a trust
/// anchor and the signer's second one by the same issuer, after its signature has verified, so that a sender
/// without a path cannot replace the others. It is
/// bounded: when full it is emptied, and large certificates are not cached.
final class CertificateCache: Sendable {
    private static let capacity = 256
    private static let largestOctets = 8192

    private let known = Mutex(KnownCertificates())

    /// Returns the certificate with these octets, if it is known.
    func certificate(der: [UInt8]) -> Certificate? { known.withLock { $0.entry(der)?.certificate } }

    /// Keeps certificates that lie on a verified path.
    func keep(_ certificates: [Certificate]) {
        for certificate in certificates { keep(certificate, identity: nil) }
    }

    /// Returns the identity of a certificate that is trusted, or a recipient's own, and keeps both.
    func identity(of certificate: Certificate) -> CertificateIdentity {
        if let known = known.withLock({ $0.entry(certificate.der)?.identity }) { return known }
        let identity = CertificateIdentity(of: certificate)
        keep(certificate, identity: identity)
        return identity
    }

    private func keep(_ certificate: Certificate, identity: CertificateIdentity?) {
        guard certificate.der.count <= Self.largestOctets else { return }
        known.withLock { known in
            if known.count >= Self.capacity { known = KnownCertificates() }
            known.keep(certificate, identity: identity)
        }
    }
}

private struct KnownCertificates {
    final class Entry: Sendable {
        let certificate: Certificate
        let identity: CertificateIdentity?

        init(_ certificate: Certificate, _ identity: CertificateIdentity?) {
            self.certificate = certificate
            self.identity = identity
        }
    }

    /// The certificates, each behind the last octets of its DER, which belong to the issuer's signature;
    /// certificates that share them are compared as a whole.
    ///
    /// They are few, and a dictionary would take longer to find one.
    private var entries: [(key: UInt64, entry: Entry)] = []

    var count: Int { entries.count }

    func entry(_ der: [UInt8]) -> Entry? { index(of: der).map { entries[$0].entry } }

    mutating func keep(_ certificate: Certificate, identity: CertificateIdentity?) {
        if let index = index(of: certificate.der) {
            if let identity { entries[index].entry = Entry(certificate, identity) }
        } else {
            entries.append((Self.key(certificate.der), Entry(certificate, identity)))
        }
    }

    private func index(of der: [UInt8]) -> Int? {
        let key = Self.key(der)
        return entries.indices.first {
            entries[$0].key == key && entries[$0].entry.certificate.isEncoded(as: der)
        }
    }

    private static func key(_ der: [UInt8]) -> UInt64 {
        der.suffix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }
}
