public import SMIMEAgent
import SMIMEBody

extension MessageReport {
    /// Adds the verdict and reason of a refusal; a failure of the environment is no verdict.
    ///
    /// `hasVerdict` says whether the operation accepts or refuses; one that only reports gets the reason
    /// alone.
    public mutating func refuse(for failure: CommandFailure, hasVerdict: Bool) {
        guard failure.status == .refused else {
            verdict = nil
            self.failure = failure.message
            return
        }
        verdict = hasVerdict ? .refused : nil
        reason = ReportedReason(
            code: failure.reason ?? .malformed, message: failure.message, hint: failure.hint,
            sipStatus: failure.sipStatus ?? failure.reason?.sipStatus)
    }
}
