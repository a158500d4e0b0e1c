/// A command: a plain value whose properties are set from the command line.
///
/// `operands` and `options` are the one table that drives parsing and the help page. They are
/// computed, since key paths are not sendable.
package protocol ParsableCommand: SendableMetatype {
    /// The words that select it, such as "encrypt" or "cert issue".
    static var name: String { get }
    /// One line for the list of commands; lower case, no full stop.
    static var summary: String { get }
    /// The paragraphs of its help page.
    static var details: [String] { get }
    /// The arguments without an option name.
    static var operands: [Operand<Self>] { get }
    /// The options.
    static var options: [Option<Self>] { get }
    /// Working command lines; tests run every one of them.
    static var examples: [Example] { get }

    /// A command with the defaults of every option.
    init()

    /// Refuses options that cannot be combined.
    func validate() throws(UsageError)
}

extension ParsableCommand {
    package static var operands: [Operand<Self>] { [] }
    package func validate() throws(UsageError) {}
}

/// A command line that works, shown in a help page and run by the tests.
package struct Example: Equatable, Sendable {
    /// One shell command line: commands of this program, `|`, `<` and `>`.
    package let line: String
    /// What the line is for.
    package let purpose: String

    package init(_ line: String, _ purpose: String) {
        self.line = line
        self.purpose = purpose
    }
}
