public import Octets

/// A command line that would reduce what stays readable, and the findings that it hides.
public struct ExposureAdvice: Sendable, Equatable, JSONEncodable {
    /// The command line; `MESSAGE` stands for the message's file, `RESULT` for another one.
    public let command: String
    /// The names of the findings that it hides.
    public let hides: [String]
    /// What its store must hold, such as "the private key of sip:alice@example.com and a certificate of
    /// sip:example.com".
    public let needs: String

    /// Returns the command line for a file, with the name quoted for a shell; nil keeps `MESSAGE` and
    /// `RESULT`.
    public func commandLine(for file: String?) -> String {
        guard let file else { return command }
        return command.replacing(Self.result, with: Self.result(besides: file))
            .split(separator: "MESSAGE", maxSplits: 1, omittingEmptySubsequences: false)
            .joined(separator: ShellWord.file(file))
    }

    /// What stands for the file of the result in a command line.
    static let result = "RESULT"

    private static func result(besides file: String) -> String {
        let usual = "protected.sip"
        let isTaken = file.utf8.split(separator: UInt8(ascii: "/")).last?.elementsEqual(usual.utf8) == true
        return isTaken ? "protected-again.sip" : usual
    }

    /// Writes the members of the report.
    public func encode(into writer: inout JSONWriter) {
        writer.object {
            $0.member("command", command)
            $0.member("hides", hides)
            $0.member("needs", needs)
        }
    }
}
