public import Octets
internal import SIPMessage

/// What stays readable in many messages, in numbers.
public struct ExposureSummary: Sendable, Equatable, JSONEncodable {
    /// One message in the summary.
    public struct Message: Sendable, Equatable, JSONEncodable {
        /// The file it came from, with `#` and its number if a file contains several.
        public let file: String
        /// The method of the request, or of the request that was answered.
        public let method: String
        /// The method, or for a response its status and method, such as "200 OK to PUBLISH".
        public let title: String
        /// The severity of the worst finding, including conclusions from several fields.
        public let worst: Severity
        /// How many findings there are of each severity.
        public let counts: ExposureReport.Counts
        /// Whether it shows two related parties.
        public let relationReadable: Bool

        /// Writes the members of the report.
        public func encode(into writer: inout JSONWriter) {
            writer.object {
                $0.member("counts", counts)
                $0.member("file", file)
                $0.member("method", method)
                $0.member("relationReadable", relationReadable)
                $0.member("title", title)
                $0.member("worst", worst)
            }
        }
    }

    /// How often one kind of information is revealed.
    public struct Kind: Sendable, Equatable, JSONEncodable {
        /// The kind, in the words of a finding's `reveals`.
        public let kind: String
        /// The findings that reveal it.
        public let counts: ExposureReport.Counts

        /// Writes the members of the report.
        public func encode(into writer: inout JSONWriter) {
            writer.object {
                $0.member("counts", counts)
                $0.member("kind", kind)
            }
        }
    }

    /// The findings of all messages.
    public let counts: ExposureReport.Counts
    /// The number of messages that show a relation.
    public let relationReadable: Int
    /// Every kind of information that is revealed, in the order of their names.
    public let information: [Kind]
    /// Each message, in the order they were given.
    public let messages: [Message]

    /// Sums up reports, each with the file and the method of its message.
    public init(_ reports: [(file: String, method: String, report: ExposureReport)]) {
        var severities: [Severity] = []
        var byKind: [String: [Severity]] = [:]
        var relations = 0
        var messages: [Message] = []
        for (file, method, report) in reports {
            for finding in report.headers {
                severities.append(finding.severity)
                for kind in finding.reveals { byKind[kind, default: []].append(finding.severity) }
            }
            if report.relationReadable { relations += 1 }
            messages.append(
                Message(
                    file: file, method: method, title: report.title(of: method), worst: report.worst,
                    counts: report.counts,
                    relationReadable: report.relationReadable))
        }
        counts = ExposureReport.Counts(severities)
        relationReadable = relations
        information = byKind.keys.sorted().map { Kind(kind: $0, counts: .init(byKind[$0] ?? [])) }
        self.messages = messages
    }

    /// Writes the members of the report.
    public func encode(into writer: inout JSONWriter) {
        writer.object {
            $0.member("counts", counts)
            $0.member("information", information)
            $0.member("messages", messages)
            $0.member("relationReadable", relationReadable)
        }
    }
}

extension ExposureReport {
    /// Returns the method; for a response, the status and the method.
    fileprivate func title(of method: String) -> String {
        guard case .response(let code, let phrase) = message.startLine else { return method }
        return "\(code)\(phrase.isEmpty ? "" : " \(phrase)") to \(method)"
    }

    /// The highest severity of all findings; `info` if there is none.
    public var worst: Severity { (headers.map(\.severity) + derived.map(\.severity)).max() ?? .info }
}
