/// Padding of a signed entity, so that its length discloses less of the content (RFC 8551 §6).
///
/// The padding is the epilogue of the multipart that binds content to its message (RFC 2046 §5.1.1). The
/// content is unchanged, and readers that do not know the padding ignore it.
public struct Padding: Sendable, Equatable {
    /// The valid bucket sizes, in octets.
    public static let buckets = 1...65_536
    /// The default for tunnelled messages, whose header fields differ more in length
    /// than documents do: 256 octets.
    public static let standard = Padding(checked: 256)

    /// The length is padded to a multiple of this number of octets.
    public let bucket: Int

    /// The longest line in octets, without its line end (RFC 5322 §2.1.1).
    private static let lineOctets = 76

    /// Creates padding with a bucket size; nil for a size outside ``buckets``.
    public init?(bucket: Int) {
        guard Self.buckets.contains(bucket) else { return nil }
        self.bucket = bucket
    }

    private init(checked bucket: Int) { self.bucket = bucket }

    /// Returns the lines of spaces to append to an entity of `octets` octets.
    func epilogue(after octets: Int) -> [UInt8] {
        let wanted = (bucket - octets % bucket) % bucket
        let line = [UInt8](repeating: 0x20, count: Self.lineOctets) + [0x0D, 0x0A]
        let lines = [[UInt8]](repeating: line, count: wanted / line.count).joined()
        return Array(lines) + [UInt8](repeating: 0x20, count: wanted % line.count)
    }
}
