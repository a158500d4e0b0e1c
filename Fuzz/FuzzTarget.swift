import TestSupport

/// One reader of octets from the network, under fuzz.
protocol FuzzTarget: Sendable {
    /// The longest input, in octets.
    var maximumOctets: Int { get }

    /// Words with a meaning between other octets, in addition to the words of the seeds.
    var words: [String] { get }

    /// The seeds, each with a name.
    func seeds() throws -> [(name: String, octets: [UInt8])]

    /// Returns a change that keeps lengths valid, so that it passes the first
    /// check; nil for unsuitable octets.
    func changed(_ octets: [UInt8], by generator: inout SeededGenerator) -> [UInt8]?

    /// Reads one input, and stops the process with ``require(_:_:)`` if an invariant is broken.
    func run(_ octets: [UInt8])
}

extension FuzzTarget {
    var words: [String] { [] }

    func changed(_ octets: [UInt8], by generator: inout SeededGenerator) -> [UInt8]? { nil }
}

/// Ends the process, so that libFuzzer keeps the input.
func require(_ condition: Bool, _ promise: String) {
    if !condition { fatalError("broken promise: \(promise)") }
}
