import CMS
import Foundation
import TestSupport

/// One row of verdicts.tsv: the verdict that PKITS expects of a test under its
/// default settings, and our reason.
struct PKITSRow {
    let number: String
    let name: String
    let isValid: Bool
    /// Why our verdict differs; empty if it does not.
    let reason: String

    init?(_ line: Substring) {
        let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        guard fields.count == 4, ["valid", "invalid"].contains(fields[2]) else { return nil }
        (number, name, isValid, reason) = (fields[0], fields[1], fields[2] == "valid", fields[3])
    }
}

/// Runs NIST's Public Key Interoperability Test Suite through ``TrustAnchors``: `PKITS DIRECTORY VERDICTS`.
///
/// Status 1 if a test passes that must fail, or a verdict differs from the expected one
/// without a reason in the table.
@main
struct PKITSRun {
    /// Within the validity of the certificates of PKITS, 2010 to 2030.
    private static let instant = Date(timeIntervalSince1970: 1_795_435_200)

    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 3 else {
            print("usage: PKITS DIRECTORY VERDICTS")
            exit(64)
        }
        let directory = URL(filePath: arguments[1])
        let table = String(decoding: try Data(contentsOf: URL(filePath: arguments[2])), as: UTF8.self)
        let rows = table.split(separator: "\n").dropFirst().compactMap(PKITSRow.init)
        let anchor = try Certificate(
            der: [UInt8](Data(contentsOf: directory.appending(path: "certs/TrustAnchorRootCertificate.crt"))))
        var failures = 0
        var differences = 0
        for row in rows {
            let error = verdict(of: try PKITSCase(named: row.name, in: directory), trusting: anchor)
            let isValid = error == nil
            guard isValid != row.isValid || !row.reason.isEmpty else { continue }
            if isValid == row.isValid {
                print("\(row.number) \(row.name): as expected, but the table says it differs")
                failures += 1
                continue
            }
            differences += 1
            let isKnown = !isValid && !row.reason.isEmpty
            if !isKnown { failures += 1 }
            let words = isKnown ? row.reason : "NOT KNOWN"
            let found = error.map { "refused (\($0))" } ?? "PASSES"
            print(
                "\(row.number) \(row.name): expected \(row.isValid ? "valid" : "invalid"), \(found): \(words)"
            )
        }
        print("\(rows.count) tests, \(rows.count - differences) as expected, \(differences) differ")
        guard rows.count == 224 else { exit(1) }
        exit(failures == 0 ? 0 : 1)
    }

    /// Returns why a path is refused; nil if it is not.
    private static func verdict(of test: PKITSCase, trusting anchor: Certificate) -> String? {
        var policy = RevocationPolicy()
        policy.unlisted = .refuse
        do throws(CMSError) {
            let anchors = try TrustAnchors([anchor], revocationLists: test.revocationLists)
            _ = try anchors.verify(
                test.endEntity, intermediates: test.certificates, at: instant, revocation: policy)
            return nil
        } catch {
            return words(error)
        }
    }

    private static func words(_ error: CMSError) -> String {
        switch error {
        case .expired(let certificate, _): "expired: \(certificate.facts.subject)"
        case .notYetValid(let certificate, _): "not yet valid: \(certificate.facts.subject)"
        case .revoked(let certificate, _, _): "revoked: \(certificate.facts.subject)"
        case .revocationUnknown(_, .unusable(let reason)): "revocation unknown: \(reason)"
        case .revocationUnknown(_, let obstacle): "revocation unknown: \(obstacle)"
        case .untrusted(_, _, let reason): reason
        default: caseDescription(error)
        }
    }
}
