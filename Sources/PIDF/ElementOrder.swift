import XML

/// The order in which the schema of RFC 3863 §4.4 allows the children of one element.
struct ElementOrder {
    /// One step of the order: PIDF elements of that name, or elements of other namespaces.
    private enum Step: Equatable {
        case once(PresenceElement)
        case many(PresenceElement)
        case others
    }

    private let steps: [Step]
    private var position = 0
    private(set) var hasBegun = false

    private init(_ steps: [Step]) {
        self.steps = steps
    }

    static var presence: ElementOrder { ElementOrder([.many(.tuple), .many(.note), .others]) }

    static var tuple: ElementOrder {
        ElementOrder([.once(.status), .others, .once(.contact), .many(.note), .once(.timestamp)])
    }

    static var status: ElementOrder { ElementOrder([.once(.basic), .others]) }

    /// Moves to the first step, from the present one on, that allows `element`; returns whether there is one.
    mutating func accepts(_ element: XMLMembership) -> Bool {
        hasBegun = true
        for index in position..<steps.count where Self.matches(steps[index], element) {
            if case .once = steps[index] { position = index + 1 } else { position = index }
            return true
        }
        return false
    }

    private static func matches(_ step: Step, _ element: XMLMembership) -> Bool {
        switch step {
        case .once(let expected), .many(let expected): element == .known(expected.rawValue)
        // xs:any namespace="##other" excludes elements without a namespace.
        case .others: element == .foreign
        }
    }
}
