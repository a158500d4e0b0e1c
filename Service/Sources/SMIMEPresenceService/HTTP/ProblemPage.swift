import Hummingbird
import SMIMEBody

/// `GET /problems/{code}`: explains the type of a problem (RFC 9457 §3.1.1).
enum ProblemPage {
    /// Every code of a problem.
    static let codes = Set(ReasonCode.allCases.map(\.rawValue)).union(ServiceCode.allCases.map(\.rawValue))

    /// Returns the explanation of a code.
    ///
    /// - Throws: ``Problem`` with 404 if the code is unknown.
    static func response(_ code: String) throws(Problem) -> Response {
        if let reason = ReasonCode(rawValue: code) {
            let answer = reason.sipStatus.map { "A SIP server answers \($0).\n" } ?? ""
            return .plain("\(code)\n\n\(reason.explanation)\n\(answer)")
        }
        if let service = ServiceCode(rawValue: code) {
            return .plain("\(code)\n\n\(service.explanation)\n")
        }
        throw Problem(.notFound, .notFound, "unknown problem")
    }
}
