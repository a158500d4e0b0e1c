/// What stays readable in a message, by whom, and how grave that is.
///
/// Encoded, it is the `exposure` object of the command line's reports.
public struct ExposureReport: Sendable, Equatable, Encodable {
    /// How many findings there are of each severity.
    public struct Counts: Sendable, Equatable, Encodable {
        /// Findings that name a person, a pair, a cell or credentials by themselves.
        public let critical: Int
        /// Findings with a lasting identifier or a decision.
        public let high: Int
        /// Findings that link messages.
        public let medium: Int
        /// Findings that are fingerprints.
        public let low: Int
        /// Findings that mean nothing alone.
        public let info: Int

        /// The severities with how many findings each has, the gravest first.
        public var bySeverity: [(severity: Severity, count: Int)] {
            [(.critical, critical), (.high, high), (.medium, medium), (.low, low), (.info, info)]
        }

        /// Counts findings.
        init(_ severities: [Severity]) {
            func count(_ severity: Severity) -> Int { severities.count { $0 == severity } }
            critical = count(.critical)
            high = count(.high)
            medium = count(.medium)
            low = count(.low)
            info = count(.info)
        }
    }

    /// How many findings there are of each severity.
    public let counts: Counts
    /// The findings, the gravest first and otherwise in the order of the message.
    public let headers: [ExposureFinding]
    /// Whether the message shows two parties who have to do with each other.
    public let relationReadable: Bool
    /// What lies outside the message and was not looked at.
    public let notEvaluated: [String]

    /// What follows from the message as a whole; not among the counts, since fields that tell it are.
    public let derived: [DerivedFinding]
    /// The command lines of smime-presence that would lower it further; empty where none would.
    public let advice: [ExposureAdvice]

    /// The names of what is as grave as `severity` or graver, findings first, each once.
    public func names(from severity: Severity) -> [String] {
        headers.filter { $0.severity >= severity }.map(\.name)
            + derived.filter { $0.severity >= severity }.map(\.kind.rawValue)
    }

    init(findings: [ExposureFinding], derived: [DerivedFinding], advice: [ExposureAdvice]) {
        headers = Severity.allCases.sorted(by: >).flatMap { severity in
            findings.filter { $0.severity == severity }
        }
        counts = Counts(findings.map(\.severity))
        relationReadable = derived.contains { $0.kind == .relation && !$0.observers.isEmpty }
        notEvaluated = ["network addresses (IP source, TLS server name, DNS queries)"]
        self.derived = derived
        self.advice = advice
    }
}
