public import CMS
public import FoundationEssentials

/// The validity of certificates: at most a year, except for those published for tests.
public enum LongValidity {
    /// The reason why a validity is refused.
    public enum Failure: Error, Equatable, Sendable {
        /// It would end after the last instant of UTCTime; the requested days.
        case endsTooLate(days: Int)
    }

    /// The period from 2020, so that tests may set their clocks back, to the last instant of
    /// UTCTime (RFC 5280 §4.1.2.5.1).
    public static let whole = CertificateValidity(
        from: Date(timeIntervalSince1970: 1_577_836_800), to: Date(timeIntervalSince1970: 2_524_607_999))

    /// The largest number of days that RFC 6072 §10.6 recommends.
    public static let year = 365

    /// The default number of days until the next update of a CRL.
    public static let month = 30

    /// The seconds by which a certificate is valid before its issue, because other clocks may be slow.
    private static let allowance = 300.0

    /// Returns the validity from an instant for a number of days, a year if nil; ``whole`` if it may be long.
    ///
    /// It begins a little earlier, so that it is valid at once for a slow clock,
    /// but not before its issuer does.
    ///
    /// - Throws: ``Failure/endsTooLate(days:)`` if it ends after the last instant of UTCTime.
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
    /// The fault in the validity, for people.
    public var description: String {
        switch self {
        case .endsTooLate(let days): "\(days) days end after 2049-12-31"
        }
    }
}
