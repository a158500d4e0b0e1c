import CCrypto

/// Octets that nobody else may learn, a passphrase or a private key: wiped when the last user lets go of them.
///
/// They lie in memory of their own, which is never copied behind one's back as that of an array is, and are
/// lent by closure. No way of printing shows them.
@safe public final class SecretOctets: Sendable {
    /// The number of octets.
    public let count: Int
    /// The octets, and zeros behind them, at least one.
    ///
    /// Safe to share between threads: never changed after it is filled.
    nonisolated(unsafe) private let memory: UnsafeMutableBufferPointer<UInt8>

    /// Has memory for `capacity` octets filled; `fill` says how many it has written.
    ///
    /// - Throws: what `fill` throws; what it has written is wiped then.
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

    /// Takes the octets over: only zeros are left in `source`.
    ///
    /// An array shares its memory with its copies, so there must be none: theirs would not be wiped.
    public convenience init(wiping source: inout [UInt8]) {
        self.init(copying: source.span)
        Self.wipe(&source)
    }

    /// Copies the octets; the memory they are read from is for its owner to wipe.
    public convenience init(copying source: Span<UInt8>) {
        unsafe self.init(capacity: source.count) { memory in
            for index in source.indices { unsafe memory[index] = source[index] }
            return source.count
        }
    }

    /// No octets, as an empty password has.
    public static let empty = SecretOctets(copying: [UInt8]().span)

    deinit { unsafe Self.release(memory) }

    /// Lends the octets for the length of one call.
    ///
    /// - Throws: what `body` throws.
    public func withOctets<Result, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(unsafe UnsafeBufferPointer(rebasing: memory[..<count]).span)
    }

    /// Lends the octets with a NUL behind them, as C functions take passwords.
    func withTerminatedOctets<Result>(_ body: (UnsafePointer<CChar>?) -> Result) -> Result {
        unsafe memory.withMemoryRebound(to: CChar.self) { unsafe body(UnsafePointer($0.baseAddress)) }
    }

    /// A copy as an array, for the caller to ``wipe(_:)``.
    public func copied() -> [UInt8] {
        withOctets { octets in unsafe octets.withUnsafeBufferPointer { unsafe Array($0) } }
    }

    /// Overwrites an array with zeros, in a way that no compiler leaves out.
    public static func wipe(_ octets: inout [UInt8]) {
        unsafe octets.withUnsafeMutableBytes { unsafe OPENSSL_cleanse($0.baseAddress, $0.count) }
    }

    private static func release(_ memory: UnsafeMutableBufferPointer<UInt8>) {
        unsafe OPENSSL_cleanse(memory.baseAddress, memory.count)
        unsafe memory.deallocate()
    }
}

extension SecretOctets: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Never the octets, nor how many there are.
    public var description: String { "<secret>" }

    /// As ``description``.
    public var debugDescription: String { description }

    /// Without children, so that a dump of what holds a secret shows nothing of it.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
