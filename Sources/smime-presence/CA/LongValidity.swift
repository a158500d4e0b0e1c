import CMS
import CommandOptions
import FoundationEssentials

/// The one exception to a year: certificates shipped for tests, which no date shall spoil.
enum LongValidity {
    /// From 2020, so that tests may set their clocks back, to the last instant that UTCTime can hold
    /// (RFC 5280 §4.1.2.5.1).
    static let whole = CertificateValidity(
        from: Date(timeIntervalSince1970: 1_577_836_800), to: Date(timeIntervalSince1970: 2_524_607_999))

    static func option<Root>(into path: WritableKeyPath<Root, Bool>) -> Option<Root> {
        .flag(
            "--allow-long-validity", into: path,
            help: "for test certificates whose keys are published: valid from 2020 to 2049-12-31")
    }

    /// RFC 6072 §10.6 recommends no more.
    static let year = 365

    /// How many seconds before its issue a certificate begins to be valid: clocks of others may be behind.
    private static let allowance = 300.0

    /// From an instant for so many days, a year where nothing is said; where it may be long, all of it.
    ///
    /// It begins a little earlier, so that it is valid at once where a clock is behind, but not before its issuer does.
    static func validity(
        days: Int?, isLong: Bool, from instant: Date, issuedBy issuer: Certificate? = nil
    ) throws(CommandFailure) -> CertificateValidity {
        guard days != nil || !isLong else { return whole }
        let counted = CertificateValidity(from: instant, days: days ?? year)
        let earliest = min(issuer?.facts.notBefore ?? .distantPast, counted.notBefore)
        let validity = CertificateValidity(
            from: max(counted.notBefore - allowance, earliest), to: counted.notAfter)
        guard validity.notAfter <= whole.notAfter else {
            throw CommandFailure(
                .usage, "\(days ?? 0) days end after 2049-12-31",
                hint: "leave '--days' out for the longest validity")
        }
        return validity
    }
}
