public import Octets

/// The result of one check: what was checked, its state, and what to do about it.
public struct Finding: Sendable, Equatable {
    /// The state of what was checked, from good to bad.
    public enum State: String, Sendable, CaseIterable, Comparable {
        /// As it should be.
        case ok
        /// Nothing is wrong, but it could be better.
        case note
        /// It works, but may soon fail, or is less secure than it could be.
        case warning
        /// Something does not work.
        case broken

        /// Whether the first state is better than the second.
        public static func < (left: State, right: State) -> Bool {
            func rank(_ state: State) -> Int {
                switch state {
                case .ok: 0
                case .note: 1
                case .warning: 2
                case .broken: 3
                }
            }
            return rank(left) < rank(right)
        }
    }

    /// What was checked, such as "store".
    public let subject: String
    /// Its state.
    public let state: State
    /// What was found; lower case, no full stop.
    public let message: String
    /// What to do about it; nil if nothing.
    public let remedy: String?

    /// Creates a finding; one that is `ok` needs no remedy.
    public init(_ subject: String, _ state: State, _ message: String, remedy: String? = nil) {
        self.subject = subject
        self.state = state
        self.message = message
        self.remedy = remedy
    }

    /// The finding for people: a line, and a second one with the remedy.
    public var lines: [String] {
        let state = self.state.rawValue
        let padded = state + String(repeating: " ", count: max(0, 9 - state.count))
        return ["\(padded)\(subject): \(message)"] + (remedy.map { ["         fix: \($0)"] } ?? [])
    }
}

extension Finding: JSONEncodable {
    /// Writes its members.
    public func encode(into writer: inout JSONWriter) {
        writer.object {
            $0.member("message", message)
            $0.memberIfPresent("remedy", remedy)
            $0.member("state", state.rawValue)
            $0.member("subject", subject)
        }
    }
}
