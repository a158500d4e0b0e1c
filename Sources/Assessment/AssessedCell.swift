public import Exposure
public import Octets

/// What one observer gets of one kind of information under one alternative.
public struct AssessedCell: Sendable, Equatable, JSONEncodable {
    /// The observer.
    public let observer: Observer
    /// The kind of information.
    public let information: AssessedInformation
    /// What it gets.
    public let visibility: Visibility
    /// What must hold for that; empty where nothing must.
    public let precondition: String
    /// Why, as a sentence.
    public let reason: String
    /// The fields that still tell it, where those were looked at.
    public let remaining: [String]
    /// The message that decided, where several were looked at.
    public internal(set) var message: String?

    init(_ observer: Observer, _ information: AssessedInformation, _ outcome: Outcome) {
        self.observer = observer
        self.information = information
        visibility = outcome.visibility
        precondition = outcome.precondition
        reason = outcome.reason
        remaining = outcome.remaining
    }

    /// The cell that gives away most, the first of equals; nil where there is none.
    static func worst(of cells: [AssessedCell]) -> AssessedCell? {
        // max(by:) takes the last of equals.
        cells.reversed().max { $0.visibility < $1.visibility }
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

/// What a rule concludes for one cell.
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
