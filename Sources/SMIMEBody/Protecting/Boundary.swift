/// Boundaries of multiparts.
enum Boundary {
    /// 128 random bits do not occur in content that was written before they were drawn.
    static func random() -> String {
        String(UInt64.random(in: .min ... .max), radix: 36)
            + String(UInt64.random(in: .min ... .max), radix: 36)
    }
}
