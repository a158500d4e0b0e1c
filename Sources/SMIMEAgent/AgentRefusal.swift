/// The end of an agent's work on a message that it does not protect or open.
public struct AgentRefusal: Error {
    /// Why.
    public let error: AgentError
    /// The report as far as it goes; its verdict and reason are for the caller to set, who knows what helps.
    public let report: MessageReport
}
