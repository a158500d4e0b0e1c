import CommandFiles
import CommandOptions
import Octets
import PresenceRules
import Rendering
import SMIMEAgent

/// `policy check`: checks rules, and lists probable mistakes.
struct PolicyCheck: Command {
    static let name = "policy check"
    static let summary = "check presence authorization rules"
    static let details = [
        """
        Reads RULES (RFC 4745, RFC 5025), whose conditions may require confidentiality. Refuses a malformed, \
        misspelt or ambiguous document, since it could grant more than intended. Lists the rules, with \
        remarks on probable mistakes: a rule for every watcher, a condition that never holds.
        """,
        """
        docs/confidentiality.rng is the schema of the condition. examples/policies/ has rules for each way \
        to handle an access leg without confidentiality.
        """,
    ]
    static var operands: [Operand<PolicyCheck>] { [PolicyFile.operand(into: \.rules)] }
    static var options: [Option<PolicyCheck>] {
        [.choice("--format", as: "FORMAT", into: \.format, help: "output format (default: text)")]
    }
    static let examples = [
        Example("smime-presence policy check rules.xml", "Check the rules before use."),
        Example(
            "smime-presence policy check --format json rules.xml > rules.json", "Check the rules in a script."
        ),
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
        .required("RULES", into: path, help: "the rules (XML); '-' is standard input")
    }

    /// Reads the rules of an option: if they are invalid, the usage is wrong, not the message.
    static func readAsOption(_ name: String, on console: Console) throws(CommandFailure) -> Ruleset {
        do {
            return try read(name, on: console)
        } catch {
            throw error.status == .refused ? .unfitOption(error, file: name) : error
        }
    }

    static func read(_ name: String, on console: Console) throws(CommandFailure) -> Ruleset {
        try describingErrors {
            try Ruleset.read(try console.read(name, limit: Ruleset.maximumOctets))
        }
    }
}
