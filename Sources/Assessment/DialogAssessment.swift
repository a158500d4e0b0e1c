public import AccessLeg
public import Exposure
public import Octets

/// What every alternative hides of the messages of a dialog, from whom, and under which condition.
///
/// Each leg is judged separately, by its worst message; then the worse leg counts.
public struct DialogAssessment: Sendable {
    /// The cells of one alternative.
    public struct Row: Sendable, Equatable, JSONEncodable {
        /// The alternative.
        public let alternative: Alternative
        /// Its name in words.
        public let title: String
        /// The number of messages for which it can be used, or may be.
        public let usableFor: Int
        /// The obstacles, each once.
        public let obstacles: [String]
        /// Every observer and kind of information, in their order.
        public let cells: [AssessedCell]

        /// Writes the members of the report.
        public func encode(into writer: inout JSONWriter) {
            writer.object {
                $0.member("alternative", alternative)
                $0.member("cells", cells)
                $0.member("obstacles", obstacles)
                $0.member("title", title)
                $0.member("usableFor", usableFor)
            }
        }
    }

    /// The least that any alternative reveals in a cell, and the alternatives that achieve it.
    public struct Best: Sendable, Equatable, JSONEncodable {
        /// The observer.
        public let observer: Observer
        /// The kind of information.
        public let information: AssessedInformation
        /// The least visibility.
        public let visibility: Visibility
        /// The alternative that achieves it without withholding; one without condition comes before
        /// others, one alternative before two.
        public let alternative: Alternative
        /// The condition for it.
        public let precondition: String

        /// Writes the members of the report.
        public func encode(into writer: inout JSONWriter) {
            writer.object {
                $0.member("alternative", alternative)
                $0.member("information", information)
                $0.member("observer", observer)
                $0.member("precondition", precondition)
                $0.member("visibility", visibility)
            }
        }
    }

    /// The messages in their order.
    public let messages: [AssessedMessage]
    /// Whether an envelope covers every body of the present messages; nil if none has a body.
    public let body: BodyConfidentiality?
    /// The matrix of all messages.
    public let matrix: [Row]
    /// The matrix of each leg that a message passes.
    public let legs: [(role: LegRole, matrix: [Row])]
    /// The best achievable visibility, cell by cell.
    public let best: [Best]
    /// The alternatives that achieve the best in every cell at once; empty if none does.
    public let bestTogether: [Alternative]
    /// The cost of each alternative.
    public let costs: [AlternativeCost]

    /// Assesses messages in the order they were sent.
    public init(_ messages: [AssessedMessage]) {
        self.messages = messages
        body = BodyConfidentiality(of: messages.map { ($0.clear.message, $0.clear.layers) })
        let cells = messages.map { message in
            (message.leg.role, Alternative.allCases.map { message.cells(under: $0) })
        }
        legs = LegRole.allCases.compactMap { role in
            let own = messages.filter { $0.leg.role == role }
            guard !own.isEmpty else { return nil }
            return (role, Self.rows(own, cells.filter { $0.0 == role }.map(\.1)))
        }
        matrix = Self.rows(messages, cells.map(\.1))
        best = Self.best(of: matrix)
        let best = best
        bestTogether = matrix.filter { row in
            !row.alternative.withholds && row.usableFor > 0
                && zip(row.cells, best).allSatisfy { $0.visibility == $1.visibility }
        }.map(\.alternative)
        costs = AlternativeCost.rows(of: messages)
    }

    /// Returns the cell of an alternative over all messages; nil only if there is no message.
    public func cell(
        _ alternative: Alternative, _ observer: Observer, _ information: AssessedInformation
    ) -> AssessedCell? {
        matrix.first { $0.alternative == alternative }?
            .cells.first { $0.observer == observer && $0.information == information }
    }

    private static func rows(_ messages: [AssessedMessage], _ cells: [[[AssessedCell]]]) -> [Row] {
        Alternative.allCases.enumerated().map { index, alternative in
            let found = messages.compactMap { $0.applicability[alternative] }
            var obstacles: [String] = []
            for one in found where one.state != .applicable && !obstacles.contains(one.reason) {
                obstacles.append(one.reason)
            }
            let ofMessages = cells.map { $0[index] }
            let places = ofMessages.first?.indices ?? 0..<0
            return Row(
                alternative: alternative, title: alternative.title,
                usableFor: found.count(where: \.isPossible),
                obstacles: obstacles,
                cells: places.compactMap { place in AssessedCell.worst(of: ofMessages.map { $0[place] }) })
        }
    }

    private static func best(of matrix: [Row]) -> [Best] {
        let usable = matrix.filter { !$0.alternative.withholds && $0.usableFor > 0 }
        // The first of equals wins, so that one alternative comes before a combination.
        let candidates =
            usable.filter { $0.alternative.parts.count == 1 }
            + usable.filter { $0.alternative.parts.count > 1 }
        guard let first = candidates.first else { return [] }
        return first.cells.indices.compactMap { place in
            let row = candidates.min { left, right in
                let cells = (left.cells[place], right.cells[place])
                guard cells.0.visibility == cells.1.visibility else {
                    return cells.0.visibility < cells.1.visibility
                }
                return cells.0.precondition.isEmpty && !cells.1.precondition.isEmpty
            }
            guard let row else { return nil }
            let cell = row.cells[place]
            return Best(
                observer: cell.observer, information: cell.information, visibility: cell.visibility,
                alternative: row.alternative, precondition: cell.precondition)
        }
    }
}
