import XML

/// The order in which the schema of RFC 3863 §4.4 allows the children of one element.
struct ElementOrder {
    /// One step of the order: PIDF elements of that name, or elements of other namespaces.
    private enum Step: Equatable {
        case once(String)
        case many(String)
        case others
    }

    private let steps: [Step]
    private var position = 0
    private(set) var hasBegun = false

    private init(_ steps: [Step]) {
        self.steps = steps
    }

    static var presence: ElementOrder { ElementOrder([.many("tuple"), .many("note"), .others]) }

    static var tuple: ElementOrder {
        ElementOrder([.once("status"), .others, .once("contact"), .many("note"), .once("timestamp")])
    }

    static var status: ElementOrder { ElementOrder([.once("basic"), .others]) }

    /// Moves to the first step, from the present one on, that allows `name`; returns whether there is one.
    mutating func accepts(_ name: ExpandedName) -> Bool {
        defer { hasBegun = true }
        for index in position..<steps.count where matches(steps[index], name) {
            if case .once = steps[index] { position = index + 1 } else { position = index }
            return true
        }
        return false
    }

    private func matches(_ step: Step, _ name: ExpandedName) -> Bool {
        switch step {
        case .once(let local), .many(let local): name.isPIDF && name.local == local
        // xs:any namespace="##other" excludes elements without a namespace.
        case .others: !name.isPIDF && !name.namespace.isEmpty
        }
    }
}

extension ExpandedName {
    static let pidfNamespace = "urn:ietf:params:xml:ns:pidf"

    var isPIDF: Bool { namespace == Self.pidfNamespace }
}
