/// Puts DER elements together again after one of them was left out or added.
enum DERWriter {
    /// One element with `identifier` around `parts`.
    static func element(_ identifier: UInt8, _ parts: [ArraySlice<UInt8>]) -> [UInt8] {
        let count = parts.reduce(0) { $0 + $1.count }
        var octets: [UInt8] = []
        octets.reserveCapacity(count + 6)
        octets.append(identifier)
        octets += length(count)
        for part in parts { octets += part }
        return octets
    }

    private static func length(_ count: Int) -> [UInt8] {
        if count < 0x80 { return [UInt8(count)] }
        var octets: [UInt8] = []
        var rest = count
        while rest > 0 {
            octets.insert(UInt8(rest & 0xFF), at: 0)
            rest >>= 8
        }
        return [0x80 | UInt8(octets.count)] + octets
    }
}
