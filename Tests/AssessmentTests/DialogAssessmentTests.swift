import AccessLeg
import Assessment
import Exposure
import SIPMessage
import TestSupport
import Testing

@Suite("DialogAssessment: several messages, both directions, both legs")
struct DialogAssessmentTests {
    private static let order: [Alternative] = [
        .baseline, .loosen, .forbid, .accessCiphering, .smime, .tls, .ipsec, .smimeAndTLS, .smimeAndIPsec,
    ]

    @Test("the reconstructed dialog has every cell as docs/alternatives.md shows it")
    func document() throws {
        let assessment = try AssessmentLab.reconstructedDialog()
        var observer: Observer?
        var compared = 0
        for line in try AssessmentLab.table(under: "as is    0") {
            // Names of columns, on two lines.
            if line.hasPrefix("   ") { continue }
            guard line.hasPrefix("  ") else {
                observer = Observer(rawValue: line)
                continue
            }
            let words = line.split(separator: " ").map(String.init)
            let information = try #require(AssessedInformation(rawValue: words[0]))
            for (alternative, word) in zip(Self.order, words.dropFirst()) {
                let cell = assessment.cell(alternative, try #require(observer), information)
                #expect(cell?.visibility.rawValue == (word == "reader" ? "legitimate" : word), "\(line)")
                compared += 1
            }
        }
        #expect(compared == 270)
        #expect(assessment.bestTogether == [.smimeAndTLS, .smimeAndIPsec])
    }

    @Test("over UDP nothing with TLS can be used, and S/MIME with IPsec alone reaches the best everywhere")
    func overUDP() throws {
        let assessment = try AssessmentLab.reconstructedDialog(over: "UDP")
        #expect(assessment.bestTogether == [.smimeAndIPsec])
        for row in assessment.matrix where row.alternative.parts.contains(.tls) {
            #expect(row.usableFor == 0)
            #expect(row.obstacles == ["The message travels over UDP, which TLS cannot carry."])
            // The rest of the row is the path as it is.
            #expect(row.cells.map(\.visibility) == assessment.matrix[0].cells.map(\.visibility))
        }
    }

    @Test("each leg is judged by its own messages; the worse of both counts")
    func legs() throws {
        var path = PathDescription()
        path.presentity.hop = .ipsec
        let messages = [try AssessmentLab.publish(), try AssessmentLab.notify()]
        let assessment = DialogAssessment(
            zip(["publish", "notify"], zip(messages, MessageLegs(of: messages, path: path).legs)).map {
                AssessedMessage(
                    name: $0, form: MessageForm(.asIs, message: $1.0, layers: []), leg: $1.1, protected: [])
            })
        #expect(assessment.legs.map(\.role) == [.presentity, .watcher])
        func body(_ matrix: [DialogAssessment.Row]) -> AssessedCell? {
            matrix[0].cells.first { $0.observer == .accessEavesdropper && $0.information == .body }
        }
        #expect(body(assessment.legs[0].matrix)?.visibility == .hidden)
        #expect(body(assessment.legs[1].matrix)?.visibility == .exposed)
        #expect(body(assessment.matrix)?.visibility == .exposed)
        #expect(body(assessment.matrix)?.message == "notify")
        #expect(assessment.messages.map(\.leg.direction) == [.fromTerminal, .toTerminal])
    }

    @Test("of messages that reveal the same, the first is named")
    func first() throws {
        let publish = try AssessmentLab.publish()
        let messages = ["a", "b", "c"].map { AssessmentLab.assessed(publish, named: $0) }
        let cells = DialogAssessment(messages).matrix.flatMap(\.cells)
        #expect(Set(cells.map(\.message)) == ["a"])
    }

    @Test("a dialog of one leg has the matrix of that leg")
    func oneLeg() throws {
        let subscribe = AssessmentLab.assessed(try ExampleMessage.subscribe())
        let assessment = DialogAssessment([subscribe])
        #expect(assessment.legs.map(\.role) == [.watcher])
        #expect(assessment.legs.first?.matrix == assessment.matrix)
        #expect(assessment.body == nil)
    }

    @Test("a row counts the messages it can be used for, and names each obstacle once")
    func obstacles() throws {
        let messages = [
            try ExampleMessage.publish(body: "<presence/>"), try ExampleMessage.publish(transport: "TCP"),
            try ExampleMessage.publish(),
        ].map { AssessmentLab.assessed($0) }
        let rows = DialogAssessment(messages).matrix
        let tls = try #require(rows.first { $0.alternative == .tls })
        #expect(tls.usableFor == 1)
        #expect(tls.obstacles == ["The message travels over UDP, which TLS cannot carry."])
        let ciphering = try #require(rows.first { $0.alternative == .accessCiphering })
        // What is unknown may be used, under its condition, and is an obstacle all the same.
        #expect(ciphering.usableFor == 3)
        #expect(ciphering.obstacles == ["Nothing names the access network."])
        #expect(rows[0].usableFor == 3 && rows[0].obstacles.isEmpty && rows[0].title == "the path as it is")
    }

    @Test("every row has every observer with every kind of information, in the same order")
    func order() throws {
        let assessment = DialogAssessment([AssessmentLab.assessed(try ExampleMessage.subscribe())])
        #expect(assessment.matrix.map(\.alternative) == Self.order)
        let places = Observer.allCases.flatMap { observer in
            AssessedInformation.allCases.map { "\(observer.rawValue) \($0.rawValue)" }
        }
        for row in assessment.matrix {
            #expect(row.cells.map { "\($0.observer.rawValue) \($0.information.rawValue)" } == places)
        }
        #expect(assessment.best.map { "\($0.observer.rawValue) \($0.information.rawValue)" } == places)
    }

    @Test("the best never withholds, is one answer before two, and has no condition if it can")
    func best() throws {
        let assessment = try AssessmentLab.reconstructedDialog()
        for best in assessment.best {
            #expect(!best.alternative.withholds)
            let cell = assessment.cell(best.alternative, best.observer, best.information)
            #expect(cell?.visibility == best.visibility && cell?.precondition == best.precondition)
            for row in assessment.matrix where !row.alternative.withholds {
                let other = try #require(
                    assessment.cell(row.alternative, best.observer, best.information))
                #expect(best.visibility <= other.visibility)
                if other.visibility == best.visibility, other.precondition.isEmpty {
                    #expect(best.precondition.isEmpty)
                }
            }
        }
        func best(_ observer: Observer, _ information: AssessedInformation) -> Alternative? {
            assessment.best.first { $0.observer == observer && $0.information == information }?.alternative
        }
        // "5 (or 4) for what an eavesdropper reads, 3 for the body everywhere else": docs/alternatives.md.
        #expect(best(.pCSCF, .body) == .smime && best(.sCSCF, .body) == .smime)
        #expect(best(.accessEavesdropper, .relation) == .tls)
        #expect(best(.presenceServer, .identities) == .baseline)
    }

    @Test("an answer that withholds is never among the best together, even if it changes nothing")
    func bestTogether() throws {
        // On an encrypted hop, without a form of S/MIME, every usable answer is the path as it is.
        let subscribe = AssessmentLab.assessed(try ExampleMessage.subscribe()) { $0.hop = .ipsec }
        let assessment = DialogAssessment([subscribe])
        #expect(assessment.matrix[0].cells.map(\.visibility) == assessment.matrix[1].cells.map(\.visibility))
        #expect(assessment.bestTogether == [.baseline, .accessCiphering, .ipsec])
    }

    @Test("a response has the name of its request, with its status")
    func titles() throws {
        #expect(AssessmentLab.assessed(try ExampleMessage.subscribe()).title == "SUBSCRIBE")
        #expect(
            AssessmentLab.assessed(try ExampleMessage.response(489, to: "SUBSCRIBE")).title
                == "489 to SUBSCRIBE")
    }
}
