public import Exposure
public import Octets

/// The alternative that hides the most of the messages of a dialog, and what follows from it.
///
/// The choice depends only on the cells and costs of the matrix. Alternatives that hide by withholding
/// messages are not compared, and the cells of intended readers are not counted.
public struct Recommendation: Sendable, Equatable, JSONEncodable {
    /// Observers for whom the same kinds of information change.
    public struct Group: Sendable, Equatable, JSONEncodable {
        /// The observers, in the order of the path.
        public internal(set) var observers: [Observer]
        /// The kinds of information.
        public let information: [AssessedInformation]

        /// Writes the members of the report.
        public func encode(into writer: inout JSONWriter) {
            writer.object {
                $0.member("information", information)
                $0.member("observers", observers)
            }
        }
    }

    /// The alternative; `baseline` if none hides more than the path as it is.
    public let alternative: Alternative
    /// Other alternatives that hide the same in every cell that counts; a tie rule decided against them.
    public let equivalent: [Alternative]
    /// Whether no alternative reveals less in any cell that counts.
    public let isBestEverywhere: Bool
    /// The number of messages for which it can be used, or may be.
    public let usableFor: Int
    /// What it hides and the path as it is exposes.
    public let hides: [Group]
    /// What it hides in part, or under a condition, and the path as it is exposes.
    public let reduces: [Group]
    /// What it leaves exposed.
    public let exposes: [Group]
    /// The conditions under which it hides or reduces, each once.
    public let conditions: [String]
    /// The obstacles, each once.
    public let obstacles: [String]

    /// Chooses the alternative that reaches the least visibility in the most cells.
    ///
    /// Ties are decided in this order: fewer alternatives, fewer cells under a condition, more messages that
    /// it can be used for, fewer obstacles, fewer round trips, the lower number.
    ///
    /// - Returns: nil if there is no message.
    init?(_ assessment: DialogAssessment) {
        guard let baseline = assessment.matrix.first(where: { $0.alternative == .baseline }) else {
            return nil
        }
        let places = baseline.cells.indices.filter { baseline.cells[$0].visibility != .legitimate }
        let usable = assessment.matrix.filter { !$0.alternative.withholds && $0.usableFor > 0 }
        let ranks = usable.map { Rank($0, in: assessment, at: places) }
        // Of equal ranks, the first is chosen.
        let chosen = ranks.indices.min { ranks[$0] < ranks[$1] || (ranks[$0] == ranks[$1] && $0 < $1) }
        guard let chosen else { return nil }
        let row = usable[chosen]
        alternative = row.alternative
        equivalent = usable.filter { other in
            other.alternative != row.alternative
                && places.allSatisfy { other.cells[$0].visibility == row.cells[$0].visibility }
        }.map(\.alternative)
        isBestEverywhere = ranks[chosen].reached == places.count
        usableFor = row.usableFor
        let pairs = zip(row.cells, baseline.cells)
        let better = pairs.filter { $0.visibility < $1.visibility }.map(\.0)
        hides = Self.groups(better.filter { $0.visibility == .hidden })
        reduces = Self.groups(better.filter { $0.visibility > .hidden })
        exposes = Self.groups(row.cells.filter { $0.visibility == .exposed })
        conditions = Self.unique(better.map(\.precondition).filter { !$0.isEmpty })
        obstacles = row.obstacles
    }

    /// Joins observers with the same kinds of information; the kinds are in their own order.
    private static func groups(_ cells: [AssessedCell]) -> [Group] {
        var groups: [Group] = []
        for observer in Observer.allCases {
            let information = cells.filter { $0.observer == observer }.map(\.information)
            guard !information.isEmpty else { continue }
            if let index = groups.firstIndex(where: { $0.information == information }) {
                groups[index].observers.append(observer)
            } else {
                groups.append(Group(observers: [observer], information: information))
            }
        }
        return groups
    }

    private static func unique(_ texts: [String]) -> [String] {
        var seen: Set<String> = []
        return texts.filter { seen.insert($0).inserted }
    }

    /// Writes the members of the report.
    public func encode(into writer: inout JSONWriter) {
        writer.object {
            $0.member("alternative", alternative)
            $0.member("conditions", conditions)
            $0.member("equivalent", equivalent)
            $0.member("exposes", exposes)
            $0.member("hides", hides)
            $0.member("isBestEverywhere", isBestEverywhere)
            $0.member("obstacles", obstacles)
            $0.member("reduces", reduces)
            $0.member("usableFor", usableFor)
        }
    }
}

/// The rank of an alternative; the lowest one is recommended.
private struct Rank: Comparable {
    /// The number of cells in which no alternative reveals less.
    let reached: Int
    private let criteria: [Int]

    init(_ row: DialogAssessment.Row, in assessment: DialogAssessment, at places: [Int]) {
        reached = places.count { row.cells[$0].visibility == assessment.best[$0].visibility }
        let count = row.alternative == .baseline ? 0 : row.alternative.parts.count
        let trips = assessment.costs.first { $0.alternative == row.alternative }?.roundTrips ?? 0
        criteria = [
            -reached, count, places.count { !row.cells[$0].precondition.isEmpty }, -row.usableFor,
            row.obstacles.count, trips,
        ]
    }

    static func < (left: Rank, right: Rank) -> Bool {
        left.criteria.lexicographicallyPrecedes(right.criteria)
    }
}

extension DialogAssessment {
    /// The alternative that hides the most, and why; nil if there is no message.
    public var recommendation: Recommendation? { Recommendation(self) }
}
