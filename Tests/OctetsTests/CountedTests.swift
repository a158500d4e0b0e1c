import Octets
import Testing

@Suite("Counts in words")
struct CountedTests {
    @Test("one thing is singular, every other number plural, with an s or as given")
    func plurals() {
        #expect(
            [0, 1, 2].map { counted($0, "certificate") } == [
                "0 certificates", "1 certificate", "2 certificates",
            ])
        #expect([1, 3].map { counted($0, "address", "addresses") } == ["1 address", "3 addresses"])
    }
}
