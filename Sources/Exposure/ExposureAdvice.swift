public import Octets

/// A command line that would lower what stays readable, and what it takes out of sight.
public struct ExposureAdvice: Sendable, Equatable, JSONEncodable {
    /// The command line; `MESSAGE` stands for the message's file.
    public let command: String
    /// The findings that it takes away, by name.
    public let hides: [String]

    /// The command line for a file, its name quoted as a shell wants it; nil leaves `MESSAGE`.
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
