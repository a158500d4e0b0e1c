import AccessLeg
import Assessment
import Exposure
import SIPMessage
import TestSupport
import Testing

@Suite("What an alternative hides of one message")
struct CellRuleTests {
    @Test(
        "what a visited network learns depends on roaming, and on the links home",
        arguments: [
            (true, true, Visibility.exposed), (true, nil, .exposed), (false, true, .hidden),
            (false, false, .exposed),
            (false, nil, .partly), (nil, true, .partly), (nil, nil, .partly),
        ] as [(Bool?, Bool?, Visibility)])
    func visitedNetwork(isRoaming: Bool?, links: Bool?, visibility: Visibility) throws {
        let message = AssessmentLab.assessed(try AssessmentLab.publish()) {
            $0.isRoaming = isRoaming
            $0.areLinksHomeConfidential = links
        }
        let cell = try AssessmentLab.cell(message, .baseline, .visitedNetwork, .body)
        #expect(cell.visibility == visibility)
        #expect(cell.precondition.isEmpty == (visibility != .partly))
    }

    @Test("known ciphering hides only on the air; if it is off, it cannot be used")
    func ciphering() throws {
        let on = AssessmentLab.assessed(try AssessmentLab.publish()) {
            $0.accessNetwork = AccessType("3GPP-UTRAN")
            $0.ciphering = true
        }
        for alternative in [Alternative.baseline, .accessCiphering] {
            let cell = try AssessmentLab.cell(on, alternative, .accessEavesdropper, .body)
            #expect(cell.visibility == .partly && cell.precondition.contains("no eavesdropper"))
        }
        #expect(try AssessmentLab.cell(on, .accessCiphering, .pCSCF, .body).visibility == .exposed)
        let off = AssessmentLab.assessed(try AssessmentLab.publish()) {
            $0.accessNetwork = AccessType("3GPP-UTRAN")
            $0.ciphering = false
        }
        #expect(off.applicability[.accessCiphering]?.state == .notApplicable)
        #expect(
            try AssessmentLab.cell(off, .accessCiphering, .accessEavesdropper, .body).visibility == .exposed)
    }

    @Test("ciphering that only the terminal claims hides nothing")
    func claimedCiphering() throws {
        let claimed = AssessmentLab.assessed(try AssessmentLab.publish()) {
            $0.accessNetwork = AccessType("3GPP-UTRAN")
            $0.ciphering = true
            $0.cipheringSource = .terminal
        }
        #expect(try AssessmentLab.cell(claimed, .baseline, .accessEavesdropper, .body).visibility == .exposed)
        #expect(claimed.applicability[.accessCiphering]?.state == .unknown)
    }

    @Test("without an S/MIME form of the message, S/MIME hides nothing and is not applicable")
    func withoutForms() throws {
        let message = AssessmentLab.assessed(try AssessmentLab.publish())
        #expect(message.applicability[.smime]?.state == .notApplicable)
        #expect(message.applicability[.smimeAndIPsec]?.state == .notApplicable)
        #expect(try AssessmentLab.cell(message, .smime, .pCSCF, .body).visibility == .exposed)
    }

    @Test(
        "an envelope hides the body from all but its readers, and the header as far as a tunnel leaves it out"
    )
    func smime() throws {
        let envelope = [VisibleLayer(kind: .authEnvelopedData, octets: 10)]
        let plain = try AssessmentLab.publish()
        let outside = try ExampleMessage.request(
            "PUBLISH", to: "sip:alice@example.com", from: "<sip:anonymous@anonymous.invalid>;tag=1",
            transport: "TCP",
            body: "closed")
        let message = AssessmentLab.assessed(
            plain,
            forms: [
                MessageForm(.body, message: plain, layers: envelope),
                MessageForm(.anonymousTunnel, message: outside, layers: envelope),
            ])
        for observer in [Observer.accessEavesdropper, .pCSCF, .visitedNetwork, .sCSCF] {
            #expect(try AssessmentLab.cell(message, .smime, observer, .body).visibility == .hidden)
        }
        let identities = try AssessmentLab.cell(message, .smime, .accessEavesdropper, .identities)
        #expect(identities.visibility == .partly && identities.remaining.contains("(Request-URI)"))
        #expect(!identities.remaining.contains("From"))
        #expect(try AssessmentLab.cell(message, .smime, .accessEavesdropper, .location).visibility == .partly)
        #expect(try AssessmentLab.cell(message, .smime, .pCSCF, .identities).visibility == .exposed)
        #expect(
            try AssessmentLab.cell(message, .smime, .accessEavesdropper, .activity).visibility == .exposed)
        #expect(
            try AssessmentLab.cell(message, .smimeAndTLS, .accessEavesdropper, .activity).visibility
                == .partly)
    }

    @Test("the rules of alternative 0 decide about notifications, and come too late for a publication")
    func loosened() throws {
        let notify = AssessmentLab.assessed(
            try ExampleMessage.request(
                "NOTIFY", to: "sip:bob@192.0.2.1", others: ["Content-Type: text/plain"], body: "x"))
        #expect(try AssessmentLab.cell(notify, .loosen, .accessEavesdropper, .body).visibility == .partly)
        #expect(
            try AssessmentLab.cell(notify, .loosen, .accessEavesdropper, .relation).visibility == .exposed)
        let publication = AssessmentLab.assessed(try AssessmentLab.publish())
        #expect(publication.applicability[.loosen]?.state == .notApplicable)
        #expect(
            try AssessmentLab.cell(publication, .loosen, .accessEavesdropper, .body).visibility == .exposed)
    }

    @Test("information that is not in a message is hidden under every alternative")
    func untold() throws {
        let message = AssessmentLab.assessed(try ExampleMessage.publish())
        for alternative in Alternative.allCases {
            #expect(
                try AssessmentLab.cell(message, alternative, .accessEavesdropper, .body).visibility == .hidden
            )
            #expect(try AssessmentLab.cell(message, alternative, .sCSCF, .relation).visibility == .hidden)
        }
    }

    @Test("the message that reveals most decides, and is named")
    func worst() throws {
        let closed = AssessedMessage(
            name: "closed", form: MessageForm(.asIs, message: try ExampleMessage.publish(), layers: []),
            leg: MessageLeg(of: nil, role: .presentity), protected: [])
        let open = AssessedMessage(
            name: "open", form: MessageForm(.asIs, message: try AssessmentLab.publish(), layers: []),
            leg: MessageLeg(of: nil, role: .presentity), protected: [])
        let cell = DialogAssessment([closed, open]).cell(.baseline, .accessEavesdropper, .body)
        #expect(cell?.visibility == .exposed && cell?.message == "open")
        #expect(
            DialogAssessment([]).matrix.allSatisfy { $0.cells.isEmpty } && DialogAssessment([]).best.isEmpty)
    }
}
