import CCrypto

/// The sole owner of an `ASN1_INTEGER`.
@safe struct IntegerObject: ~Copyable {
    let pointer: UnsafeMutablePointer<ASN1_INTEGER>

    /// The INTEGER with these content octets.
    init(octets: [UInt8]) throws(CMSError) {
        let der = DERWriter.element(DERTag.integer, [octets[...]])
        unsafe pointer = try unsafe OpenSSL.object("d2i_ASN1_INTEGER") {
            unsafe der.withUnsafeBufferPointer { buffer in
                var position = buffer.baseAddress
                return unsafe d2i_ASN1_INTEGER(nil, &position, buffer.count)
            }
        }
    }

    /// A number that is not negative.
    init(_ number: UInt64) throws(CMSError) {
        var octets: [UInt8] = []
        for shift in stride(from: 56, through: 0, by: -8) { octets.append(UInt8(number >> shift & 0xFF)) }
        // The fewest octets whose first bit is 0 (X.690 §8.3).
        while octets.count > 1, octets[0] == 0, octets[1] < 0x80 { octets.removeFirst() }
        try self.init(octets: octets[0] < 0x80 ? octets : [0] + octets)
    }

    /// The INTEGER of a serial number as ``Certificate/Facts/serialNumber`` has it.
    ///
    /// Throws `malformed` for a text that is not two hexadecimal digits an octet.
    init(serialNumber: String) throws(CMSError) {
        var octets: [UInt8] = []
        var first: UInt8?
        for digit in serialNumber.utf8 {
            guard let value = Self.value(ofDigit: digit) else { throw .malformed(.certificate) }
            if let high = first { octets.append(high << 4 | value) }
            first = first == nil ? value : nil
        }
        guard first == nil, !octets.isEmpty else { throw .malformed(.certificate) }
        try self.init(octets: octets)
    }

    private static func value(ofDigit digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: nil
        }
    }

    deinit { unsafe ASN1_INTEGER_free(pointer) }
}

/// A borrowed serial number as ``Certificate/Facts/serialNumber`` has it.
func serialNumber(of integer: UnsafePointer<ASN1_INTEGER>?) throws(CMSError) -> String {
    let encoded = try unsafe encoded("i2d_ASN1_INTEGER") { unsafe i2d_ASN1_INTEGER(integer, $0) }
    var reader = DERReader(encoded[...], structure: .certificate)
    return hexadecimal(try reader.next(DERTag.integer).content).uppercased()
}
