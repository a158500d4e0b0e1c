import CCrypto

import struct FoundationEssentials.Date

/// The instant that DER of a UTCTime or GeneralizedTime stands for.
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
