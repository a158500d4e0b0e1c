import CCrypto

/// What libcrypto said when a call failed: the function called and its error queue.
///
/// Equality ignores the texts, which change between versions of libcrypto.
public struct OpenSSLFailure: Error, Sendable, Equatable {
    /// One entry of the error queue.
    public struct Entry: Sendable, Equatable {
        /// The library number (`ERR_LIB_…`).
        public let library: Int32
        /// The reason number within that library.
        public let reason: Int32
        /// libcrypto's own words for the reason.
        public let text: String

        /// Compares the numbers only.
        public static func == (left: Entry, right: Entry) -> Bool {
            left.library == right.library && left.reason == right.reason
        }
    }

    /// The C function that failed.
    public let function: String
    /// The thread's error queue at that moment, oldest entry first.
    public let entries: [Entry]

    /// Empties this thread's queue into a value.
    static func drained(_ function: StaticString) -> OpenSSLFailure {
        var entries: [Entry] = []
        while true {
            let code = ERR_get_error()
            if code == 0 { break }
            let text = unsafe ERR_reason_error_string(code).map { unsafe String(cString: $0) }
            entries.append(
                Entry(
                    library: ccrypto_ERR_GET_LIB(code), reason: ccrypto_ERR_GET_REASON(code),
                    text: text ?? "no reason given"))
        }
        return OpenSSLFailure(function: function.description, entries: entries)
    }

    func contains(library: Int32, reason: Int32) -> Bool {
        entries.contains { $0.library == library && $0.reason == reason }
    }
}
