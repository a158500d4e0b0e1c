import CMS
import Octets
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

    /// The certificates by the last octets of their DER, which belong to the issuer's signature; certificates
    /// that share them are compared as a whole.
    ///
    /// The keys are text: a dictionary type with a key type used only here costs a short process 0.25 million
    /// instructions.
    private var entries: [String: [Entry]] = [:]
    private(set) var count = 0

    func entry(_ der: [UInt8]) -> Entry? { entries[Self.key(der)]?.first { $0.certificate.der == der } }

    mutating func keep(_ certificate: Certificate, identity: CertificateIdentity?) {
        let key = Self.key(certificate.der)
        if let index = entries[key]?.firstIndex(where: { $0.certificate.der == certificate.der }) {
            if let identity { entries[key]?[index] = Entry(certificate, identity) }
        } else {
            entries[key, default: []].append(Entry(certificate, identity))
            count += 1
        }
    }

    private static func key(_ der: [UInt8]) -> String {
        Hexadecimal.text(der.suffix(12))
    }
}
