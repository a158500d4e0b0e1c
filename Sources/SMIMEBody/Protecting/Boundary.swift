import Octets

/// Boundaries of multiparts.
enum Boundary {
    /// Returns a boundary of 128 random bits, which do not occur in content that was written before.
    ///
    /// The length is constant, so that the total length depends on the content only.
    static func random() -> String {
        let halves: [UInt64] = [.random(in: .min ... .max), .random(in: .min ... .max)]
        return halves.map { Hexadecimal.text(ofNumber: $0) }.joined()
    }
}
