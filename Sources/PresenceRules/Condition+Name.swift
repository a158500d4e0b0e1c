import XML

extension Condition {
    /// The name of its element.
    package var name: String {
        switch self {
        case .identity: "identity"
        case .sphere: "sphere"
        case .validity: "validity"
        case .confidentiality: "confidentiality"
        case .unknown(let name): name.description
        }
    }
}
