/// How long a signed entity is made, so that its length tells less of the content (RFC 8551 §6).
///
/// The padding is the epilogue of the multipart that binds content to its message (RFC 2046 §5.1.1): the content stays
/// as it is, and whoever knows nothing of padding ignores it.
public struct Padding: Sendable, Equatable {
    /// The buckets there are, in octets.
    public static let buckets = 1...65_536
    /// For tunnelled messages, whose header fields differ more than documents do: 256 octets.
    public static let usual = Padding(checked: 256)

    /// The length is a multiple of so many octets.
    public let bucket: Int

    /// The longest line, without its end (RFC 5322 §2.1.1).
    private static let lineOctets = 76

    /// Takes a bucket; nil for one that is not in ``buckets``.
    public init?(bucket: Int) {
        guard Self.buckets.contains(bucket) else { return nil }
        self.bucket = bucket
    }

    private init(checked bucket: Int) { self.bucket = bucket }

    /// What is to follow so many octets: lines of spaces.
    func epilogue(after octets: Int) -> [UInt8] {
        let wanted = (bucket - octets % bucket) % bucket
        let line = [UInt8](repeating: 0x20, count: Self.lineOctets) + [0x0D, 0x0A]
        let lines = [[UInt8]](repeating: line, count: wanted / line.count).joined()
        return Array(lines) + [UInt8](repeating: 0x20, count: wanted % line.count)
    }
}
