import TestSupport

/// One reader of octets from strangers, under fuzz.
protocol FuzzTarget: Sendable {
    /// The longest input, in octets.
    var maximumOctets: Int { get }

    /// What may be written between other octets and mean something there, beside the words of the seeds.
    var words: [String] { get }

    /// Octets to start from, each with a name.
    func seeds() throws -> [(name: String, octets: [UInt8])]

    /// A change that keeps lengths true, so that it gets behind the first check; nil for octets that it does not fit.
    func changed(_ octets: [UInt8], by generator: inout SeededGenerator) -> [UInt8]?

    /// Reads one input, and stops the process with ``require(_:_:)`` where a promise is broken.
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
