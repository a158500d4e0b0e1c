import CommandOptions
import Octets
import PresenceRules
import Rendering
import SMIMEAgent

/// `policy check`: whether rules can be relied on, and what in them their author may not have meant.
struct PolicyCheck: Command {
    static let name = "policy check"
    static let summary = "check presence authorization rules"
    static let details = [
        """
        Reads RULES, a document of RFC 4745 and RFC 5025 in which conditions may demand confidentiality, and refuses \
        what is malformed, misspelt, or means two things: such a document would grant what nobody wanted. Lists the \
        rules, with what their author may not have meant: a rule for everybody, a condition that never holds.
        """,
        """
        docs/confidentiality.rng is the schema of the condition, and examples/policies/ has rules for each way to deal \
        with an access leg that is not confidential.
        """,
    ]
    static var operands: [Operand<PolicyCheck>] { [PolicyFile.operand(into: \.rules)] }
    static var options: [Option<PolicyCheck>] {
        [.choice("--format", as: "FORMAT", into: \.format, help: "text is the default")]
    }
    static let examples = [
        Example("smime-presence policy check rules.xml", "Is the document fit to be used?"),
        Example("smime-presence policy check --format json rules.xml > rules.json", "The same for a script."),
    ]

    var rules = ""
    var format = ListFormat.text

    func run(on console: Console) throws(CommandFailure) {
        let ruleset = try PolicyFile.read(rules, on: console)
        switch format {
        case .text: try console.print(PolicyText.rules(ruleset))
        case .json:
            let json = JSONWriter.document(PolicyCheckReport(ruleset, operation: Self.name))
            try console.print(String(decoding: json, as: UTF8.self))
        }
    }
}

/// The document that the policy commands read.
enum PolicyFile {
    static func operand<Root>(into path: WritableKeyPath<Root, String>) -> Operand<Root> {
        .required("RULES", into: path, help: "the rules, XML; '-' is standard input")
    }

    /// Reads rules that an option names: where they are unfit, nothing is wrong with the message.
    static func readAsOption(_ name: String, on console: Console) throws(CommandFailure) -> Ruleset {
        do {
            return try read(name, on: console)
        } catch {
            throw error.status == .refused ? .unfitOption(error, file: name) : error
        }
    }

    static func read(_ name: String, on console: Console) throws(CommandFailure) -> Ruleset {
        try worded {
            try Ruleset.read(try console.read(name, limit: Ruleset.maximumOctets))
        }
    }
}
