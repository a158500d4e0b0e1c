import TestSupport
import Testing

@testable import CertStore

@Suite("The numbers of rows by address")
struct RowNumberTests {
    private func first(_ uri: String) -> Int64 { RowNumbers(ofURI: uri).first }

    @Test("are the same for every scheme of one address, and not for another user or domain")
    func addresses() {
        let alice = first("sip:alice@example.test")
        for uri in ["sips:alice@example.test", "pres:alice@example.test", "im:alice@example.test"] {
            #expect(first(uri) == alice, "\(uri)")
        }
        for uri in [
            "sip:Alice@example.test", "sip:alice@example.org", "sip:alice", "sip:bob@example.test",
            "alice@example.test", "sip:alice@example.test;user=phone", "tel:alice@example.test:5061",
        ] {
            #expect(first(uri) != alice, "\(uri)")
        }
    }

    @Test(
        "are in the order of the last four digits of the user, and the digits before them belong to the name")
    func digits() {
        let zero = first("sip:user0@x")
        for number in [1, 9, 42, 999, 9999] {
            #expect(first("sip:user\(number)@x") - zero == Int64(number) << 8, "\(number)")
        }
        #expect(first("sip:user12345@x") - first("sip:user10000@x") == 2345 << 8)
        #expect(first("sip:user12345@x") != first("sip:user2345@x"))
        #expect(first("sip:user22345@x") - first("sip:user12345@x") != 10_000 << 8)
        #expect(first("sip:user7@x1") != first("sip:user7@x2"))
        #expect(first("tel:+15550102") - first("tel:+15550100") == 2 << 8)
        // Leading zeros are digits like others, so that two addresses may have the same numbers.
        #expect(first("sip:user@x") == zero && first("sip:user007@x") == first("sip:user7@x"))
    }

    @Test("are 256, of which the first and the last belong to the address")
    func bounds() {
        let numbers = RowNumbers(ofURI: "sip:alice@example.test")
        #expect(numbers.last - numbers.first == 255)
        for (row, isContained) in [
            (numbers.first - 1, false), (numbers.first, true), (numbers.last, true),
            (numbers.last + 1, false),
        ] {
            #expect(numbers.contains(row) == isContained, "\(row)")
        }
        #expect(numbers != RowNumbers(ofURI: "sip:bob@example.test"))
    }

    @Test("are between 0 and 2 to the power of 47, for any octets, so that SQLite stores them in six")
    func range() {
        var generator = SeededGenerator(seed: 47)
        let alphabet = Array("sip:@0129;é".utf8)
        for count in 0..<300 {
            let uri = String(decoding: generator.octets(count % 30, of: alphabet), as: UTF8.self)
            let numbers = RowNumbers(ofURI: uri)
            #expect(numbers.first >= 0 && numbers.last < 1 << 47, "\(uri)")
            #expect(numbers.first % 256 == 0)
        }
    }

    @Test("cluster a row under its address unless the URI could not be found in a list of URIs")
    func clustered() {
        for (uri, isClustered) in [
            ("sip:a@x", true), ("x", true), ("", false), ("sip:a @x", false), (" ", false),
        ] {
            let name = FiledName(uri: uri)
            #expect(name.isClustered(name.numbers.first) == isClustered, "\(uri)")
            #expect(name.isClustered(name.numbers.last) == isClustered, "\(uri)")
            #expect(!name.isClustered(name.numbers.last + 1))
        }
    }

    @Test("a list of URIs has a URI if one of its words has the same octets")
    func listed() {
        let name = FiledName(uri: "sip:a@x")
        for list in ["sip:a@x", "sip:b@x sip:a@x", "sip:a@x sip:b@x"] {
            #expect(name.isListed(in: list), "\(list)")
        }
        for list in ["", "sip:a@xy", "xsip:a@x", "sip:a @x", "SIP:A@X"] {
            #expect(!name.isListed(in: list), "\(list)")
        }
        #expect(!FiledName(uri: "sip:e\u{301}@x").isListed(in: "sip:\u{E9}@x"))
    }
}
