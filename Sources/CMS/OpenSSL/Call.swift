import CCrypto

/// The one gate to libcrypto: clears this thread's error queue, calls, tests the result, drains the queue.
///
/// The queue is per thread and stale entries mislead, so every fallible call goes through here and none
/// suspends in between. Two names, because overloads on `T?` and `Int32` resolve to the optional one and
/// would take a failing 0 for success.
enum OpenSSL {
    /// Calls a function that returns a pointer or reference, nil meaning failure.
    static func object<Result>(
        _ function: StaticString, _ call: () -> Result?
    ) throws(CMSError) -> Result {
        ERR_clear_error()
        guard let result = call() else { throw .openSSL(.drained(function)) }
        return result
    }

    /// Calls a function that returns a positive number for success.
    @discardableResult
    static func success(_ function: StaticString, _ call: () -> Int32) throws(CMSError) -> Int32 {
        ERR_clear_error()
        let result = call()
        guard result > 0 else { throw .openSSL(.drained(function)) }
        return result
    }
}
