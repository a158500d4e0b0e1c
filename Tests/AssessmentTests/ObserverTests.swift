import AccessLeg
import Assessment
import Exposure
import SIPMessage
import TestSupport
import Testing

@Suite("What each observer learns on the path as it is")
struct ObserverTests {
    private func cell(
        _ message: AssessedMessage, _ observer: Observer, _ information: AssessedInformation,
        under alternative: Alternative = .baseline
    ) throws -> AssessedCell {
        try AssessmentLab.cell(message, alternative, observer, information)
    }

    @Test("an eavesdropper on a confidential leg sees packets, and nothing in them")
    func confidentialLeg() throws {
        let message = AssessmentLab.assessed(try AssessmentLab.publish()) { $0.hop = .ipsec }
        for information in AssessedInformation.allCases {
            let cell = try cell(message, .accessEavesdropper, information)
            #expect(cell.visibility == (information == .activity ? .partly : .hidden), "\(information)")
            #expect(cell.remaining == [] && cell.precondition == "")
        }
        #expect(try cell(message, .pCSCF, .body).visibility == .exposed)
    }

    @Test("a leg that only claims to be confidential is open to an eavesdropper")
    func claimed() throws {
        let message = AssessmentLab.assessed(
            try ExampleMessage.publish(
                others: ["Security-Verify: ipsec-3gpp;ealg=aes-cbc"], body: "<presence/>"))
        let cell = try cell(message, .accessEavesdropper, .body)
        #expect(cell.visibility == .exposed && cell.remaining == ["(body)"])
    }

    @Test("a known cipher of the link hides from eavesdroppers on the radio, under its condition")
    func cipheredLink() throws {
        let message = AssessmentLab.assessed(try AssessmentLab.publish()) {
            $0.accessNetwork = AccessType("3GPP-UTRAN-TDD")
            $0.ciphering = true
        }
        for information in [AssessedInformation.body, .identities, .location, .activity] {
            let cell = try cell(message, .accessEavesdropper, information)
            #expect(cell.visibility == .partly && cell.reason.contains("the RNC"), "\(information)")
            #expect(!cell.remaining.isEmpty)
        }
    }

    @Test("the P-CSCF knows user and place by the security association, even of a message without them")
    func pCSCF() throws {
        let message = AssessmentLab.assessed(
            try ExampleMessage.request(
                "REGISTER", to: "sip:example.com", from: "<sip:anonymous@anonymous.invalid>;tag=1",
                toField: "<sip:anonymous@anonymous.invalid>"))
        for information in [AssessedInformation.identities, .location] {
            let cell = try cell(message, .pCSCF, information)
            #expect(cell.visibility == .exposed && cell.reason.contains("security association"))
        }
        #expect(try !cell(message, .pCSCF, .identities).remaining.contains("From"))
        #expect(try cell(message, .pCSCF, .body).visibility == .hidden)
        #expect(try cell(message, .sCSCF, .identities).reason == "The S-CSCF has registered the user.")
    }

    @Test("the presence server may read all that a message contains, and no more")
    func presenceServer() throws {
        let message = AssessmentLab.assessed(try AssessmentLab.publish())
        for information in [AssessedInformation.body, .identities, .location, .activity] {
            #expect(try cell(message, .presenceServer, information).visibility == .legitimate)
        }
        #expect(try cell(message, .presenceServer, .relation).visibility == .hidden)
        let subscribe = AssessmentLab.assessed(try ExampleMessage.subscribe())
        #expect(try cell(subscribe, .presenceServer, .relation).visibility == .legitimate)
        #expect(try cell(subscribe, .presenceServer, .body).visibility == .hidden)
    }

    @Test("the far side learns the other's address unless privacy is requested, and never the place")
    func farSide() throws {
        for message in [try AssessmentLab.publish(), try AssessmentLab.notify()] {
            let message = AssessmentLab.assessed(message)
            let identities = try cell(message, .farSide, .identities)
            #expect(identities.visibility == .partly)
            #expect(identities.precondition.contains("RFC 3323, RFC 3325"))
            // P-Access-Network-Info does not leave the trust domain (RFC 7315 §5.4).
            #expect(try cell(message, .farSide, .location).visibility == .hidden)
            #expect(try cell(message, .farSide, .activity).visibility == .legitimate)
        }
    }

    @Test("an envelope already there hides the body from the path, and keeps it for its readers")
    func enveloped() throws {
        let message = AssessmentLab.assessed(try AssessmentLab.publish(), layers: AssessmentLab.envelope)
        for alternative in [Alternative.baseline, .smime, .ipsec] {
            for observer in [Observer.accessEavesdropper, .pCSCF, .visitedNetwork, .sCSCF] {
                #expect(try cell(message, observer, .body, under: alternative).visibility == .hidden)
            }
            for observer in [Observer.presenceServer, .farSide] {
                #expect(try cell(message, observer, .body, under: alternative).visibility == .legitimate)
            }
        }
        #expect(try cell(message, .pCSCF, .activity).visibility == .exposed)
    }

    @Test("a signature hides nothing")
    func signed() throws {
        let signature = [VisibleLayer(kind: .signedData, signer: "a", octets: 9)]
        let message = AssessmentLab.assessed(try AssessmentLab.publish(), layers: signature)
        #expect(try cell(message, .sCSCF, .body).visibility == .exposed)
    }

    @Test("the remaining fields are those that name the user or the place")
    func remaining() throws {
        let message = AssessmentLab.assessed(try AssessmentLab.publish())
        let identities = try cell(message, .accessEavesdropper, .identities).remaining
        #expect(Set(["From", "To", "(Request-URI)"]).isSubset(of: identities))
        let location = try cell(message, .accessEavesdropper, .location).remaining
        #expect(location.contains("P-Access-Network-Info") && !location.contains("From"))
    }

    @Test(
        "within a dialog the parties are named already, so that S/MIME needs what the dialog began with",
        arguments: ["NOTIFY", "200", "refresh", "new"])
    func inDialog(kind: String) throws {
        let contact = ["Contact: <sip:bob@192.0.2.1>"]
        let message =
            switch kind {
            case "NOTIFY": try AssessmentLab.notify()
            case "200": try ExampleMessage.response(200, to: "SUBSCRIBE", others: contact)
            case "refresh": try ExampleMessage.subscribe(toField: "<sip:alice@example.com>;tag=9")
            default: try ExampleMessage.subscribe()
            }
        let assessed = AssessmentLab.assessed(message, forms: try AssessmentLab.forms(of: message))
        let relation = try cell(assessed, .accessEavesdropper, .relation, under: .smime)
        #expect(relation.visibility == .partly)
        #expect(relation.precondition.hasPrefix("the dialog began with an anonymous From") == (kind != "new"))
    }
}
