package import AccessLeg
import Assessment
package import FoundationEssentials
import Octets
import Rendering
package import SIPMessage

/// The format of the report of `assess`.
///
/// A further format needs a case here, and a renderer in `Rendering`.
package enum AssessmentFormat: String, CaseIterable, Sendable {
    case text
    case json
    case html
}

/// What each way to protect a leg hides of messages, and the time that S/MIME needed in this run.
package struct MeasuredAssessment: Sendable {
    private let assessment: DialogAssessment
    private let times: [MeasuredTime]

    /// Assesses each message on its leg, as it is and in the forms that S/MIME gives it.
    ///
    /// - Parameters:
    ///   - given: each message with its checked form, which can be protected; they are sorted into the order
    ///     in which they were sent, as far as their fields prove it (``SentOrder``).
    ///   - rounds: the number of S/MIME operations to measure the time; 0 measures nothing.
    package init(
        of given: [(exposed: ExposedMessage, checked: SIPMessage)], on path: PathDescription,
        identities: EphemeralIdentities, rounds: Int, at now: Date
    ) {
        let messages = SentOrder.indices(of: given.map(\.checked)).map { given[$0] }
        var identities = identities
        var times: [MeasuredTime] = []
        let legs = MessageLegs(of: messages.map(\.checked), path: path).legs
        let assessed = zip(messages, legs).map { pair, leg in
            let (exposed, message) = pair
            let protected = ProtectedForms(
                of: message, name: exposed.name, identities: &identities, rounds: rounds, at: now)
            times += protected.times
            let layers = exposed.layers.visible(octets: message.body.count)
            return AssessedMessage(
                name: exposed.name, form: MessageForm(.asIs, message: message, layers: layers), leg: leg,
                protected: protected.forms, unavailableReason: protected.unavailableReason)
        }
        assessment = DialogAssessment(assessed)
        self.times = times
    }

    /// Returns the octets of the report of `operation` in a format.
    package func octets(as format: AssessmentFormat, operation: String) -> [UInt8] {
        switch format {
        case .text: Array(AssessmentText(assessment, measured: times).full.utf8)
        case .json:
            JSONWriter.document(AssessmentReport(assessment, times: times, operation: operation))
        case .html: Array(AssessmentPage(assessment, measured: times).html.utf8)
        }
    }
}
