import TestSupport
import Testing
import XML

/// Reads another document at each start of an element.
private final class NestedReader: XMLHandler {
    let vocabulary = XMLVocabulary.empty
    let readsText = false
    private let inner: [UInt8]
    private let limits: XMLLimits
    private(set) var errors: [XMLError?] = []

    init(of inner: [UInt8], limits: XMLLimits) { (self.inner, self.limits) = (inner, limits) }

    func start(_ tag: borrowing XMLStartTag) -> Bool {
        do throws(XMLError) {
            _ = try XMLElement.read(inner, limits: limits)
            errors.append(nil)
        } catch {
            errors.append(error)
        }
        return true
    }

    func text(_ octets: Span<UInt8>) -> Bool { true }

    func end(at place: borrowing XMLPlace) -> Bool { true }
}

@Suite("Memory for documents")
struct XMLMemoryTests {
    /// The limits of presence documents.
    private static let standard = XMLLimits(octets: 1 << 20, depth: 64, elements: 1 << 14, attributes: 64)

    /// The same limits, with other values for what a test is about.
    private static func limits(
        namespaceOctets: Int = 1024, memory: Int = 1 << 19, memoryPerOctet: Int = 8
    ) -> XMLLimits {
        XMLLimits(
            octets: 1 << 20, depth: 64, elements: 1 << 14, attributes: 64, namespaceOctets: namespaceOctets,
            memory: memory, memoryPerOctet: memoryPerOctet)
    }

    /// A name of `count` octets.
    private static func name(_ count: Int) -> String { String(repeating: "u", count: count) }

    /// One element that declares a prefix, with attributes under it.
    private static func tag(namespace: Int, attributes: Int, content: String = "") -> String {
        let list = (0..<attributes).map { " p:a\($0)=''" }.joined()
        return "<p:a xmlns:p='\(name(namespace))'\(list)>\(content)</p:a>"
    }

    private static func read(_ text: String, limits: XMLLimits = standard) throws(XMLError) -> XMLElement {
        try XMLElement.read(Array(text.utf8), limits: limits)
    }

    @Test(
        "a document that expands to more than its share of memory is refused",
        arguments: [
            // 92,905 octets take 303 MB without a limit.
            tag(namespace: 50_000, attributes: 4_000),
            tag(namespace: 1_024, attributes: 40_000),
            tag(namespace: 100, attributes: 80_000),
            "<a" + (0..<60_000).map { " xmlns:a\($0)='u'" }.joined() + "/>",
            (0..<50).map { level in "<a" + (0..<1_000).map { " xmlns:b\(level)x\($0)='u'" }.joined() + ">" }
                .joined(),
        ])
    func expansion(text: String) {
        let limit = 1 << 19 + 8 * text.utf8.count
        #expect(text.utf8.count <= 1 << 20)
        #expect(throws: XMLError.tooMuchMemory(limit: limit)) {
            try Self.read(text, limits: Self.limits(namespaceOctets: .max))
        }
    }

    @Test("the name of a namespace has 1,024 octets at most, whatever is declared with it")
    func namespaceOctets() throws {
        for (start, end) in [("<a xmlns='", "'/>"), ("<p:a xmlns:p='", "'/>"), ("<a xmlns:p='", "'/>")] {
            _ = try Self.read(start + Self.name(1_024) + end)
            _ = try Self.read(start + String(repeating: "é", count: 512) + end)
            for long in [Self.name(1_025), String(repeating: "é", count: 512) + "u", Self.name(50_000)] {
                #expect(throws: XMLError.namespaceTooLong(limit: 1_024)) { try Self.read(start + long + end) }
            }
        }
        #expect(throws: XMLError.namespaceTooLong(limit: 3)) {
            try Self.read("<a xmlns='urn:'/>", limits: Self.limits(namespaceOctets: 3))
        }
        #expect(throws: Never.self) { try Self.read("<a xmlns='urn'><b xmlns=''/></a>") }
    }

    @Test("a long name of a namespace ends the reading at its declaration, not at the elements in it")
    func elements() {
        let text = "<a>" + Self.tag(namespace: 2_000, attributes: 0, content: "<p:a/><<< this is not XML")
        let reader = NestedReader(of: Array("<a/>".utf8), limits: Self.limits())
        #expect(throws: XMLError.namespaceTooLong(limit: 1_024)) {
            try reader.read(Array(text.utf8), limits: Self.limits())
        }
        #expect(reader.errors == [nil])
        // What is wrong with the tag counts first: expat expands its attributes after the declaration.
        #expect(throws: XMLError.namespaceTooLong(limit: 1_024)) {
            try Self.read(Self.tag(namespace: 50_000, attributes: 4_000))
        }
    }

    @Test("a document at the other limits has memory enough")
    func enough() throws {
        let value = try Self.read("<a b='\(Self.name((1 << 20) - 9))'/>")
        #expect(value.attributes["b"]?.utf8.count == 1_048_567)
        let names = (1..<16_384).map { "<b\(String($0, radix: 36))/>" }.joined()
        #expect(try Self.read("<a>\(names)</a>").children.count == 16_383)
        var nested = ""
        for _ in 0..<64 { nested = Self.tag(namespace: 1_024, attributes: 64, content: nested) }
        #expect(try Self.read(nested).foreignAttributes.count == 64)
        let long = Self.name(500_000)
        #expect(try Self.read("<\(long)/>").name.local == long)
    }

    @Test(
        "a published document takes less than twice its size and 16 KiB",
        arguments: try Vectors.names(in: "presence", ending: ".xml"))
    func published(name: String) throws {
        let octets = try Vectors.octets("presence/\(name)")
        do throws(XMLError) {
            _ = try XMLElement.read(octets, limits: Self.limits(memory: 1 << 14, memoryPerOctet: 2))
        } catch {
            // Prose of RFC 4480, in which the names of elements stand like tags that never end.
            #expect(name == "rfc4480_01_presence.xml" && error == .tooDeep(limit: 64), "\(error)")
        }
    }

    @Test(
        "a document is refused if any allocation fails, and otherwise read as ever",
        arguments: [
            "<?xml version='1.0' encoding='UTF-8'?><a/>",
            tag(namespace: 90, attributes: 20, content: "t&amp;<![CDATA[u]]><!-- c --><?p i?>"),
            (0..<20).map { "<p\($0):a xmlns:p\($0)='urn:\($0)' b='\(name(80 * $0))'>" }.joined()
                + (0..<20).map { "</p\(19 - $0):a>" }.joined(),
            "<\(name(3_000))>\(name(3_000))<b xmlns='\(name(900))'/></\(name(3_000))>",
        ])
    func everyAllocation(text: String) throws {
        let expected = try Self.read(text)
        for octets in [Array(text.utf8), text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }]
        where octets[0] != 0 || !text.hasPrefix("<?xml") {
            var refusals = 0
            for memory in stride(from: -16, to: 1 << 17, by: 40) {
                do throws(XMLError) {
                    let read = try XMLElement.read(
                        octets, limits: Self.limits(memory: memory, memoryPerOctet: 0))
                    #expect((read.name, read.text) == (expected.name, expected.text))
                    #expect((read.attributes, read.children) == (expected.attributes, expected.children))
                    #expect(Set(read.foreignAttributes) == Set(expected.foreignAttributes))
                    break
                } catch {
                    #expect(error == .tooMuchMemory(limit: memory))
                    refusals += 1
                }
            }
            // More than the parser itself takes, less than the whole range.
            #expect((100...2_000).contains(refusals))
        }
    }

    @Test("a document that is read within an event of another has memory of its own")
    func nested() throws {
        let large = Array(Self.tag(namespace: 1_000, attributes: 60).utf8)
        let reader = NestedReader(of: large, limits: Self.limits(memory: 50_000, memoryPerOctet: 0))
        let outer = Self.tag(namespace: 1_000, attributes: 60, content: "<p:b/><p:b/>")
        _ = try reader.read(Array(outer.utf8), limits: Self.limits())
        #expect(reader.errors == Array(repeating: .tooMuchMemory(limit: 50_000), count: 3))
        let unlimited = NestedReader(of: large, limits: Self.limits())
        #expect(throws: XMLError.tooMuchMemory(limit: 50_000)) {
            try unlimited.read(
                Array(("<a>" + outer + "</a>").utf8), limits: Self.limits(memory: 50_000, memoryPerOctet: 0))
        }
        #expect(unlimited.errors == [nil])
    }

    @Test("threads that read at the same time have their own limits")
    func threads() async {
        let octets = Array(Self.tag(namespace: 1_000, attributes: 60).utf8)
        let results = await withTaskGroup(of: (Int, XMLError?).self) { group in
            for number in 0..<64 {
                group.addTask {
                    let memory = number.isMultiple(of: 2) ? 1 << 19 : 40_000 + number
                    do throws(XMLError) {
                        for _ in 0..<20 {
                            _ = try XMLElement.read(
                                octets, limits: Self.limits(memory: memory, memoryPerOctet: 0))
                        }
                        return (number, nil)
                    } catch {
                        return (number, error)
                    }
                }
            }
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        for number in 0..<64 {
            let error: XMLError? =
                number.isMultiple(of: 2) ? nil : .tooMuchMemory(limit: 40_000 + number)
            #expect(results[number] == error, "\(number)")
        }
    }

    @Test("limits that exceed every number are no limits")
    func overflow() throws {
        for (memory, memoryPerOctet) in [(Int.max, 0), (.max, .max), (0, .max)] {
            _ = try Self.read("<a/>", limits: Self.limits(memory: memory, memoryPerOctet: memoryPerOctet))
        }
        _ = try Self.read("<a xmlns='u'/>", limits: Self.limits(namespaceOctets: .max))
    }
}
