import Testing

@testable import MIME

/// Octets that count how often one of them is read.
private struct CountedOctets: RandomAccessCollection {
    final class Counter { var reads = 0 }
    let octets: [UInt8]
    let counter = Counter()
    var startIndex: Int { 0 }
    var endIndex: Int { octets.count }
    subscript(index: Int) -> UInt8 {
        counter.reads += 1
        return octets[index]
    }
}

@Suite("DelimiterScanner")
struct DelimiterScannerTests {
    static let boundary = String(repeating: "-", count: 69) + "x"

    @Test(
        "reads each octet at most twice, for every boundary and body",
        arguments: [
            String(repeating: "-", count: 50_000), String(repeating: "-\n", count: 25_000),
            String(repeating: String(repeating: "-", count: 71) + "\n", count: 700),
            String(repeating: "\n", count: 50_000), String(repeating: "\r", count: 50_000),
            String(repeating: "-", count: 71) + String(repeating: "x", count: 50_000),
        ])
    func linear(body: String) throws {
        let octets = CountedOctets(octets: Array(body.utf8))
        let found = try? DelimiterScanner(body: octets, boundary: Self.boundary).delimiter(from: 0)
        #expect(found == nil)
        #expect(octets.counter.reads <= 2 * octets.count)
        #expect(octets.counter.reads > 0)
    }
}
