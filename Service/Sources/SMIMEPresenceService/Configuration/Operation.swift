/// What a profile allows its clients to do: the last part of a path below `/v1/`, or a page of the service.
public enum Operation: String, CaseIterable, Sendable {
    /// Signs and envelopes, or only signs.
    case protect
    /// Opens, checks and records.
    case open
    /// Checks without recording.
    case verify
    /// Shows the layers without a key.
    case inspect
    /// Lists what stays readable.
    case exposure
    /// Writes the response to a refused message.
    case answer
    /// Decides what a proxy must do with a message.
    case judge
    /// Returns certificates of subscribers.
    case certificates
    /// Returns and raises what is known of the protection of an address's messages.
    case peers
    /// Returns the metrics.
    case metrics

    /// The operations on messages, which the default profile allows.
    static let onMessages: Set<Operation> = [
        .protect, .open, .verify, .inspect, .exposure, .answer, .judge,
    ]
}
