import struct FoundationEssentials.Date

/// The check of when a body was signed (RFC 3893 §10).
struct FreshnessChecks {
    /// The maximum age in seconds; nil if the age does not matter.
    let maximumAge: Double?
    let instant: Date
    var future: OpeningPolicy.Future = .refuse

    /// The tolerated difference of two clocks, in seconds; also the tolerated
    /// time between Date and signature.
    static let tolerance = 60.0
    /// The tolerated advance of a signer's clock if the age does not matter, in seconds.
    private static let defaultTolerance = 300.0

    /// Checks that the later of both is not after the instant of the check, even if the age does not matter.
    ///
    /// Age counts from the signed Date; without one, from the signing time.
    func check(_ date: Date?, signingTime: Date?) throws(SMIMEError) {
        if future == .refuse || maximumAge != nil, let latest = [date, signingTime].compactMap(\.self).max() {
            let ahead = latest.timeIntervalSince(instant)
            guard ahead <= (maximumAge == nil ? Self.defaultTolerance : Self.tolerance) else {
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
