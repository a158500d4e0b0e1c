import Exposure

/// Colours of severities on a terminal; the word itself says the same to those who do not see them.
struct TerminalColours: Sendable, Equatable {
    let isUsed: Bool

    /// The word of a severity.
    func coloured(_ severity: Severity) -> String {
        guard isUsed else { return severity.rawValue }
        let code =
            switch severity {
            case .critical: "1;31"
            case .high: "1;33"
            case .medium: "36"
            case .low: "34"
            case .info: "2"
            }
        return "\u{1B}[\(code)m\(severity.rawValue)\u{1B}[0m"
    }
}
