/// What a profile lets its clients do; each is the end of one path below `/v1/`, or a page of the service.
public enum Operation: String, CaseIterable, Sendable {
    /// Sign and envelope, or only sign.
    case protect
    /// Open, check and record.
    case open
    /// Check without recording.
    case verify
    /// Show the layers without a key.
    case inspect
    /// Name what stays readable.
    case exposure
    /// Write the response to a refused message.
    case answer
    /// Decide what a proxy must do with a message.
    case judge
    /// Hand out certificates of subscribers.
    case certificates
    /// Show the metrics.
    case metrics

    /// The operations on messages: those of a socket for SIP servers.
    static let onMessages: Set<Operation> = [
        .protect, .open, .verify, .inspect, .exposure, .answer, .judge,
    ]
}
