import CCrypto

/// A failed libcrypto call: the function and its error queue.
///
/// Equality compares the numbers; the texts change between versions of libcrypto.
public struct OpenSSLFailure: Error, Sendable, Equatable {
    /// One entry of the error queue.
    public struct Entry: Sendable, Equatable {
        private let code: UInt

        init(code: UInt) { self.code = code }

        /// The library number (`ERR_LIB_…`).
        public var library: Int32 { ccrypto_ERR_GET_LIB(code) }
        /// The reason number within that library.
        public var reason: Int32 { ccrypto_ERR_GET_REASON(code) }

        /// libcrypto's text for the reason.
        ///
        /// It is looked up on access, so that a failure that is not reported takes no longer than another.
        public var text: String {
            OpenSSLConfiguration.loadReasons()
            return unsafe ERR_reason_error_string(code).map { unsafe String(cString: $0) }
                ?? "no reason given"
        }

        /// Compares the numbers only.
        public static func == (left: Entry, right: Entry) -> Bool {
            left.library == right.library && left.reason == right.reason
        }
    }

    private let name: StaticString
    /// The thread's error queue at that moment, oldest entry first.
    public let entries: [Entry]

    init(function name: StaticString, entries: [Entry]) {
        self.name = name
        self.entries = entries
    }

    /// The C function that failed.
    public var function: String { name.description }

    /// Compares the function and the numbers.
    public static func == (left: OpenSSLFailure, right: OpenSSLFailure) -> Bool {
        left.function == right.function && left.entries == right.entries
    }

    /// Empties this thread's queue into a value.
    static func drained(_ function: StaticString) -> OpenSSLFailure {
        var entries: [Entry] = []
        while true {
            let code = ERR_get_error()
            if code == 0 { break }
            entries.append(Entry(code: code))
        }
        return OpenSSLFailure(function: function, entries: entries)
    }

    func contains(library: Int32, reason: Int32) -> Bool {
        entries.contains { $0.library == library && $0.reason == reason }
    }
}

extension OpenSSLFailure: CustomStringConvertible {
    /// The function of libcrypto that failed, and libcrypto's first reason.
    public var description: String {
        "libcrypto refused in \(function): \(entries.first?.text ?? "no reason given")"
    }
}
