import Assessment
import Exposure

extension PathPicture {
    /// Creates the picture of the messages under one alternative: how much each position learns of each kind
    /// of information.
    init(_ row: DialogAssessment.Row) {
        self.init(
            title: "The path, and what each position on it learns: \(row.title)",
            positions: Observer.allCases.map { observer in
                let cells = row.cells.filter { $0.observer == observer }
                let groups = Visibility.allCases.sorted(by: >).compactMap { visibility -> Group? in
                    let kinds = cells.filter { $0.visibility == visibility }.map(\.information.rawValue)
                    return kinds.isEmpty
                        ? nil : Group(label: visibility.word, tone: visibility.tone, chips: kinds)
                }
                return Node(names: [PagePath.name(observer)], groups: groups)
            })
    }
}

extension Visibility {
    /// The severity whose colour it has; nil for hidden, which has the colour `good`.
    var tone: Severity? {
        switch self {
        case .hidden: nil
        case .legitimate: .low
        case .partly: .medium
        case .exposed: .critical
        }
    }

    /// The name of the colour in style sheets.
    var colour: String { tone?.rawValue ?? "good" }
}
