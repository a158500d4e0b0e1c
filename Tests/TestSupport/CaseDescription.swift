/// The name of an enum's case at run time; nil for values of other types.
@_silgen_name("swift_EnumCaseName")
private func enumCaseName<Value>(_ value: Value) -> UnsafePointer<CChar>?

/// Returns a value as Swift prints it by default: for an enum its case and payload, also if the
/// enum describes itself in words.
///
/// The tables of outcomes name cases, so that sentences can change without them.
public func caseDescription(_ value: Any) -> String {
    let mirror = Mirror(reflecting: value)
    switch mirror.displayStyle {
    case .enum:
        let name =
            unsafe enumCaseName(value).map { unsafe String(cString: $0) } ?? mirror.children.first?.label
        guard let name else { return String(reflecting: value) }
        guard let payload = mirror.children.first?.value else { return name }
        let text = caseDescription(payload)
        return Mirror(reflecting: payload).displayStyle == .tuple ? name + text : "\(name)(\(text))"
    case .tuple:
        let members = mirror.children.map { member in
            let label = member.label.flatMap { $0.hasPrefix(".") ? nil : "\($0): " } ?? ""
            return label + caseDescription(member.value)
        }
        return "(\(members.joined(separator: ", ")))"
    default: return String(reflecting: value)
    }
}
