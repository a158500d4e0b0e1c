public import Octets

/// The time of S/MIME operations, measured in the run that reports it.
public struct MeasuredTime: Sendable, Equatable, JSONEncodable {
    /// The message.
    public let message: String
    /// The form it was given.
    public let form: MessageForm.Kind
    /// The median time to sign and envelope, in microseconds.
    public let protectMicroseconds: Double
    /// The median time to decrypt and verify, in microseconds.
    public let openMicroseconds: Double
    /// The number of measurements of both.
    public let rounds: Int

    /// Creates a measurement from its facts.
    public init(
        message: String, form: MessageForm.Kind, protectMicroseconds: Double, openMicroseconds: Double,
        rounds: Int
    ) {
        self.message = message
        self.form = form
        self.protectMicroseconds = protectMicroseconds
        self.openMicroseconds = openMicroseconds
        self.rounds = rounds
    }

    /// Writes the members of the report.
    public func encode(into writer: inout JSONWriter) {
        writer.object {
            $0.member("form", form)
            $0.member("message", message)
            $0.member("openMicroseconds", openMicroseconds)
            $0.member("protectMicroseconds", protectMicroseconds)
            $0.member("rounds", rounds)
        }
    }
}
