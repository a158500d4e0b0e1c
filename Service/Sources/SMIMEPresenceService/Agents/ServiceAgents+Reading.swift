extension ServiceAgents {
    /// The largest number of octets that are read on the event loop of their connection.
    private static let largestOnEventLoop = 65_536

    /// Runs work whose time grows with the octets of a request: few are read at once, because a switch to
    /// another thread would cost more; many on a thread for cryptography, because the other connections of
    /// the event loop would wait.
    ///
    /// - Throws: as ``run(_:)``.
    func reading<Value: Sendable>(
        _ octets: [UInt8], _ work: @escaping @Sendable () throws(Problem) -> Value
    ) async throws(Problem) -> Value {
        octets.count <= Self.largestOnEventLoop ? try work() : try await run(work)
    }
}
