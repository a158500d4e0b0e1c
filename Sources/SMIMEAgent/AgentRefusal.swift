import SMIMEBody

/// The end of an agent's work on a message that it does not protect or open.
public struct AgentRefusal: Error {
    /// The reason.
    public let error: AgentError
    /// The report up to the refusal, without verdict and reason.
    public let report: MessageReport

    /// Returns the report with the verdict, the reason and `hint`, the next step,
    /// which only the caller knows.
    ///
    /// A refusal that is not about the message, such as a store that failed, has no reason code, so its
    /// report has neither verdict nor reason.
    public func refusedReport(hint: String) -> MessageReport {
        guard let code = error.code else { return report }
        var refused = report
        refused.verdict = .refused
        refused.reason = ReportedReason(
            code: code, message: error.description, hint: hint, sipStatus: error.sipStatus)
        return refused
    }
}
