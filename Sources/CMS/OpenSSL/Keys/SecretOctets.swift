import CCrypto

/// Secret octets, such as a passphrase or a private key: wiped when the last reference is released.
///
/// They are in memory of their own, which is never copied implicitly as that of an array is, and are accessed
/// by closure. Printing does not show them.
@safe public final class SecretOctets: Sendable {
    /// The number of octets.
    public let count: Int
    /// The octets, followed by at least one zero.
    ///
    /// Safe to share between threads: never changed after initialization.
    nonisolated(unsafe) private let memory: UnsafeMutableBufferPointer<UInt8>

    /// Allocates memory for `capacity` octets; `fill` writes them and returns their number.
    ///
    /// - Throws: what `fill` throws; the memory is wiped then.
    public init<Failure: Error>(
        capacity: Int, filling fill: (UnsafeMutableBufferPointer<UInt8>) throws(Failure) -> Int
    ) throws(Failure) {
        let memory = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(0, capacity) + 1)
        unsafe memory.initialize(repeating: 0)
        do throws(Failure) {
            let written = try unsafe fill(UnsafeMutableBufferPointer(rebasing: memory.dropLast()))
            count = min(max(0, written), memory.count - 1)
        } catch {
            unsafe Self.release(memory)
            throw error
        }
        unsafe self.memory = memory
    }

    /// Moves the octets out of `source`, which is filled with zeros.
    ///
    /// An array shares its memory with its copies, so there must be none: they would not be wiped.
    public convenience init(wiping source: inout [UInt8]) {
        self.init(copying: source.span)
        Self.wipe(&source)
    }

    /// Copies the octets; the caller must wipe the source.
    public convenience init(copying source: Span<UInt8>) {
        unsafe self.init(capacity: source.count) { memory in
            for index in source.indices { unsafe memory[index] = source[index] }
            return source.count
        }
    }

    /// Concatenates the octets of several secrets.
    public convenience init(joining parts: [SecretOctets]) {
        unsafe self.init(capacity: parts.reduce(0) { $0 + $1.count }) { memory in
            var filled = 0
            for part in parts {
                part.withOctets { octets in
                    for index in octets.indices { unsafe memory[filled + index] = octets[index] }
                }
                filled += part.count
            }
            return filled
        }
    }

    /// No octets, as an empty password has.
    public static let empty = SecretOctets(copying: [UInt8]().span)

    deinit { unsafe Self.release(memory) }

    /// Gives access to the octets for the duration of one call.
    ///
    /// - Throws: what `body` throws.
    public func withOctets<Result, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(unsafe UnsafeBufferPointer(rebasing: memory[..<count]).span)
    }

    /// Gives access to the octets with a terminating NUL, as C functions take passwords.
    func withTerminatedOctets<Result>(_ body: (UnsafePointer<CChar>?) -> Result) -> Result {
        unsafe memory.withMemoryRebound(to: CChar.self) { unsafe body(UnsafePointer($0.baseAddress)) }
    }

    /// Returns a copy as an array, which the caller must ``wipe(_:)``.
    public func copied() -> [UInt8] {
        withOctets { octets in unsafe octets.withUnsafeBufferPointer { unsafe Array($0) } }
    }

    /// Overwrites an array with zeros, in a way that no compiler optimizes away.
    public static func wipe(_ octets: inout [UInt8]) {
        unsafe octets.withUnsafeMutableBytes { unsafe OPENSSL_cleanse($0.baseAddress, $0.count) }
    }

    private static func release(_ memory: UnsafeMutableBufferPointer<UInt8>) {
        unsafe OPENSSL_cleanse(memory.baseAddress, memory.count)
        unsafe memory.deallocate()
    }
}

extension SecretOctets: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// A constant text without the octets or their number.
    public var description: String { "<secret>" }

    /// As ``description``.
    public var debugDescription: String { description }

    /// A mirror without children, so that a dump of an owner of a secret shows nothing of it.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
