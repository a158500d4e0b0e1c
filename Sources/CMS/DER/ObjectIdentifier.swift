/// An object identifier, kept as the octets of its DER content.
public struct ObjectIdentifier: Sendable, Hashable {
    let octets: ArraySlice<UInt8>

    init(_ octets: ArraySlice<UInt8>) { self.octets = octets }

    init(_ octets: [UInt8]) { self.octets = octets[...] }

    /// Compares the octets, whatever buffer they are a slice of.
    public static func == (left: ObjectIdentifier, right: ObjectIdentifier) -> Bool {
        // Identifiers of one family differ in their last octet.
        left.octets.last == right.octets.last && left.octets == right.octets
    }

    /// Hashes the octets.
    public func hash(into hasher: inout Hasher) {
        for octet in octets { hasher.combine(octet) }
    }

    /// The dotted form, such as "1.2.840.113549.1.7.2".
    ///
    /// An arc beyond 63 bits, which no registered identifier has, is shown as "?". For an identifier longer
    /// than 64 octets the text gives its length only.
    public var dotted: String {
        guard octets.count <= 64 else { return "an object identifier of \(octets.count) octets" }
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
