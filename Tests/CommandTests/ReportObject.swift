import Foundation
import Testing

/// A report, read as any JSON reader would.
struct ReportObject {
    let members: [String: Any]

    init(_ octets: [UInt8]) throws {
        let object = try JSONSerialization.jsonObject(with: Data(octets))
        members = try #require(object as? [String: Any])
    }

    var verdict: String? { members["verdict"] as? String }
    var reason: [String: Any]? { members["reason"] as? [String: Any] }
    var reasonCode: String? { reason?["code"] as? String }
    var sipStatus: Int? { reason?["sipStatus"] as? Int }
    var layers: [[String: Any]] { members["layers"] as? [[String: Any]] ?? [] }
    var warningCodes: [String] {
        (members["warnings"] as? [[String: Any]] ?? []).compactMap { $0["code"] as? String }
    }
}
