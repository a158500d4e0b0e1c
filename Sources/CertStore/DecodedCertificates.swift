import CMS
import Synchronization

/// Certificates that were decoded already, by the number of their row: reading one takes libcrypto some thirty times
/// what finding it takes.
///
/// There are two generations. What is asked for comes into the younger one; when that is full it becomes the older one,
/// whose certificates nobody asked for meanwhile are forgotten.
final class DecodedCertificates: Sendable {
    private struct Generations {
        var younger: [Int64: Certificate] = [:]
        var older: [Int64: Certificate] = [:]
    }

    private let generations = Mutex(Generations())

    /// Decodes the octets of a row, unless they are those it had when it was decoded last.
    func certificate(_ der: [UInt8], row: Int64) throws(CertStoreError) -> Certificate {
        if let known = known(row), known.der == der { return known }
        let certificate = try CertStore.certificate(der)
        generations.withLock { Self.remember(certificate, row, in: &$0) }
        return certificate
    }

    private func known(_ row: Int64) -> Certificate? {
        generations.withLock { generations in
            if let known = generations.younger[row] { return known }
            guard let known = generations.older[row] else { return nil }
            Self.remember(known, row, in: &generations)
            return known
        }
    }

    private static func remember(_ certificate: Certificate, _ row: Int64, in generations: inout Generations)
    {
        if generations.younger.count >= most {
            generations.older = generations.younger
            generations.younger.removeAll()
        }
        generations.younger[row] = certificate
    }

    /// Of one generation; about five megabytes.
    private static let most = 2048
}
