import TestSupport
import Testing

@testable import CMS

/// Published messages, and messages of openssl, with their verdicts: Tests/Vectors/CORPUS/verdicts.tsv.
@Suite("Published messages")
struct VectorVerdictTests {
    /// A line of a table.
    struct Row: Sendable, CustomTestStringConvertible {
        let corpus: String
        let file: String
        /// Detached content; empty if it is inside.
        let content: String
        /// The certificate that verifies or decrypts; empty for the one in the message.
        let certificate: String
        let key: String
        let current: String
        let weak: String

        var testDescription: String { "\(corpus)/\(file)" }

        static func all() throws -> [Row] {
            try ["envelopes", "rfc4134", "rfc6216", "rfc8591"].flatMap { corpus in
                try Vectors.table("\(corpus)/verdicts.tsv", columns: 7).map { fields in
                    Row(
                        corpus: corpus, file: fields[0], content: fields[1], certificate: fields[2],
                        key: fields[3], current: fields[4], weak: fields[5])
                }
            }
        }
    }

    @Test("get the verdicts of their tables", arguments: try Row.all())
    func verdict(row: Row) {
        #expect(Self.verdict(row, strength: .current) == row.current)
        #expect(Self.verdict(row, strength: .anyIncludingWeak) == row.weak)
    }

    static func verdict(_ row: Row, strength: AlgorithmStrength) -> String {
        do {
            switch try ContentInfo.read(Vectors.octets("\(row.corpus)/\(row.file)")) {
            case .certificatesOnly(let certificates): return "\(certificates.count) certificates"
            case .signedData(let data): return try verified(data, row, strength)
            case .envelopedData(let data): return try decrypted(data, row, strength)
            }
        } catch let error as CMSError {
            return words(for: error)
        } catch {
            return caseDescription(error)
        }
    }

    private static func verified(
        _ data: SignedData, _ row: Row, _ strength: AlgorithmStrength
    ) throws -> String {
        let candidates =
            row.certificate.isEmpty
            ? try data.certificates.map { try Certificate(der: $0) } : [try certificate(row)]
        guard let signer = candidates.first(where: data.signer.identifier.names) else {
            return "no certificate"
        }
        let content = row.content.isEmpty ? nil : try Vectors.octets("\(row.corpus)/\(row.content)")
        let verified = try data.verify(signedBy: signer, detachedContent: content, strength: strength)
        return "verified \(verified.content.count) octets"
    }

    private static func decrypted(
        _ data: EnvelopedData, _ row: Row, _ strength: AlgorithmStrength
    ) throws -> String {
        guard !row.certificate.isEmpty else { return "read" }
        let certificate = try certificate(row)
        guard let recipient = data.recipients(naming: certificate).first else { return "not for us" }
        let octets = try SecretOctets(Vectors.octets("\(row.corpus)/\(row.key)"))
        let key = row.key.hasSuffix(".pri") ? try PrivateKey(der: octets) : try PrivateKey(pem: octets)
        let content = try data.decrypt(for: recipient, certificate: certificate, key: key, strength: strength)
        return "decrypted \(content.count) octets"
    }

    private static func certificate(_ row: Row) throws -> Certificate {
        let octets = try Vectors.octets("\(row.corpus)/\(row.certificate)")
        return row.certificate.hasSuffix(".pem")
            ? try Certificate.certificates(pem: octets)[0] : try Certificate(der: octets)
    }

    private static func words(for error: CMSError) -> String {
        switch error {
        case .malformed(let structure): "malformed \(structure.rawValue)"
        case .unsupportedAlgorithm(let name, _): "unsupported \(name)"
        case .unsupportedContentType(let type): "content type \(type)"
        case .weakAlgorithm(let name): "weak \(name)"
        case .severalSigners(let count): "\(count) signers"
        case .badSignature: "bad signature"
        case .cannotDecrypt: "cannot decrypt"
        default: caseDescription(error)
        }
    }
}
