/// Boundaries of multiparts.
enum Boundary {
    /// Returns a boundary of 128 random bits, which do not occur in content that was written before.
    ///
    /// The length is constant, so that the total length depends on the content only.
    static func random() -> String {
        hexadecimal(.random(in: .min ... .max)) + hexadecimal(.random(in: .min ... .max))
    }

    private static func hexadecimal(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}
