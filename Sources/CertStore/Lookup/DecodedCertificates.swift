import CMS
import Synchronization

/// A cache of decoded certificates, by row number: decoding one takes libcrypto about thirty
/// times as long as finding it.
///
/// The cache has two generations. A certificate that is used moves into the younger one. When that is full it
/// becomes the older one, and the previous older one is dropped.
final class DecodedCertificates: Sendable {
    private let generations = Mutex(Generations())

    /// Decodes the octets of a row, unless they are the same as at the last time.
    func certificate(_ der: [UInt8], row: Int64) throws(CertStoreError) -> Certificate {
        let row = String(row)
        if let known = generations.withLock({ $0.known(row) }), known.der == der { return known }
        let certificate = try CertStore.certificate(der)
        generations.withLock { $0.remember(certificate, row) }
        return certificate
    }
}

private struct Generations {
    // By row number as text: a dictionary type with a key type used only here costs a short
    // process 0.25 million instructions.
    var younger: [String: Certificate] = [:]
    var older: [String: Certificate] = [:]

    mutating func known(_ row: String) -> Certificate? {
        if let known = younger[row] { return known }
        guard let known = older[row] else { return nil }
        remember(known, row)
        return known
    }

    mutating func remember(_ certificate: Certificate, _ row: String) {
        if younger.count >= Self.capacity {
            older = younger
            younger.removeAll()
        }
        younger[row] = certificate
    }

    /// The size of one generation; about five megabytes.
    private static let capacity = 2048
}
