import Octets

/// Boundaries of multiparts.
enum Boundary {
    /// Returns a boundary of 128 random bits, which do not occur in content that was written before.
    ///
    /// The length is constant, so that the total length depends on the content only.
    static func random() -> String {
        var octets: [UInt8] = []
        for half: UInt64 in [.random(in: .min ... .max), .random(in: .min ... .max)] {
            for shift: UInt64 in stride(from: 56, through: 0, by: -8) {
                octets.append(UInt8(truncatingIfNeeded: half >> shift))
            }
        }
        return Hexadecimal.text(octets)
    }
}
