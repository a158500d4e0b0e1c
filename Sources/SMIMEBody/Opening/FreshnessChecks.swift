import struct FoundationEssentials.Date

/// The check of when a body was signed (RFC 3893 §10).
struct FreshnessChecks {
    /// How old it may be; nil if that does not matter.
    let maximumAge: Double?
    let instant: Date
    var future: OpeningPolicy.Future = .refuse

    /// How far two clocks may be apart, in seconds; and how long a signer may take between Date and signature.
    static let tolerance = 60.0
    /// How far the clock of a signer may be ahead if the age does not matter.
    private static let usualTolerance = 300.0

    /// The later of both counts against the instant of the check, also if the age does not matter.
    ///
    /// Age counts from the signed Date, else from the signing time.
    func check(_ date: Date?, signingTime: Date?) throws(SMIMEError) {
        if future == .refuse || maximumAge != nil, let latest = [date, signingTime].compactMap(\.self).max() {
            let ahead = latest.timeIntervalSince(instant)
            guard ahead <= (maximumAge == nil ? Self.usualTolerance : Self.tolerance) else {
                throw .future(signed: latest)
            }
        }
        guard let maximumAge else { return }
        let stale = { (signed: Date?) in SMIMEError.stale(signed: signed, maximumAge: maximumAge) }
        guard let signed = date ?? signingTime else { throw stale(nil) }
        if let date, let signingTime, abs(date.timeIntervalSince(signingTime)) > Self.tolerance {
            throw stale(min(date, signingTime))
        }
        guard instant.timeIntervalSince(signed) <= maximumAge else { throw stale(signed) }
    }
}
