public import Octets
public import SIPMessage

/// What stays readable in a message, who can read it, and how severe that is.
///
/// Conclusions are computed on demand, because most messages get one line of summary. Encoded, it is the
/// `exposure` object of the command line's reports.
public struct ExposureReport: Sendable, Equatable, JSONEncodable {
    /// How many findings there are of each severity.
    public struct Counts: Sendable, Equatable, JSONEncodable {
        /// Findings that name a person, a pair, a cell or credentials by themselves.
        public let critical: Int
        /// Findings with a lasting identifier or a decision.
        public let high: Int
        /// Findings that link messages.
        public let medium: Int
        /// Findings that are fingerprints.
        public let low: Int
        /// Findings that reveal nothing alone.
        public let info: Int

        /// Each severity and its number of findings, the most severe first.
        public var bySeverity: [(severity: Severity, count: Int)] {
            [(.critical, critical), (.high, high), (.medium, medium), (.low, low), (.info, info)]
        }

        /// Counts findings.
        package init(_ severities: [Severity]) {
            func count(_ severity: Severity) -> Int { severities.count { $0 == severity } }
            critical = count(.critical)
            high = count(.high)
            medium = count(.medium)
            low = count(.low)
            info = count(.info)
        }

        /// Writes the members of the report.
        public func encode(into writer: inout JSONWriter) {
            writer.object {
                $0.member("critical", critical)
                $0.member("high", high)
                $0.member("info", info)
                $0.member("low", low)
                $0.member("medium", medium)
            }
        }
    }

    /// How many findings there are of each severity.
    public let counts: Counts
    /// The findings, the most severe first, then in the order of the message.
    public let headers: [ExposureFinding]
    /// Whether the message shows two related parties.
    public let relationReadable: Bool
    /// Facts outside the message that were not examined.
    public let notEvaluated: [String]

    let message: UncheckedSIPMessage
    let layers: [VisibleLayer]

    /// Conclusions from the whole message; the counts exclude them, because they include
    /// the fields they follow from.
    public var derived: [DerivedFinding] { DerivedFindings(message: message, layers: layers).all() }

    /// The command lines of smime-presence that would reduce it further; empty if none would.
    public var advice: [ExposureAdvice] {
        ProtectionMeasure.advice(for: headers, message: message, layers: layers)
    }

    /// Returns the names of findings and conclusions of at least `severity`, findings first, each once.
    public func names(from severity: Severity) -> [String] {
        headers.filter { $0.severity >= severity }.map(\.name)
            + derived.filter { $0.severity >= severity }.map(\.kind.rawValue)
    }

    /// Reports what a reader without a key can read in `message`.
    ///
    /// - Parameters:
    ///   - message: the message as it is sent.
    ///   - layers: the visible S/MIME layers, outermost first; none for a body in clear.
    public static func of(_ message: UncheckedSIPMessage, layers: [VisibleLayer]) -> ExposureReport {
        ExposureReport(message, layers: layers)
    }

    /// Reports what can be read in a checked message.
    public static func of(_ message: SIPMessage, layers: [VisibleLayer]) -> ExposureReport {
        ExposureReport(UncheckedSIPMessage(message), layers: layers)
    }

    /// Returns the highest severity of what can be read in a message: that of its report, found without the
    /// report in nearly every message, since one critical field is enough.
    ///
    /// Only such a report needs the layers, whose description contains the names in certificates.
    public static func worst(
        in message: SIPMessage, layers: @autoclosure () -> [VisibleLayer]
    ) -> Severity {
        MessageExposure.hasCriticalField(message) ? .critical : of(message, layers: layers()).worst
    }

    private init(_ message: UncheckedSIPMessage, layers: [VisibleLayer]) {
        self.message = message
        self.layers = layers
        let findings = MessageExposure(message: message, layers: layers).findings()
        headers = Severity.allCases.sorted(by: >).flatMap { severity in
            findings.filter { $0.severity == severity }
        }
        counts = Counts(findings.map(\.severity))
        relationReadable = !RelationRule(message: message, layers: layers).finding().observers.isEmpty
        notEvaluated = ["network addresses (IP source, TLS server name, DNS queries)"]
    }

    /// Writes the members of the report, including the computed ones.
    public func encode(into writer: inout JSONWriter) {
        writer.object {
            $0.member("advice", advice)
            $0.member("counts", counts)
            $0.member("derived", derived)
            $0.member("headers", headers)
            $0.member("notEvaluated", notEvaluated)
            $0.member("relationReadable", relationReadable)
        }
    }
}
