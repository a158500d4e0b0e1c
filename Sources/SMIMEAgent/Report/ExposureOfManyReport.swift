import Exposure
package import Octets

/// The report of `exposure` on many messages: one JSON object.
package struct ExposureOfManyReport: JSONEncodable, Sendable {
    /// A message that could not be read, and why.
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
    /// The report on each message, as it would be alone, and `file` with it.
    let messages: [MessageReport]
    let unread: [Unread]
    /// The warnings about the files; those about a message are in its report.
    let warnings: [ReportedWarning]
    /// Files of directories that hold no SIP message.
    let passedOver: Int

    /// Verdict and reason are there, and null: to look at messages is no verdict on them.
    package func encode(into writer: inout JSONWriter) {
        writer.object {
            $0.member("messages", messages)
            $0.member("operation", operation)
            $0.member("passedOver", passedOver)
            $0.member("reason", reason)
            $0.member("summary", summary)
            $0.member("unread", unread)
            $0.member("verdict", verdict)
            $0.member("version", version)
            $0.member("warnings", warnings)
        }
    }
}
