import AccessLeg
import Assessment
import CertificateAdministration
import Exposure
import SIPMessage
import SMIMEAgent
import TestSupport
import Testing

@testable import smime_presence

/// The published table of alternatives, compared with the assessment of a dialog.
@Suite("The 168 cells of the table of alternatives")
struct AlternativesTableTests {
    /// A cell of the table: Y exposed, N hidden, C under a condition, A a legitimate reader.
    struct Cell: CustomTestStringConvertible, Sendable {
        let alternative: String
        let observer: String
        let information: String
        let published: String
        var testDescription: String { "\(alternative) \(observer) \(information)" }
        var key: String { testDescription }
    }

    static let cells: [Cell] = {
        let lines = (try? String(decoding: Vectors.octets("ims/alternatives.csv"), as: UTF8.self)) ?? ""
        return lines.split(whereSeparator: \.isNewline).dropFirst().map { line in
            let cells = line.split(separator: ",", maxSplits: 4).map(String.init)
            return Cell(alternative: cells[0], observer: cells[1], information: cells[2], published: cells[3])
        }
    }()

    /// What we say in place of the table, by the cell, and why.
    static let differing: [String: [String]] = {
        let rows = (try? Vectors.table("ims/alternatives-differing.tsv", columns: 6)) ?? []
        return Dictionary(
            rows.map { ("\($0[0]) \($0[1]) \($0[2])", Array($0[3...])) },
            uniquingKeysWith: { first, _ in first })
    }()

    private static let alternatives: [String: Alternative] = [
        "baseline_rel5": .baseline, "0": .loosen, "1": .forbid, "2": .accessCiphering, "3": .smime, "4": .tls,
        "5": .ipsec,
    ]
    private static let observers: [String: Observer] = [
        "access_eavesdropper": .accessEavesdropper, "rel5_pcscf": .pCSCF,
        "visited_network_other": .visitedNetwork, "scscf": .sCSCF, "presence_server": .presenceServer,
        "watcher_side": .farSide,
    ]

    /// The reconstructed dialog over TCP, of whose path nothing is known but that
    /// the P-CSCF are of Release 5.
    private static let assessment = Result { () throws -> DialogAssessment in
        let names = ["publish", "subscribe", "subscribe-200", "a5-notify"]
        let messages = try names.map { try SIPMessage.parse(Vectors.octets("ims/reconstructed-\($0).sip")) }
        var path = PathDescription()
        for role in LegRole.allCases {
            path[role].pCSCFRelease = 5
            path[role].transport = "TCP"
        }
        var identities = try EphemeralIdentities(at: TestLab.now) { try SubscriberAddress($0).profile() }
        let legs = MessageLegs(of: messages, path: path).legs
        return DialogAssessment(
            zip(names, zip(messages, legs)).map { name, pair in
                let protected = ProtectedForms(
                    of: pair.0, name: name, identities: &identities, rounds: 0, at: TestLab.now)
                return AssessedMessage(
                    name: name, form: MessageForm(.asIs, message: pair.0, layers: []), leg: pair.1,
                    protected: protected.forms, unavailableReason: protected.unavailableReason)
            })
    }

    @Test("every property of the report on the dialog is written")
    func members() throws {
        let time = MeasuredTime(
            message: "publish", form: .body, protectMicroseconds: 1, openMicroseconds: 1, rounds: 1)
        let report = AssessmentReport(try Self.assessment.get(), times: [time], operation: "assess")
        #expect(try propertiesWithoutMember(in: report) == [])
    }

    @Test("there are 168, of every alternative, observer and kind of the table")
    func count() {
        #expect(Self.cells.count == 168 && Set(Self.cells.map(\.key)).count == 168)
        #expect(
            Self.cells.allSatisfy {
                Self.alternatives[$0.alternative] != nil && Self.observers[$0.observer] != nil
            })
        #expect(Set(Self.cells.map(\.published)) == ["Y", "N", "C", "A"])
    }

    @Test(
        "each is what the assessment of a dialog says, or has its reason for being otherwise",
        arguments: cells)
    func holds(cell: Cell) throws {
        let found = try Self.found(cell)
        let letter = Self.letter(of: found.visibility)
        if let differing = Self.differing[cell.key] {
            #expect(differing[0] == cell.published && differing[1] == letter)
            #expect(letter != cell.published && differing[2].count > 50)
        } else {
            #expect(letter == cell.published, "\(found.reason)")
        }
        // A condition is named wherever one decides, and a reason everywhere.
        if letter == "C" { #expect(!found.precondition.isEmpty) }
        #expect(found.reason.hasSuffix("."))
    }

    @Test("what differs is in the table, and where legs are mixed there the watcher's alone agrees with it")
    func differences() throws {
        #expect(Self.differing.count == 5)
        #expect(Set(Self.differing.keys).isSubset(of: Self.cells.map(\.key)))
        let watcher = try Self.assessment.get().legs.first { $0.role == .watcher }
        let cell = watcher?.matrix.first { $0.alternative == .loosen }?.cells
            .first { $0.observer == .accessEavesdropper && $0.information == .body }
        #expect(cell?.visibility == .partly)
    }

    @Test("together S/MIME and hop protection reach what neither does alone")
    func combinations() throws {
        let assessment = try Self.assessment.get()
        for (combination, hop) in [(Alternative.smimeAndTLS, Alternative.tls), (.smimeAndIPsec, .ipsec)] {
            for observer in Observer.allCases {
                for information in AssessedInformation.allCases {
                    let parts = [hop, .smime].compactMap {
                        assessment.cell($0, observer, information)?.visibility
                    }
                    let both = try #require(assessment.cell(combination, observer, information)?.visibility)
                    #expect(parts.count == 2 && both <= (parts.max() ?? .exposed))
                }
            }
            #expect(assessment.cell(combination, .pCSCF, .body)?.visibility == .hidden)
            #expect(assessment.cell(combination, .accessEavesdropper, .relation)?.visibility == .hidden)
            #expect(assessment.cell(hop, .pCSCF, .body)?.visibility == .exposed)
            #expect(assessment.cell(.smime, .accessEavesdropper, .relation)?.visibility == .partly)
        }
    }

    @Test("the best of each cell is what some alternative reaches that withholds nothing")
    func best() throws {
        let assessment = try Self.assessment.get()
        #expect(assessment.best.count == 30)
        #expect(assessment.bestTogether == [.smimeAndTLS, .smimeAndIPsec])
        for best in assessment.best {
            let all = Alternative.allCases.filter { !$0.withholds }
                .compactMap { assessment.cell($0, best.observer, best.information)?.visibility }
            #expect(best.visibility == all.min() && !best.alternative.withholds)
            #expect(
                assessment.cell(best.alternative, best.observer, best.information)?.visibility
                    == best.visibility)
        }
    }

    private static func found(_ cell: Cell) throws -> AssessedCell {
        let alternative = try #require(alternatives[cell.alternative])
        let observer = try #require(observers[cell.observer])
        let information = try #require(AssessedInformation(rawValue: cell.information))
        return try #require(try assessment.get().cell(alternative, observer, information))
    }

    private static func letter(of visibility: Visibility) -> String {
        switch visibility {
        case .exposed: "Y"
        case .hidden: "N"
        case .partly: "C"
        case .legitimate: "A"
        }
    }
}
