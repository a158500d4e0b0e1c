public import AccessLeg
import Exposure
public import SIPMessage

/// One message to assess: as it is, on its leg, and in the forms that S/MIME can give it.
public struct AssessedMessage: Sendable {
    /// The name of the message, usually the file it came from.
    public let name: String
    /// The leg that it passes.
    public let leg: MessageLeg
    /// Whether each alternative can be used for it.
    public private(set) var applicability: [Alternative: Applicability] = [:]
    let clear: ShownForm
    let forms: [ShownForm]
    let unavailableReason: String?

    /// The message as it is.
    public var message: SIPMessage { clear.message }

    /// Creates a message with its leg.
    ///
    /// - Parameters:
    ///   - form: the message as it is.
    ///   - protected: the forms that S/MIME gives it; none if it cannot.
    ///   - reason: the reason why there are none, as a sentence.
    public init(
        name: String, form: MessageForm, leg: MessageLeg, protected: [MessageForm],
        unavailableReason reason: String? = nil
    ) {
        self.name = name
        self.leg = leg
        clear = ShownForm(form)
        forms = protected.map { ShownForm($0) }
        unavailableReason = reason
        for alternative in Alternative.allCases {
            applicability[alternative] = Applicability.of(alternative, self)
        }
    }

    /// The method, after the status for a response: `200 to SUBSCRIBE`.
    public var title: String {
        if case .response(let code, _) = message.startLine { return "\(code) to \(message.method)" }
        return message.method
    }

    /// Whether it belongs to a dialog that an earlier message began, or answers one, so that
    /// the parties are already named.
    var isInDialog: Bool { !message.isRequest || message.method == "NOTIFY" || message.to.tag != nil }

    /// Returns every cell under an alternative; those of the present path if the alternative cannot be used.
    func cells(under alternative: Alternative) -> [AssessedCell] {
        let isPossible = applicability[alternative]?.isPossible ?? false
        let rules = CellRules(message: self)
        return Observer.allCases.flatMap { observer in
            AssessedInformation.allCases.map { information in
                var cell = AssessedCell(
                    observer, information,
                    rules.outcome(isPossible ? alternative : .baseline, observer, information))
                cell.message = name
                return cell
            }
        }
    }
}
