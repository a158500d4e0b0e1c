import Foundation
public import Octets

/// Returns the properties of a value, and of the values in it, for which its JSON has no member.
///
/// Nil and empty arrays do not count: they may be absent.
public func propertiesWithoutMember(in value: any JSONEncodable) throws -> [String] {
    let mirror = Mirror(reflecting: value)
    let children = mirror.children.compactMap { child in
        (child.value as? any JSONEncodable).map { (label: child.label, value: $0) }
    }
    var missing = try children.flatMap { try propertiesWithoutMember(in: $0.value) }
    if mirror.displayStyle == .struct {
        let json = try JSONSerialization.jsonObject(with: Data(JSONWriter.compact(value)))
        let members = json as? [String: Any] ?? [:]
        for case (let label?, let value) in children where members[label] == nil {
            let octets = JSONWriter.compact(value)
            if octets != Array("null".utf8), octets != Array("[]".utf8) {
                missing.append("\(mirror.subjectType).\(label)")
            }
        }
    }
    return missing
}
