package import CertStore
package import CertificateAdministration
import CommandFailures
package import CommandFiles
package import FoundationEssentials
import Octets

/// The words for what a command does with the certificates of several addresses.
package struct SeveralWords {
    /// "renewed".
    package let done: String
    /// Why addresses that only a pattern names are skipped.
    package let skipped: String

    package init(done: String, skipped: String) {
        self.done = done
        self.skipped = skipped
    }
}

extension Console {
    /// Asks for confirmation of a plan, unless `--yes` was given or there is nothing to do.
    package func confirm(
        _ verb: String, _ plan: [AddressOutcome], options: AddressOptions
    ) throws(ConfirmationError) {
        let certificates = plan.reduce(0) { $0 + $1.certificates.count }
        guard !options.isConfirmed, certificates > 0 else { return }
        let addresses = plan.count { !$0.certificates.isEmpty }
        try confirm(
            "\(verb) \(counted(certificates, "certificate")) of "
                + counted(addresses, "address", "addresses"))
    }

    /// Reports addresses for which nothing was done, writes the JSON document, and fails if one failed.
    package func finish(
        _ outcomes: [AddressOutcome], _ words: SeveralWords, as format: ListFormat,
        reports: @autoclosure () throws -> [CertificateReport], files: [String]? = nil
    ) throws {
        let skipped = outcomes.count(where: \.isSkipped)
        let renewed = outcomes.count(where: \.isRenewedMeanwhile)
        for (count, reason) in [
            (skipped - renewed, words.skipped),
            (renewed, "another process has renewed their certificates meanwhile"),
        ] where count > 0 {
            say("skipped \(counted(count, "address", "addresses")): \(reason)")
        }
        var failures: [ChangeDocument.Failure] = []
        for outcome in outcomes where !outcome.isSkipped {
            guard case .failure(let error) = outcome.result else { continue }
            let failure = error.failure
            sayError("\(outcome.uri) was not \(words.done): \(failure.message)")
            failures.append(.init(uri: outcome.uri, message: failure.message, hint: failure.hint))
        }
        if format == .json {
            var document = ChangeDocument(try reports())
            document.failures = failures
            document.skipped = skipped
            document.files = files
            try print(document)
        }
        guard let first = outcomes.first(where: { !$0.isSkipped && $0.certificates.isEmpty }),
            case .failure(let error) = first.result
        else { return }
        throw CommandFailure(
            .refused, reason: error.failure.reason,
            "\(failures.count) of \(counted(outcomes.count, "address", "addresses")) not \(words.done)",
            hint: Set(failures.map(\.hint)).count == 1 ? error.failure.hint : "")
    }
}

extension CertStore {
    /// Reports on certificates as they are in the store now.
    package func reports(of stored: [StoredCertificate], at instant: Date) throws -> [CertificateReport] {
        try stored.map { try CertificateReport($0, in: self, at: instant) }
    }
}
