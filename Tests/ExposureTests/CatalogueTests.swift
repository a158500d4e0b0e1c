import Exposure
import SIPMessage
import Testing

@Suite("The catalogue")
struct CatalogueTests {
    static let facts = catalogueFacts.split(separator: "\n").map {
        $0.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
    }

    @Test("has the 118 places, each once")
    func complete() {
        #expect(Self.facts.count == 118)
        #expect(Set(Catalogue.rows.map(\.name)) == Set(Self.facts.map { $0[0] }))
        #expect(Catalogue.rows.count == 118)
    }

    @Test("has prose for the fields in SIP's table of facts, with its names and compact forms")
    func fields() {
        // Rare in presence, and two that are signed with a body and are in no message.
        let without: Set = [
            "Accept-Resource-Priority", "Recv-Info", "Intended-Recipient", "Intended-Message",
        ]
        let rows = Catalogue.rows.filter { $0.kind == .header }
        #expect(Set(rows.map(\.name)) == Set(HeaderName.listed.map(\.longForm)).subtracting(without))
        for row in rows { #expect(row.compactName == HeaderName(row.name).facts.compactForm, "\(row.name)") }
    }

    @Test("rates each place as the facts do", arguments: facts)
    func ratings(fact: [String]) throws {
        let row = try #require(Catalogue.row(named: fact[0]))
        #expect(row.kind.rawValue == fact[1])
        #expect(row.compactName ?? "" == fact[2])
        #expect(row.hideable.rawValue == fact[3])
        #expect(row.severity.rawValue == fact[4])
    }

    @Test("has every sentence for each place", arguments: Catalogue.rows)
    func sentences(row: CatalogueRow) {
        let sentences = [row.reveals, row.userAgent, row.residual, row.severityReason, row.mitigation]
        for sentence in sentences {
            #expect(sentence.count > 8, "\(row.name)")
            #expect(sentence.hasSuffix("."), "\(row.name): \(sentence)")
        }
        #expect(row.source.contains("RFC") || row.source.contains("TS "))
        #expect(!row.information.isEmpty)
        #expect(!row.observers.isEmpty)
    }

    @Test("determines observers by the element that removes a field")
    func observers() throws {
        #expect(Catalogue.row(named: "From")?.observers == Observer.allCases)
        #expect(
            Catalogue.row(named: "P-Preferred-Identity")?.observers == [
                .accessEavesdropper, .pCSCF, .visitedNetwork,
            ])
        let asserted = try #require(Catalogue.row(named: "P-Asserted-Identity"))
        #expect(!asserted.observers.contains(.accessEavesdropper))
        let access = try #require(Catalogue.row(named: "P-Access-Network-Info"))
        #expect(access.observers.contains(.presenceServer) && !access.observers.contains(.farSide))
    }
}
