import AccessLeg
import Assessment
import Exposure
import SIPMessage
import TestSupport
import Testing

/// docs/alternatives.md, "The answers, one by one".
@Suite("What each answer hides, and from whom")
struct AnswerTests {
    private func cell(
        _ message: AssessedMessage, _ alternative: Alternative, _ observer: Observer,
        _ information: AssessedInformation
    ) throws -> AssessedCell {
        try AssessmentLab.cell(message, alternative, observer, information)
    }

    /// The cells in which an alternative differs from the path as it is.
    private func changes(
        _ message: AssessedMessage, _ alternative: Alternative
    ) throws -> [Observer: Set<AssessedInformation>] {
        var changes: [Observer: Set<AssessedInformation>] = [:]
        for observer in Observer.allCases {
            for information in AssessedInformation.allCases {
                let before = try cell(message, .baseline, observer, information)
                if try cell(message, alternative, observer, information).visibility != before.visibility {
                    changes[observer, default: []].insert(information)
                }
            }
        }
        return changes
    }

    @Test("0 moves the body of a NOTIFY, and when the watcher is notified; who watches whom stays")
    func loosened() throws {
        let notify = AssessmentLab.assessed(try AssessmentLab.notify())
        #expect(
            try changes(notify, .loosen) == [
                .accessEavesdropper: [.body], .pCSCF: [.body], .sCSCF: [.body], .farSide: [.body, .activity],
            ])
        let body = try cell(notify, .loosen, .pCSCF, .body)
        #expect(body.precondition.contains("rules forbid notifications without confidentiality"))
        #expect(body.remaining == ["(body)"])
        // The SUBSCRIBE has been sent before the rules decide.
        let subscribe = AssessmentLab.assessed(try ExampleMessage.subscribe())
        #expect(try changes(subscribe, .loosen).isEmpty)
    }

    @Test("0 lets notifications pass that have confidentiality")
    func loosenedOnProtectedLeg() throws {
        let notify = AssessmentLab.assessed(try AssessmentLab.notify()) { $0.hop = .ipsec }
        #expect(try changes(notify, .loosen).isEmpty)
    }

    @Test("1 brings nothing to the watcher, and hides only if the terminal refuses before it sends")
    func forbidden() throws {
        let message = AssessmentLab.assessed(try AssessmentLab.publish())
        for information in AssessedInformation.allCases {
            #expect(try cell(message, .forbid, .farSide, information).visibility == .hidden)
            let seen = try cell(message, .forbid, .pCSCF, information)
            guard information != .relation else {
                // A publication names one party.
                #expect(seen.visibility == .hidden && seen.precondition.isEmpty)
                continue
            }
            #expect(seen.visibility == .partly)
            #expect(seen.precondition.hasPrefix("the terminal itself refuses before it sends"))
        }
        #expect(try cell(message, .forbid, .presenceServer, .body).visibility == .hidden)
    }

    @Test("1 leaves the terminal registered, which shows identity, place and activity all the same")
    func forbiddenButRegistered() throws {
        let message = AssessmentLab.assessed(try AssessmentLab.publish())
        for information in [AssessedInformation.identities, .location, .activity] {
            let cell = try cell(message, .forbid, .accessEavesdropper, information)
            #expect(cell.precondition.contains("registration reveals nothing"))
            #expect(cell.reason == "Registration still shows it.")
        }
        #expect(try !cell(message, .forbid, .accessEavesdropper, .body).precondition.contains("registration"))
    }

    @Test("2 hides on the radio alone; from its end to the P-CSCF everything is in clear")
    func ciphered() throws {
        let message = AssessmentLab.assessed(try AssessmentLab.publish())
        #expect(
            try changes(message, .accessCiphering) == [
                .accessEavesdropper: [.body, .identities, .location, .activity]
            ])
        let body = try cell(message, .accessCiphering, .accessEavesdropper, .body)
        #expect(body.visibility == .partly && body.remaining == ["(body)"])
        #expect(body.precondition.contains("not with the null cipher"))
        #expect(body.precondition.contains("between the end of the link's ciphering and the P-CSCF"))
        let activity = try cell(message, .accessCiphering, .accessEavesdropper, .activity)
        #expect(activity.reason == "Packets are visible, with their sizes and times.")
    }

    @Test("4 and 5 hide the whole message from an eavesdropper, and from no element on the path")
    func hopProtected() throws {
        let message = AssessmentLab.assessed(try AssessmentLab.publish())
        for alternative in [Alternative.tls, .ipsec] {
            #expect(
                try changes(message, alternative) == [
                    .accessEavesdropper: [.body, .identities, .location, .activity]
                ])
            for information in [AssessedInformation.body, .identities, .location] {
                let cell = try cell(message, alternative, .accessEavesdropper, information)
                #expect(cell.visibility == .hidden && cell.remaining == [])
            }
            #expect(try cell(message, alternative, .accessEavesdropper, .activity).visibility == .partly)
        }
        let tls = try cell(message, .tls, .accessEavesdropper, .body).precondition
        #expect(tls.contains("certificate is checked") && tls.contains("no fallback"))
        // A cipher other than null, for the two pairs of TS 33.203.
        let ipsec = try cell(message, .ipsec, .accessEavesdropper, .body).precondition
        #expect(ipsec.contains("other than null") && ipsec.contains("all four security associations"))
    }

    @Test("3 takes the body from every element on the path, not from the server and the watcher")
    func smimeBody() throws {
        let publish = try AssessmentLab.publish()
        let message = AssessmentLab.assessed(publish, forms: try AssessmentLab.forms(of: publish)) {
            $0.isRoaming = true
        }
        for observer in Observer.allCases {
            let cell = try cell(message, .smime, observer, .body)
            let isReader = observer == .presenceServer || observer == .farSide
            #expect(cell.visibility == (isReader ? .legitimate : .hidden), "\(observer)")
            #expect((cell.reason == "Only the recipients' keys can open it.") == !isReader)
        }
    }

    @Test("3 cannot hide identity and place from the P-CSCF, nor identity from the S-CSCF")
    func smimeHeader() throws {
        let subscribe = try ExampleMessage.subscribe(
            others: ["P-Access-Network-Info: 3GPP-UTRAN-TDD;utran-cell-id-3gpp=1"])
        let message = AssessmentLab.assessed(subscribe, forms: try AssessmentLab.forms(of: subscribe))
        #expect(try cell(message, .smime, .pCSCF, .identities).visibility == .exposed)
        #expect(try cell(message, .smime, .pCSCF, .location).visibility == .exposed)
        #expect(try cell(message, .smime, .sCSCF, .identities).visibility == .exposed)
        #expect(try cell(message, .smime, .sCSCF, .location).visibility == .partly)
        for observer in [Observer.accessEavesdropper, .pCSCF, .sCSCF] {
            let relation = try cell(message, .smime, observer, .relation)
            #expect(relation.visibility == .partly && relation.precondition.contains("temporary GRUU"))
        }
        let location = try cell(message, .smime, .presenceServer, .location)
        #expect(location.visibility == .partly && location.precondition.contains("or sends it inside"))
    }

    @Test("3 with a tunnel that omits nothing hides nothing of the header")
    func completeOutside() throws {
        let subscribe = try ExampleMessage.subscribe(
            others: ["P-Access-Network-Info: 3GPP-UTRAN-TDD;utran-cell-id-3gpp=1"])
        let form = MessageForm(.tunnel, message: subscribe, layers: AssessmentLab.envelope)
        let message = AssessmentLab.assessed(subscribe, forms: [form])
        for information in [AssessedInformation.relation, .identities, .location] {
            let cell = try cell(message, .smime, .accessEavesdropper, information)
            #expect(cell.visibility == .exposed && cell.precondition == "")
            #expect(cell.reason == "The header fields that a tunnel can omit do not hide it.")
            #expect(cell.remaining.contains("P-Access-Network-Info") == (information == .location))
        }
    }

    @Test("3 names the tunnel that hides most, and the fields that it leaves")
    func bestTunnel() throws {
        let subscribe = try ExampleMessage.subscribe(
            others: ["P-Access-Network-Info: 3GPP-UTRAN-TDD;utran-cell-id-3gpp=1"])
        let forms =
            [MessageForm(.tunnel, message: subscribe, layers: AssessmentLab.envelope)]
            + (try AssessmentLab.forms(of: subscribe))
        let message = AssessmentLab.assessed(subscribe, forms: forms)
        let location = try cell(message, .smime, .accessEavesdropper, .location)
        #expect(location.visibility == .partly && !location.remaining.contains("P-Access-Network-Info"))
        #expect(location.reason == "A tunnel with anonymous fields outside hides some of it.")
        let relation = try cell(message, .smime, .accessEavesdropper, .relation)
        #expect(relation.remaining == [])
        #expect(relation.reason == "A tunnel with anonymous fields outside hides it.")
        #expect(try cell(message, .smime, .accessEavesdropper, .identities).remaining.contains("Contact"))
    }
}
