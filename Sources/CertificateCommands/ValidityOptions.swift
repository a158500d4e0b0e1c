package import CMS
package import CertificateAdministration
package import CommandOptions
package import FoundationEssentials

/// The options for the validity of certificates.
package struct ValidityOptions {
    package var days: Int?
    package var isLong = false

    package init() {}

    /// The days.
    package static func days<Root>(_ path: WritableKeyPath<Root, ValidityOptions>) -> Option<Root> {
        .parsed(
            ["--days"], as: "N", into: path.appending(path: \.days),
            help: "valid for N days (default and maximum: 365)"
        ) { (value, option) throws(UsageError) in
            guard let days = Int(value), many.contains(days) else { throw outOfRange(option, value) }
            return days
        }
    }

    /// The validity in days that a certificate with a published key may have.
    private static var many: ClosedRange<Int> { 1...100_000 }

    /// The error for too few or too many days, the same whatever other options are given.
    private static func outOfRange(_ option: String, _ value: String) -> UsageError {
        .notInRange(option: option, value: value, range: 1...LongValidity.year)
    }

    /// The option for the validity of a CA's certificate.
    package static func authorityDays<Root>(_ path: WritableKeyPath<Root, Int?>) -> Option<Root> {
        .integer(
            "--days", as: "N", in: many, into: path,
            help: "valid for N days (default: ten years; with published keys until 2049-12-31)")
    }

    /// The option for a validity beyond one year.
    package static func long<Root>(_ path: WritableKeyPath<Root, ValidityOptions>) -> Option<Root> {
        .flag(
            "--allow-long-validity", into: path.appending(path: \.isLong),
            help: "only for test certificates with published keys: valid from 2020 to 2049-12-31")
    }

    package func validate() throws(UsageError) {
        if let days, days > LongValidity.year, !isLong {
            throw Self.outOfRange("--days", String(days))
        }
    }

    package func terms(at instant: Date, passphrase: SecretOctets?) -> IssuingTerms {
        IssuingTerms(days: days, isLong: isLong, at: instant, passphrase: passphrase)
    }
}
