/// An object identifier, kept as the octets of its DER content.
public struct ObjectIdentifier: Sendable, Hashable {
    /// Up to 16 octets as a number, which is compared and copied faster than an array; most identifiers have
    /// fewer.
    private let number: UInt128
    /// The octets if there are more than 16; otherwise nil.
    private let long: [UInt8]?
    /// The number of octets.
    let count: Int

    init(_ octets: Span<UInt8>) {
        count = octets.count
        guard count <= Self.largestCount else {
            number = 0
            long = octets.indices.map { octets[$0] }
            return
        }
        var number: UInt128 = 0
        for index in octets.indices { number = number << 8 | UInt128(octets[index]) }
        self.number = number
        long = nil
    }

    init(_ octets: ArraySlice<UInt8>) { self.init(octets.span) }

    init(_ octets: [UInt8]) { self.init(octets.span) }

    private static let largestCount = 16

    /// The octets of the DER content.
    var octets: ArraySlice<UInt8> {
        var octets: [UInt8] = []
        octets.reserveCapacity(count)
        append(to: &octets)
        return octets[...]
    }

    /// Appends the octets of the DER content.
    func append(to octets: inout [UInt8]) {
        if let long {
            octets += long
            return
        }
        for index in 0..<count {
            octets.append(UInt8(truncatingIfNeeded: number >> UInt128(8 * (count - 1 - index))))
        }
    }

    /// The dotted form, such as "1.2.840.113549.1.7.2".
    ///
    /// An arc beyond 63 bits, which no registered identifier has, is shown as "?". For an identifier longer
    /// than 64 octets the text gives its length only.
    public var dotted: String {
        guard count <= 64 else { return "an object identifier of \(count) octets" }
        var text = ""
        var arc: UInt64 = 0
        var isTooLarge = false
        for octet in octets {
            if arc > UInt64.max >> 8 { isTooLarge = true }
            arc = (arc << 7) & (UInt64.max >> 1) | UInt64(octet & 0x7F)
            guard octet & 0x80 == 0 else { continue }
            if isTooLarge {
                text += text.isEmpty ? "?" : ".?"
            } else if text.isEmpty {
                let first = min(arc / 40, 2)
                text = "\(first).\(arc - first * 40)"
            } else {
                text += ".\(arc)"
            }
            arc = 0
            isTooLarge = false
        }
        return text
    }
}
