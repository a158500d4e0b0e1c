import PIDF
import TestSupport
import Testing

@Suite("Lists of departures from RFC 3863")
struct PIDFNonconformitiesTests {
    private func listing(_ numbers: some Sequence<Int>) -> PIDFNonconformities {
        var found = PIDFNonconformities()
        for number in numbers { found.insert(.invalidBasic("\(number)")) }
        return found
    }

    @Test("an empty list is empty and has an empty description")
    func empty() {
        #expect(listing([]).isEmpty && listing([]).description.isEmpty)
        #expect(!listing([1]).isEmpty)
    }

    @Test("each departure is listed once, in the order of its first occurrence")
    func once() {
        #expect(listing([3, 1, 3, 2, 1]).listed == [3, 1, 2].map { .invalidBasic("\($0)") })
        #expect(listing([3, 1, 3]).unlistedCount == 0)
    }

    @Test("64 departures are listed, and each further one that is not listed is counted")
    func limit() {
        #expect(listing(0..<64).listed.count == 64 && listing(0..<64).unlistedCount == 0)
        let beyond = listing(0..<65)
        #expect(beyond.listed == listing(0..<64).listed && beyond.unlistedCount == 1)
        #expect(listing(Array(0..<70) + Array(0..<70)).unlistedCount == 12)
    }

    @Test("a union adds the departures of the other list, and the number of its unlisted ones")
    func union() {
        var found = listing([1, 2])
        found.formUnion(listing([2, 3]))
        #expect(found == listing([1, 2, 3]))
        found.formUnion(listing(0..<66))
        #expect(found.listed.count == 64)
        // 0 and 4 to 63 fill the list; the other list had two that it did not list.
        #expect(found.unlistedCount == 2)
        found.formUnion(listing(200..<203))
        #expect(found.listed.count == 64 && found.unlistedCount == 5)
    }

    @Test("a union of random lists has the same departures in either order, unless it exceeds the limit")
    func commutes() {
        var generator = SeededGenerator(seed: 3863)
        for _ in 0..<100 {
            let lists = (0..<2).map { _ in
                listing((0..<20).map { _ in Int.random(in: 0..<30, using: &generator) })
            }
            var (left, right) = (lists[0], lists[1])
            left.formUnion(lists[1])
            right.formUnion(lists[0])
            #expect(Set(left.listed) == Set(right.listed))
            #expect(left.listed.count == Set(left.listed).count && left.unlistedCount == 0)
            var again = left
            again.formUnion(lists[0])
            #expect(again == left)
        }
    }

    @Test("the description separates departures by semicolons and ends with the number of unlisted ones")
    func description() {
        #expect(
            listing([1, 2]).description
                == "basic is '1', neither open nor closed; basic is '2', neither open nor closed")
        #expect(listing(0..<65).description.hasSuffix("'63', neither open nor closed; and 1 more"))
        #expect(!listing(0..<64).description.contains("more"))
    }
}
