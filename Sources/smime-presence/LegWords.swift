import Octets

// The words for access legs and path files.

extension PathFileFault {
    /// The words for a fault of this file.
    func failure(of file: String) -> CommandFailure {
        var hint = "docs/path-file.md has every member and an example"
        if case .wrongValue(_, let wanted) = self { hint = "it takes \(wanted)" }
        return CommandFailure(.usage, "'\(printable(file))' \(self)", hint: hint)
    }
}
