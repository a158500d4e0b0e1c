/// One reader of octets from strangers, under fuzz.
protocol FuzzTarget: Sendable {
    /// The longest input, in octets.
    var maximumOctets: Int { get }

    /// Octets to start from, each with a name.
    func seeds() throws -> [(name: String, octets: [UInt8])]

    /// Reads one input, and stops the process with ``require(_:_:)`` where a promise is broken.
    func run(_ octets: [UInt8])
}

/// Ends the process, so that libFuzzer keeps the input.
func require(_ condition: Bool, _ promise: String) {
    if !condition { fatalError("broken promise: \(promise)") }
}
