import Octets

// The words for access legs and path files.

extension PathFileFault {
    /// The words for a fault of this file.
    func failure(of file: String) -> CommandFailure {
        let name = "'\(printable(file))'"
        let hint = "docs/path-file.md has every member and an example"
        switch self {
        case .notAPath:
            return CommandFailure(.usage, "\(name) is no path file: it must be one JSON object", hint: hint)
        case .unknownMember(let member):
            return CommandFailure(
                .usage, "\(name) has a member '\(printable(member))' that nobody knows", hint: hint)
        case .repeatedMember(let member):
            return CommandFailure(
                .usage, "\(name) has the member '\(printable(member))' twice in one object", hint: hint)
        case .missingMember(let member):
            return CommandFailure(.usage, "\(name) has no member '\(printable(member))'", hint: hint)
        case .wrongValue(let member, let wanted):
            return CommandFailure(
                .usage, "'\(printable(member))' in \(name) has a value that it does not take",
                hint: "it takes \(wanted)")
        }
    }
}
