import XML

/// The order in which the schema of RFC 3863 §4.4 allows the children of one element.
struct ElementOrder {
    /// The elements whose children have an order.
    private enum Parent {
        case presence
        case tuple
        case status
    }

    /// A place in the order, for elements of one name.
    private struct Step {
        let position: Int
        /// Whether one element ends the step.
        var isSingle = false
    }

    private let parent: Parent
    private var position = 0
    private(set) var hasBegun = false

    private init(in parent: Parent) { self.parent = parent }

    static var presence: ElementOrder { ElementOrder(in: .presence) }
    static var tuple: ElementOrder { ElementOrder(in: .tuple) }
    static var status: ElementOrder { ElementOrder(in: .status) }

    /// Moves to the step of `element` if it is the present one or a later one; returns whether it is.
    mutating func accepts(_ element: XMLMembership) -> Bool {
        hasBegun = true
        guard let step = step(of: element), step.position >= position else { return false }
        position = step.isSingle ? step.position + 1 : step.position
        return true
    }

    private func step(of element: XMLMembership) -> Step? {
        switch element {
        case .known(let number):
            guard let element = PresenceElement(rawValue: number) else { return nil }
            return step(of: element)
        // xs:any namespace="##other" excludes elements without a namespace.
        case .foreign: return others
        case .unknown, .unqualified: return nil
        }
    }

    private func step(of element: PresenceElement) -> Step? {
        switch (parent, element) {
        case (.presence, .tuple): Step(position: 0)
        case (.presence, .note): Step(position: 1)
        case (.tuple, .status): Step(position: 0, isSingle: true)
        case (.tuple, .contact): Step(position: 2, isSingle: true)
        case (.tuple, .note): Step(position: 3)
        case (.tuple, .timestamp): Step(position: 4, isSingle: true)
        case (.status, .basic): Step(position: 0, isSingle: true)
        case (.presence, _), (.tuple, _), (.status, _): nil
        }
    }

    /// The step of elements of other namespaces.
    private var others: Step {
        switch parent {
        case .presence: Step(position: 2)
        case .tuple, .status: Step(position: 1)
        }
    }
}
