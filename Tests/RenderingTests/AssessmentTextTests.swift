import AccessLeg
import Assessment
import Exposure
import Foundation
import SIPMessage
import TestSupport
import Testing

@testable import Rendering

@Suite("An assessment in words")
struct AssessmentTextTests {
    private func text(_ messages: [SIPMessage], describe: (inout LegDescription) -> Void = { _ in }) -> String
    {
        var path = PathDescription()
        describe(&path.presentity)
        describe(&path.watcher)
        let legs = MessageLegs(of: messages, path: path).legs
        return AssessmentText(
            DialogAssessment(
                zip(messages, legs).map { message, leg in
                    AssessedMessage(
                        name: "a.sip", form: MessageForm(.asIs, message: message, layers: []), leg: leg,
                        protected: [])
                })
        ).full
    }

    private func lines(_ text: String) -> [String] { text.split(separator: "\n").map(String.init) }

    @Test("no line is wider than 100 characters, and none has a control character, whatever the names")
    func width() throws {
        let hostile = "\u{9B}31m\u{202E}" + String(repeating: "n", count: 500)
        let assessment = try AssessmentPageTests.assessment(hostile: hostile)
        let time = MeasuredTime(
            message: "\u{1B}[2J" + hostile, form: .tunnel, protectMicroseconds: 1, openMicroseconds: 2,
            rounds: 3)
        let text = AssessmentText(assessment, measured: [time]).full
        for line in text.split(separator: "\n") { #expect(line.count <= 100, "\(line)") }
        #expect(text.contains("\\u{1B}[2J\\u{9B}31m\\u{202E}nnn") && text.contains("\n\\u{9B}31m"))
        for harmful in ["\u{1B}", "\u{9B}", "\u{202E}"] { #expect(!text.contains(harmful)) }
    }

    @Test("each leg has its table before that of both, and each table the same rows and columns")
    func tables() throws {
        let text = AssessmentText(try AssessmentPageTests.assessment()).full
        let order = [
            "Use S/MIME and ", "\nThe messages, in the order they were sent\n", "\nThe presentity's leg\n",
            "\nThe watcher's leg\n", "\nBoth legs: the worse of them counts\n",
            "\nhidden: nothing;", "\nAlternatives\n", "\nThe best without withholding anything\n",
            "\nCosts, on the access leg\n",
        ]
        let places = order.map { text.range(of: $0)?.lowerBound }
        #expect(!places.contains(nil))
        let found = places.compactMap { $0 }
        #expect(found == found.sorted())
        let heading = lines(text).filter {
            $0.split(separator: " ") == ["as", "is", "0", "1", "2", "3", "4", "5", "3+4", "3+5"]
        }
        #expect(heading.count == 3)
        for observer in Observer.allCases {
            #expect(lines(text).filter { $0 == observer.rawValue }.count == 3, "\(observer)")
        }
    }

    @Test("every column has a name above it, and its number among the answers")
    func columns() throws {
        let text = AssessmentText(try AssessmentPageTests.assessment()).full
        let all = lines(text)
        let start = try #require(all.firstIndex(of: "Both legs: the worse of them counts")) + 1
        let names = all[(start + 1)...(start + 2)].map { line in
            // Nine columns of nine characters after a margin.
            Alternative.allCases.indices.map { column in
                line.dropFirst(16 + 9 * column).prefix(9).trimmingCharacters(in: .whitespaces)
            }
        }
        #expect(
            zip(names[0], names[1]).map { $1.isEmpty ? $0 : "\($0) \($1)" } == [
                "path as it is", "flag and rules", "no presence", "access cipher", "S/MIME", "TLS", "IPsec",
                "S/MIME and TLS", "S/MIME + IPsec",
            ])
        for alternative in Alternative.allCases {
            #expect(max(alternative.heading.first.count, alternative.heading.second.count) <= 8)
        }
    }

    @Test("a cell of the table is the word of its visibility, in the column of its alternative")
    func cells() throws {
        let assessment = try AssessmentPageTests.assessment()
        let all = lines(AssessmentText(assessment).full)
        let start = try #require(all.firstIndex(of: "Both legs: the worse of them counts")) + 4
        let rows = all[start...].prefix(Observer.allCases.count * 6)
        var observer: Observer?
        for row in rows {
            guard row.hasPrefix("  ") else {
                observer = Observer(rawValue: row)
                continue
            }
            let words = row.split(separator: " ").map(String.init)
            let information = try #require(AssessedInformation(rawValue: words[0]))
            #expect(words.count == 10)
            for (matrixRow, word) in zip(assessment.matrix, words.dropFirst()) {
                let cell = assessment.cell(matrixRow.alternative, try #require(observer), information)
                let expected = cell?.visibility == .legitimate ? "reader" : cell?.visibility.rawValue
                #expect(word == (matrixRow.usableFor == 0 ? "n/a" : expected), "\(row)")
            }
        }
    }

    @Test("an alternative that no message can use is n/a in the table and in the costs")
    func unusable() throws {
        let text = text([try ExampleMessage.publish(body: "<presence/>")])
        let costs = try #require(text.components(separatedBy: "Costs, on the access leg\n").last)
        for name in [
            "4 TLS", "3 S/MIME, body", "3 S/MIME, tunnel", "3+4 S/MIME and TLS, body",
            "3+5 S/MIME and IPsec, tunnel",
        ] {
            let row = lines(costs).first {
                $0.split(separator: " ").joined(separator: " ").hasPrefix("\(name) ")
            }
            #expect(row?.split(separator: " ").suffix(6) == Array(repeating: "n/a", count: 6)[...], "\(name)")
        }
        let usable = lines(costs).first { $0.hasPrefix("  5 ") }
        #expect(usable?.contains("n/a") == false)
        #expect(text.contains("         only  for 0 of 1 messages\n"))
        #expect(text.contains("         but   The message travels over UDP, which TLS cannot carry.\n"))
    }

    @Test("a dialog of one leg says which leg is not assessed")
    func oneLeg() throws {
        #expect(
            text([try ExampleMessage.publish()]).contains(
                "The presentity's leg; there is no message of the watcher's leg, so it is not assessed\n"))
        #expect(
            text([try ExampleMessage.subscribe()]).contains(
                "The watcher's leg; there is no message of the presentity's leg, so it is not assessed\n"))
    }

    @Test("a message has its leg, link and flag, its access network, transport and P-CSCF")
    func facts() throws {
        let field = "P-Access-Network-Info: 3GPP-UTRAN-TDD;utran-cell-id-3gpp=1"
        let message = try ExampleMessage.publish(others: [field], body: "<presence/>")
        let text = text([message]) { $0.pCSCFRelease = 5 }
        #expect(text.contains("\na.sip: PUBLISH, on the presentity's leg, from the terminal\n"))
        #expect(text.contains("\n    leg             unknown, counts as not protected: "))
        #expect(text.contains("\n    flag            not protected: "))
        #expect(
            text.contains(
                "network 3GPP-UTRAN-TDD (the terminal's claim), transport UDP, P-CSCF Release 5\n"))
        #expect(text.contains("bodies as they are: not protected: The body is in clear.\n"))
        let unknown = self.text([try ExampleMessage.publish()])
        #expect(unknown.contains("network unknown, transport UDP, P-CSCF unknown\n"))
        #expect(!unknown.contains("bodies as they are"))
    }

    @Test("a protection that is only claimed is named as one, and not as protected")
    func claims() throws {
        let field = "Security-Verify: ipsec-3gpp;ealg=aes-cbc"
        let message = try ExampleMessage.subscribe(others: [field])
        #expect(
            text([message]).contains(
                "\n    leg             not protected (protection claimed): Security-Verify"))
        #expect(
            text([message]) { $0.isAgreementVerified = true }.contains("\n    leg             protected: "))
    }

    @Test("a condition is listed once for each alternative, whatever the number of its cells")
    func conditions() throws {
        let text = AssessmentText(try AssessmentPageTests.assessment()).full
        let alternatives = try #require(
            text.components(separatedBy: "\nAlternatives\n").last?
                .components(separatedBy: "\nThe best without").first)
        // A condition is the line with its title and the lines that continue it.
        let margin = String(repeating: " ", count: 15)
        let whole = alternatives.replacingOccurrences(of: "\n\(margin)", with: " ").split(separator: "\n")
        var found: Set<Substring> = []
        var count = 0
        for line in whole {
            if line.hasPrefix("         if    ") {
                #expect(found.insert(line).inserted, "\(line)")
                count += 1
            } else {
                found = []
            }
        }
        #expect(count > 8)
        #expect(alternatives.contains("         if    an encryption algorithm other than null"))
    }

    @Test("times are rounded to microseconds, and are there only if they were measured")
    func times() throws {
        let assessment = try AssessmentPageTests.assessment()
        let text = AssessmentText(assessment, measured: AssessmentPageTests.measured).full
        #expect(text.contains("the median of 3 rounds, P-256\n  <b>, body: protect 12 µs, open 8 µs\n"))
        #expect(!AssessmentText(assessment).full.contains("Time of S/MIME"))
    }
}
