import Exposure

/// The colours of severities on a terminal; the word has the same meaning for readers who cannot see colours.
struct TerminalColours: Sendable, Equatable {
    let isUsed: Bool

    /// Returns the word of a severity, coloured if colours are in use.
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
