import struct FoundationEssentials.Date

/// The check of when a body was signed (RFC 3893 §10).
struct FreshnessChecks {
    let maximumAge: Double
    let instant: Date

    /// How far two clocks may be apart, in seconds; and how long a signer may take between Date and signature.
    static let tolerance = 60.0

    /// Age counts from the signed Date, else from the signing time.
    func check(_ date: Date?, signingTime: Date?) throws(SMIMEError) {
        guard let signed = date ?? signingTime else { throw stale(nil) }
        if let date, let signingTime, abs(date.timeIntervalSince(signingTime)) > Self.tolerance {
            throw stale(min(date, signingTime))
        }
        let age = instant.timeIntervalSince(signed)
        guard age >= -Self.tolerance else { throw .future(signed: signed) }
        guard age <= maximumAge else { throw stale(signed) }
    }

    private func stale(_ signed: Date?) -> SMIMEError { .stale(signed: signed, maximumAge: maximumAge) }
}
