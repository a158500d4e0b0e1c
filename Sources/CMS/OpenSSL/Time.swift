import CCrypto

import struct FoundationEssentials.Date

/// Returns whole seconds since 1970 for libcrypto, rounded down, and limited to the years 0 to 9999.
///
/// GeneralizedTime has four digits for the year, and converting a number that fits no
/// integer, or NaN, would trap.
func secondsSince1970(_ instant: Date) -> time_t {
    let seconds = instant.timeIntervalSince1970.rounded(.down)
    guard !seconds.isNaN else { return 0 }
    return time_t(min(max(seconds, -62_167_219_200), 253_402_300_799))
}

/// The sole owner of an `ASN1_TIME`: UTCTime from 1950 to 2049, otherwise GeneralizedTime (RFC 5652 §11.3).
@safe struct TimeObject: ~Copyable {
    let pointer: UnsafeMutablePointer<ASN1_TIME>

    /// - Throws: ``CMSError/openSSL(_:)`` for an instant that cannot be encoded.
    init(_ instant: Date) throws(CMSError) {
        let seconds = secondsSince1970(instant)
        let isExact = Double(seconds) == instant.timeIntervalSince1970.rounded(.down)
        unsafe pointer = try unsafe OpenSSL.object("ASN1_TIME_set") {
            unsafe isExact ? ASN1_TIME_set(nil, seconds) : nil
        }
    }

    deinit { unsafe ASN1_STRING_free(pointer) }
}

/// Returns the instant of a UTCTime or GeneralizedTime in DER.
func date(ofTime der: [UInt8]) throws(CMSError) -> Date {
    let decoded = unsafe der.withUnsafeBufferPointer { buffer in
        var position = buffer.baseAddress
        return unsafe d2i_ASN1_TIME(nil, &position, buffer.count)
    }
    guard let time = unsafe decoded else {
        ERR_clear_error()
        throw .malformed(.signedAttributes)
    }
    defer { unsafe ASN1_STRING_free(time) }
    return try unsafe date(of: time, in: .signedAttributes)
}

/// The instant of a borrowed time.
func date(of time: UnsafePointer<ASN1_TIME>?, in structure: CMSError.Structure) throws(CMSError) -> Date {
    var days: Int32 = 0
    var seconds: Int32 = 0
    let epoch = unsafe ASN1_TIME_set(nil, 0)
    defer { unsafe ASN1_STRING_free(epoch) }
    guard unsafe ASN1_TIME_check(time) == 1, unsafe ASN1_TIME_diff(&days, &seconds, epoch, time) == 1 else {
        ERR_clear_error()
        throw .malformed(structure)
    }
    return Date(timeIntervalSince1970: Double(days) * 86_400 + Double(seconds))
}
