import CMS
import CertificateAdministration
import CommandOptions
import FoundationEssentials

/// The options for the validity of certificates.
struct ValidityOptions {
    var days: Int?
    var isLong = false

    /// The days.
    static func days<Root>(_ path: WritableKeyPath<Root, ValidityOptions>) -> Option<Root> {
        .integer(
            "--days", as: "N", in: 1...100_000, into: path.appending(path: \.days),
            help: "valid for N days (default and maximum: 365)")
    }

    /// The days of a CA's certificate.
    static func authorityDays<Root>(_ path: WritableKeyPath<Root, Int?>) -> Option<Root> {
        .integer(
            "--days", as: "N", in: 1...100_000, into: path,
            help: "valid for N days (default: ten years; with published keys until 2049-12-31)")
    }

    /// The one exception to a year.
    static func long<Root>(_ path: WritableKeyPath<Root, ValidityOptions>) -> Option<Root> {
        .flag(
            "--allow-long-validity", into: path.appending(path: \.isLong),
            help: "only for test certificates with published keys: valid from 2020 to 2049-12-31")
    }

    func validate() throws(UsageError) {
        if let days, days > LongValidity.year, !isLong {
            throw .notInRange(option: "--days", value: String(days), range: 1...LongValidity.year)
        }
    }

    func terms(at instant: Date, passphrase: SecretOctets?) -> IssuingTerms {
        IssuingTerms(days: days, isLong: isLong, at: instant, passphrase: passphrase)
    }
}
