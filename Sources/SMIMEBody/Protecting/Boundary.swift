/// Boundaries of multiparts.
enum Boundary {
    /// 128 random bits do not occur in content that was written before they were drawn.
    ///
    /// Always as long, so that a length tells nothing but that of the content.
    static func random() -> String {
        hexadecimal(.random(in: .min ... .max)) + hexadecimal(.random(in: .min ... .max))
    }

    private static func hexadecimal(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}
