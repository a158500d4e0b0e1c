import Exposure
package import Octets

/// The report of `exposure` on many messages: one JSON object.
package struct ExposureOfManyReport: JSONEncodable, Sendable {
    /// A message that could not be read, and the reason.
    package struct Unread: JSONEncodable, Sendable {
        package let file: String
        package let code: String
        package let message: String

        package init(file: String, code: String, message: String) {
            self.file = file
            self.code = code
            self.message = message
        }

        package func encode(into writer: inout JSONWriter) {
            writer.object {
                $0.member("code", code)
                $0.member("file", file)
                $0.member("message", message)
            }
        }
    }

    let version = MessageReport.version
    let operation: String
    let verdict: String? = nil
    let reason: String? = nil
    let summary: ExposureSummary
    /// The report on each message, as for that message alone, with `file`.
    let messages: [MessageReport]
    let unread: [Unread]
    /// The warnings about the files; those about a message are in its report.
    let warnings: [ReportedWarning]
    /// The number of files in directories that are no SIP messages; the JSON member is `passedOver`.
    let skippedFileCount: Int

    /// Verdict and reason are present and null, because an examination is no verdict.
    package func encode(into writer: inout JSONWriter) {
        writer.object {
            $0.member("messages", messages)
            $0.member("operation", operation)
            $0.member("passedOver", skippedFileCount)
            $0.member("reason", reason)
            $0.member("summary", summary)
            $0.member("unread", unread)
            $0.member("verdict", verdict)
            $0.member("version", version)
            $0.member("warnings", warnings)
        }
    }
}
