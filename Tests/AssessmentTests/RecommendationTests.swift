import AccessLeg
import Assessment
import Exposure
import SIPMessage
import TestSupport
import Testing

@Suite("Recommendation of an assessment")
struct RecommendationTests {
    private static func assessments() throws -> [DialogAssessment] {
        let publish = try AssessmentLab.publish()
        let forms = try AssessmentLab.forms(of: publish)
        let response = try ExampleMessage.response(200, to: "SUBSCRIBE")
        return [
            try AssessmentLab.reconstructedDialog(), try AssessmentLab.reconstructedDialog(over: "UDP"),
            DialogAssessment([AssessmentLab.assessed(publish, forms: forms)]),
            DialogAssessment([AssessmentLab.assessed(publish)]),
            DialogAssessment([AssessmentLab.assessed(publish, forms: forms) { $0.hop = .ipsec }]),
            DialogAssessment([
                AssessmentLab.assessed(publish, forms: forms), AssessmentLab.assessed(response),
                AssessmentLab.assessed(try AssessmentLab.notify()),
            ]),
        ]
    }

    @Test(
        "S/MIME and IPsec hide the most of the reconstructed dialog; with TLS it is the same, over TCP only")
    func dialog() throws {
        let overTCP = try #require(try AssessmentLab.reconstructedDialog().recommendation)
        #expect(overTCP.alternative == .smimeAndIPsec && overTCP.equivalent == [.smimeAndTLS])
        #expect(overTCP.isBestEverywhere && overTCP.usableFor == 4 && overTCP.obstacles.isEmpty)
        #expect(overTCP.hides.first?.observers == [.accessEavesdropper])
        #expect(overTCP.hides.first?.information == [.body, .relation, .identities, .location])
        #expect(overTCP.hides.last?.observers == [.pCSCF, .visitedNetwork, .sCSCF])
        #expect(overTCP.hides.last?.information == [.body])
        #expect(overTCP.exposes.first?.observers == [.pCSCF])
        #expect(overTCP.conditions.first?.contains("other than null") == true)
        let overUDP = try #require(try AssessmentLab.reconstructedDialog(over: "UDP").recommendation)
        #expect(overUDP.alternative == .smimeAndIPsec && overUDP.equivalent.isEmpty)
    }

    @Test("one answer is preferred to two that hide no more, and the path as it is to one")
    func fewest() throws {
        let publish = try AssessmentLab.publish()
        let onEncryptedHop = AssessmentLab.assessed(
            publish, forms: try AssessmentLab.forms(of: publish).filter { $0.kind == .body }
        ) { $0.hop = .ipsec }
        let one = try #require(DialogAssessment([onEncryptedHop]).recommendation)
        #expect(one.alternative == .smime && one.equivalent.contains(.smimeAndIPsec))
        let protected = AssessmentLab.assessed(publish, layers: AssessmentLab.envelope) { $0.hop = .ipsec }
        let none = try #require(DialogAssessment([protected]).recommendation)
        #expect(none.alternative == .baseline && none.hides.isEmpty && none.reduces.isEmpty)
        #expect(none.conditions.isEmpty && none.isBestEverywhere)
    }

    @Test("its content agrees with the matrix, and no answer reaches the best in more cells")
    func counted() throws {
        for assessment in try Self.assessments() {
            let found = try #require(assessment.recommendation)
            #expect(!found.alternative.withholds)
            func visibility(_ alternative: Alternative, _ observer: Observer, _ kind: AssessedInformation)
                -> Visibility?
            { assessment.cell(alternative, observer, kind)?.visibility }
            for (groups, isHidden) in [(found.hides, true), (found.reduces, false)] {
                for group in groups {
                    for observer in group.observers {
                        for kind in group.information {
                            let now = try #require(visibility(found.alternative, observer, kind))
                            #expect(try now < #require(visibility(.baseline, observer, kind)))
                            #expect((now == .hidden) == isHidden)
                        }
                    }
                }
            }
            let exposed = try #require(assessment.matrix.first { $0.alternative == found.alternative })
                .cells.count { $0.visibility == .exposed }
            #expect(
                found.exposes.map { $0.observers.count * $0.information.count }.reduce(0, +) == exposed)
            // Cells of intended readers do not count.
            let counted = assessment.matrix[0].cells.indices.filter {
                assessment.matrix[0].cells[$0].visibility != .legitimate
            }
            func reached(_ row: DialogAssessment.Row) -> Int {
                counted.count { row.cells[$0].visibility == assessment.best[$0].visibility }
            }
            let usable = assessment.matrix.filter { !$0.alternative.withholds && $0.usableFor > 0 }
            let chosen = try #require(usable.first { $0.alternative == found.alternative })
            #expect(usable.allSatisfy { reached($0) <= reached(chosen) })
            #expect(found.isBestEverywhere == (reached(chosen) == counted.count))
            // A second run has the same result.
            #expect(assessment.recommendation == found)
        }
    }

    @Test("without a message there is none")
    func empty() { #expect(DialogAssessment([]).recommendation == nil) }

    @Test("it has the members that docs/report.md names")
    func members() throws {
        let found = try #require(try AssessmentLab.reconstructedDialog().recommendation)
        #expect(try propertiesWithoutMember(in: found) == [])
        let members = try reportMembers(of: found)
        #expect(
            Set(members.keys) == [
                "alternative", "conditions", "equivalent", "exposes", "hides", "isBestEverywhere",
                "obstacles",
                "reduces", "usableFor",
            ])
        #expect(members["alternative"] as? String == "3+5")
        let group = try #require((members["hides"] as? [[String: [String]]])?.last)
        #expect(group == ["observers": ["p-cscf", "visited-network", "s-cscf"], "information": ["body"]])
    }
}
