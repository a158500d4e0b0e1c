import Foundation
public import Octets

/// The members of the JSON object that a value of a report is written as.
public func reportMembers(of value: any JSONEncodable) throws -> [String: Any] {
    let object = try JSONSerialization.jsonObject(with: Data(JSONWriter.document(value)))
    guard let members = object as? [String: Any] else { throw TestLab.Missing() }
    return members
}
