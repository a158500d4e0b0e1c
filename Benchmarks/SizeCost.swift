import CMS
import MIME
import SMIMEBody

/// The cost of documents of several sizes beside their floor, to see that no step is quadratic.
enum SizeCost {
    private static let limit = 1.5

    /// Prints both directions for each document; returns whether all are within the limit.
    static func measure() throws -> Bool {
        print(
            "\nlarger documents, P-256; floor = the primitives, one expat pass and one copy; microseconds\n")
        print(row("document", "floor", "smime", "ratio", "at most"))
        var isWithin = true
        for (name, document) in documents {
            let lab = try Lab(key: .p256)
            let entity = MIMEEntity(headerFields: lab.entity.headerFields, body: document)
            let protected = try lab.protector.protect(entity, signingTime: lab.instant)
            guard try lab.opener.open(protected, in: lab.context).entity == entity else { failed(name) }
            let floor = Floor(
                .p256, document: document, verifications: 1, signed: entity.octets.count,
                encrypted: protected.body.count)
            let copy = Primitive.copy(octets: document.count)
            var watch = Stopwatch()
            watch.add("protect floor") {
                floor.protect()
                copy()
            }
            watch.add("protect") { _ = try? lab.protector.protect(entity, signingTime: lab.instant) }
            watch.add("open floor") {
                floor.open()
                copy()
            }
            watch.add("open") { _ = try? lab.opener.open(protected, in: lab.context) }
            let taken = watch.run(rounds: 20, millisecondsPerRound: 10)
            for direction in ["protect", "open"] {
                guard let bare = taken["\(direction) floor"], let ours = taken[direction] else { continue }
                isWithin =
                    printRatio("\(name), \(direction)", bare, ours, limit: limit) && isWithin
            }
        }
        return isWithin
    }

    /// Runs one case as often as the arguments say, for a profiler: `size 2 1 1000` opens the third document
    /// a thousand times; 0 in place of 1 protects it.
    static func repeatCase() throws {
        let numbers = CommandLine.arguments.dropFirst(2).compactMap { Int($0) }
        let documents = documents
        guard numbers.count == 3, documents.indices.contains(numbers[0]), (0...1).contains(numbers[1])
        else { failed("usage: size DOCUMENT DIRECTION TIMES") }
        let lab = try Lab(key: .p256)
        let entity = MIMEEntity(headerFields: lab.entity.headerFields, body: documents[numbers[0]].1)
        let protected = try lab.protector.protect(entity, signingTime: lab.instant)
        for _ in 0..<numbers[2] {
            if numbers[1] == 0 {
                _ = try lab.protector.protect(entity, signingTime: lab.instant)
            } else {
                _ = try lab.opener.open(protected, in: lab.context)
            }
        }
    }

    private static var documents: [(String, [UInt8])] {
        let head = "<presence xmlns=\"urn:ietf:params:xml:ns:pidf\" entity=\"sip:alice@example.test\">"
        let tuple = "<status><basic>open</basic></status><note>In a meeting.</note></tuple>"
        func tuples(_ octets: Int) -> [UInt8] {
            var text = head
            var number = 0
            while text.utf8.count < octets - 200 {
                text += "<tuple id=\"t\(number)\">" + tuple
                number += 1
            }
            return Array((text + "</presence>").utf8)
        }
        let start = head + "<tuple id=\"t\"><status><basic>open</basic></status><note>"
        let end = "</note></tuple></presence>"
        let note = String(repeating: "x", count: 1_000_000 - start.utf8.count - end.utf8.count)
        return [
            ("1 KB of tuples", tuples(1_024)), ("10 KB of tuples", tuples(10_240)),
            ("100 KB of tuples", tuples(102_400)),
            ("1,000,000 octets, one note", Array((start + note + end).utf8)),
        ]
    }
}
