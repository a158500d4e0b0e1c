import PIDF
import Testing

@Suite("Identifiers of tuples that are there twice")
struct TupleIdentifierTests {
    private func duplicates(_ identifiers: [String]) throws(PIDFError) -> [String] {
        let tuples = identifiers.map { "<tuple id='\($0)'><status/></tuple>" }.joined()
        let text = "<presence xmlns='urn:ietf:params:xml:ns:pidf' entity='sip:a@b'>\(tuples)</presence>"
        return try PresenceDocument.read(Array(text.utf8)).nonconformities.listed.compactMap {
            if case .duplicateTupleID(let id) = $0 { id } else { nil }
        }
    }

    @Test("are found whatever their length")
    func lengths() throws {
        for id in ["a", "abcdefg", "abcdefgh", "abcdefghi", String(repeating: "a", count: 1000)] {
            #expect(try duplicates(["b", id, "c", id]) == [id])
            #expect(try duplicates([id, id + "x", "x" + id, String(id.dropLast()) + "y"]).isEmpty)
        }
    }

    @Test("are found if they differ in octets only, before and after others")
    func equivalents() throws {
        let kelvin = "\u{212A}"
        #expect(try duplicates(["K", kelvin]) == ["K"])
        #expect(try duplicates(["x", "K", "é", kelvin]) == ["K"])
        #expect(try duplicates([kelvin, "K"]) == ["K"])
        #expect(try duplicates(["é", "a", "e\u{301}", "a"]) == ["é", "a"])
        #expect(try duplicates(["abcdefghK", "é", "abcdefgh\(kelvin)"]) == ["abcdefghK"])
    }

    @Test("are not seen in different ones, however many")
    func many() throws {
        #expect(try duplicates((0..<3000).map { "t\($0)" } + (0..<100).map { "é\($0)" }).isEmpty)
        #expect(try duplicates((0..<3000).map { "t\($0)" } + ["t7"]) == ["t7"])
    }
}
