import Octets

/// Boundaries of multiparts.
enum Boundary {
    /// 128 random bits do not occur in content that was written before they were drawn.
    ///
    /// Always as long, so that a length tells nothing but that of the content.
    static func random() -> String {
        let halves: [UInt64] = [.random(in: .min ... .max), .random(in: .min ... .max)]
        return halves.map { Hexadecimal.text(ofNumber: $0) }.joined()
    }
}
