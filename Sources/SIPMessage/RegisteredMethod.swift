import Octets

/// A method that is registered for SIP (RFC 3261 §27.4).
enum RegisteredMethod: String, CaseIterable {
    case acknowledge = "ACK"
    case bye = "BYE"
    case cancel = "CANCEL"
    case info = "INFO"
    case invite = "INVITE"
    case message = "MESSAGE"
    case notify = "NOTIFY"
    case options = "OPTIONS"
    case prack = "PRACK"
    case publish = "PUBLISH"
    case refer = "REFER"
    case register = "REGISTER"
    case subscribe = "SUBSCRIBE"
    case update = "UPDATE"

    /// Returns the registered method that equals `method` except for its case; nil if there is none.
    ///
    /// Methods are case-sensitive (RFC 3261 §7.1), but Kamailio compares them case-insensitively: it would
    /// process `publish` as a PUBLISH, which the checks of a PUBLISH skip.
    static func differingInCase(from method: String) -> RegisteredMethod? {
        // Registered methods are in capitals.
        guard !method.utf8.allSatisfy(ASCII.isUpperCase) else { return nil }
        return RegisteredMethod(rawValue: method.uppercased()).flatMap { $0.rawValue == method ? nil : $0 }
    }
}
