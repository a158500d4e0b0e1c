public import Exposure
public import Octets

/// What one observer learns of one kind of information under one alternative.
public struct AssessedCell: Sendable, Equatable, JSONEncodable {
    /// The observer.
    public let observer: Observer
    /// The kind of information.
    public let information: AssessedInformation
    /// How much the observer learns.
    public let visibility: Visibility
    /// The condition for that; empty if there is none.
    public let precondition: String
    /// The reason, as a sentence.
    public let reason: String
    /// The fields that still reveal it, if fields were examined.
    public let remaining: [String]
    /// The decisive message, if several were examined.
    public internal(set) var message: String?

    init(_ observer: Observer, _ information: AssessedInformation, _ outcome: Outcome) {
        self.observer = observer
        self.information = information
        visibility = outcome.visibility
        precondition = outcome.precondition
        reason = outcome.reason
        remaining = outcome.remaining
    }

    /// Returns the cell that reveals most, the first of equals; nil if there is none.
    static func worst(of cells: [AssessedCell]) -> AssessedCell? {
        // max(by:) documents no order of equals.
        cells.dropFirst().reduce(cells.first) { worst, cell in
            worst.map { $0.visibility < cell.visibility ? cell : $0 }
        }
    }

    /// Writes the members of the report.
    public func encode(into writer: inout JSONWriter) {
        writer.object {
            $0.member("information", information)
            $0.memberIfPresent("message", message)
            $0.member("observer", observer)
            $0.member("precondition", precondition)
            $0.member("reason", reason)
            $0.member("remaining", remaining)
            $0.member("visibility", visibility)
        }
    }
}

/// The conclusion of a rule for one cell.
struct Outcome: Equatable {
    let visibility: Visibility
    let precondition: String
    let reason: String
    let remaining: [String]

    init(
        _ visibility: Visibility, _ reason: String, provided precondition: String = "",
        remaining: [String] = []
    ) {
        self.visibility = visibility
        self.reason = reason
        self.precondition = precondition
        self.remaining = remaining
    }
}
