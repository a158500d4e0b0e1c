import CMS
import Synchronization

/// Certificates that were decoded already, by the number of their row: reading one takes libcrypto some thirty times
/// what finding it takes.
///
/// There are two generations. What is asked for comes into the younger one; when that is full it becomes the older one,
/// whose certificates nobody asked for meanwhile are forgotten.
final class DecodedCertificates: Sendable {
    private let generations = Mutex(Generations())

    /// Decodes the octets of a row, unless they are those it had when it was decoded last.
    func certificate(_ der: [UInt8], row: Int64) throws(CertStoreError) -> Certificate {
        let row = String(row)
        if let known = generations.withLock({ $0.known(row) }), known.der == der { return known }
        let certificate = try CertStore.certificate(der)
        generations.withLock { $0.remember(certificate, row) }
        return certificate
    }
}

private struct Generations {
    // By numbers as text: the type of a dictionary whose keys nothing else has takes a short process 0.25 million instructions.
    var younger: [String: Certificate] = [:]
    var older: [String: Certificate] = [:]

    mutating func known(_ row: String) -> Certificate? {
        if let known = younger[row] { return known }
        guard let known = older[row] else { return nil }
        remember(known, row)
        return known
    }

    mutating func remember(_ certificate: Certificate, _ row: String) {
        if younger.count >= Self.most {
            older = younger
            younger.removeAll()
        }
        younger[row] = certificate
    }

    /// Of one generation; about five megabytes.
    private static let most = 2048
}
