import CMS
import Synchronization

/// Certificates that were decoded already, by their octets: decoding one costs more than verifying a P-256 signature.
///
/// It saves work and decides nothing. It is bounded: if it is full it starts again, and large certificates are not kept, so
/// that certificates of unknown senders cannot fill memory.
final class CertificateCache: Sendable {
    private static let capacity = 256
    private static let largestOctets = 8192

    private let known = Mutex(KnownCertificates())

    func certificate(der: [UInt8]) throws(CMSError) -> Certificate {
        if let known = known.withLock({ $0.entry(der)?.certificate }) { return known }
        let certificate = try Certificate(der: der)
        keep(certificate, identity: nil)
        return certificate
    }

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
    struct Entry {
        let certificate: Certificate
        var identity: CertificateIdentity?
    }

    /// By the last octets of DER, which are of the issuer's signature; certificates that share them are compared whole.
    ///
    /// The keys are text, since the type of a dictionary whose keys nothing else has takes a short process 0.25 million
    /// instructions.
    private var entries: [String: [Entry]] = [:]
    private(set) var count = 0

    func entry(_ der: [UInt8]) -> Entry? { entries[Self.key(der)]?.first { $0.certificate.der == der } }

    mutating func keep(_ certificate: Certificate, identity: CertificateIdentity?) {
        let key = Self.key(certificate.der)
        if let index = entries[key]?.firstIndex(where: { $0.certificate.der == certificate.der }) {
            if let identity { entries[key]?[index].identity = identity }
        } else {
            entries[key, default: []].append(Entry(certificate: certificate, identity: identity))
            count += 1
        }
    }

    private static func key(_ der: [UInt8]) -> String {
        String(decoding: der.suffix(12).flatMap { [0x40 | $0 >> 4, 0x40 | $0 & 15] }, as: UTF8.self)
    }
}
