public import CMS
public import FoundationEssentials

/// How long certificates are valid: a year at most, with one exception, for those that are shipped for tests.
public enum LongValidity {
    /// Why a validity is refused.
    public enum Failure: Error, Equatable, Sendable {
        /// It would end after the last instant that UTCTime can hold; the days asked for.
        case endsTooLate(days: Int)
    }

    /// From 2020, so that tests may set their clocks back, to the last instant that UTCTime can hold
    /// (RFC 5280 §4.1.2.5.1).
    public static let whole = CertificateValidity(
        from: Date(timeIntervalSince1970: 1_577_836_800), to: Date(timeIntervalSince1970: 2_524_607_999))

    /// RFC 6072 §10.6 recommends no more days.
    public static let year = 365

    /// How many seconds before its issue a certificate begins to be valid: clocks of others may be behind.
    private static let allowance = 300.0

    /// Returns the validity from an instant for so many days, a year if they are nil; ``whole`` if it may be long.
    ///
    /// It begins a little earlier, so that it is valid at once where a clock is behind, but not before its issuer does.
    ///
    /// - Throws: ``Failure/endsTooLate(days:)``.
    public static func validity(
        days: Int?, isLong: Bool, from instant: Date, issuedBy issuer: Certificate? = nil
    ) throws(Failure) -> CertificateValidity {
        guard days != nil || !isLong else { return whole }
        let counted = CertificateValidity(from: instant, days: days ?? year)
        let earliest = min(issuer?.facts.notBefore ?? .distantPast, counted.notBefore)
        let validity = CertificateValidity(
            from: max(counted.notBefore - allowance, earliest), to: counted.notAfter)
        guard validity.notAfter <= whole.notAfter else { throw .endsTooLate(days: days ?? 0) }
        return validity
    }
}

extension LongValidity.Failure: DescribedError {
    /// What is wrong with the validity, for people.
    public var description: String {
        switch self {
        case .endsTooLate(let days): "\(days) days end after 2049-12-31"
        }
    }
}
