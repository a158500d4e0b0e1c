import CCrypto

/// The single entry point to libcrypto: clears this thread's error queue, calls, tests
/// the result, drains the queue.
///
/// The queue is per thread and stale entries mislead, so every fallible call uses it and none
/// suspends in between. It has two names, because overloads on `T?` and `Int32` would resolve to the
/// optional one and accept a failing 0.
enum OpenSSL {
    /// Empties this thread's error queue before a call.
    ///
    /// It is nearly always empty, and clearing it takes five times as long as looking.
    static func clearErrors() {
        if ERR_peek_error() != 0 { ERR_clear_error() }
    }

    /// Calls a function that returns a pointer or reference, nil meaning failure.
    static func object<Result>(
        _ function: StaticString, _ call: () -> Result?
    ) throws(CMSError) -> Result {
        clearErrors()
        guard let result = call() else { throw .openSSL(.drained(function)) }
        return result
    }

    /// Calls a function that returns a positive number for success.
    @discardableResult
    static func success(_ function: StaticString, _ call: () -> Int32) throws(CMSError) -> Int32 {
        clearErrors()
        let result = call()
        guard result > 0 else { throw .openSSL(.drained(function)) }
        return result
    }
}
