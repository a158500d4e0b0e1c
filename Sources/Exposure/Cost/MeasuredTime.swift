/// How long S/MIME took here, measured in the run that reports it.
public struct MeasuredTime: Sendable, Equatable, Encodable {
    /// The message.
    public let message: String
    /// What was done to it.
    public let form: MessageForm.Kind
    /// The median time to sign and envelope, in microseconds.
    public let protectMicroseconds: Double
    /// The median time to decrypt and verify, in microseconds.
    public let openMicroseconds: Double
    /// How often both were done.
    public let rounds: Int

    /// Sets each fact.
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
}
