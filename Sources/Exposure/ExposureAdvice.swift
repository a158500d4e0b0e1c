public import Octets

/// A command line that would reduce what stays readable, and the findings that it hides.
public struct ExposureAdvice: Sendable, Equatable, JSONEncodable {
    /// The command line; `MESSAGE` stands for the message's file.
    public let command: String
    /// The names of the findings that it hides.
    public let hides: [String]

    /// Returns the command line for a file, with the name quoted for a shell; nil keeps `MESSAGE`.
    public func commandLine(for file: String?) -> String {
        guard var file else { return command }
        if file.hasPrefix("-") { file = "./" + file }
        let isPlain =
            !file.isEmpty
            && file.utf8.allSatisfy { octet in
                ASCII.isAlphanumeric(octet) || "./_-".utf8.contains(octet)
            }
        let quoted =
            isPlain
            ? file
            : "'"
                + file.split(separator: "'", omittingEmptySubsequences: false)
                .joined(separator: "'\\''") + "'"
        return command.split(separator: "MESSAGE", maxSplits: 1, omittingEmptySubsequences: false)
            .joined(separator: quoted)
    }

    /// Writes the members of the report.
    public func encode(into writer: inout JSONWriter) {
        writer.object {
            $0.member("command", command)
            $0.member("hides", hides)
        }
    }
}
