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
    }

    /// How many findings there are of each severity.
    public let counts: Counts
    /// The findings, the gravest first and otherwise in the order of the message.
    public let headers: [ExposureFinding]
    /// Whether the message shows two parties who have to do with each other.
    public let relationReadable: Bool
    /// What lies outside the message and was not looked at.
    public let notEvaluated: [String]

    init(findings: [ExposureFinding], relationReadable: Bool) {
        headers = Severity.allCases.sorted(by: >).flatMap { severity in
            findings.filter { $0.severity == severity }
        }
        func count(_ severity: Severity) -> Int { findings.count { $0.severity == severity } }
        counts = Counts(
            critical: count(.critical), high: count(.high), medium: count(.medium), low: count(.low),
            info: count(.info))
        self.relationReadable = relationReadable
        notEvaluated = ["network addresses (IP source, TLS server name, DNS queries)"]
    }
}
