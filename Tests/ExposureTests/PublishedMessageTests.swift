import Exposure
import SIPMessage
import TestSupport
import Testing

@Suite("Exposure of the RFCs' own messages")
struct PublishedMessageTests {
    private func report(_ path: String) throws -> ExposureReport {
        ExposureReport.of(try UncheckedSIPMessage.read(Vectors.octets(path)), layers: [])
    }

    /// Sender, target and relation in the examples of RFC 3856, RFC 3857 and RFC 3903.
    private static let flows: [(file: String, sender: [String], fields: [String])] = [
        ("rfc3856_01_SUBSCRIBE", ["watcher"], ["From", "(Request-URI)", "To", "Contact"]),
        ("rfc3903_01_SUBSCRIBE", ["watcher"], ["From", "(Request-URI)", "To", "Contact"]),
        ("rfc3903_03_PUBLISH", ["presentity"], []),
    ]

    @Test("a watcher's request shows the pair, and a publication does not", arguments: flows)
    func flow(file: String, sender: [String], fields: [String]) throws {
        let report = try report("sip-flows/\(file).txt")
        let relation = try #require(report.derived.first { $0.kind == .relation })
        #expect(report.finding("From")?.identifies == sender && Set(relation.fields) == Set(fields))
        #expect(report.relationReadable == !fields.isEmpty)
        #expect(report.finding("Event")?.value == "presence")
        #expect(report.finding("Call-ID;host part")?.severity == .medium)
        #expect(report.headers.allSatisfy { $0.known })
    }

    @Test("a NOTIFY of RFC 3856 shows the state of the subscription and the body of the presentity")
    func notify() throws {
        let report = try report("sip-flows/rfc3856_02_NOTIFY.txt")
        #expect(report.finding("Subscription-State")?.value == "active;expires=599")
        #expect(report.finding("From")?.identifies == ["presentity"])
        #expect(report.finding("(body)")?.severity == .critical)
        #expect(report.finding("From;tag / To;tag")?.value == "ffd2, xfg9")
    }

    @Test(
        "the torture test with every kind of blank is read as its grammar has it (RFC 4475 §3.1.1.1)")
    func blanks() throws {
        let report = try report("rfc4475/wsinv.dat")
        let found = try #require(report.derived.first { $0.kind == .networkAddress })
        #expect(found.value == "192.0.2.2, 192.168.255.111, 192.0.2.1" && found.severity == .high)
        #expect(report.finding("Via;branch")?.value == "390skdjuw, z9hG4bK9ikj8, z9hG4bK30239")
        #expect(report.finding("Via")?.lines == [12, 22])
        #expect(report.finding("Subject")?.severity == .info)
        #expect(
            report.headers.filter { !$0.known }.map(\.name) == [
                "NewFangledHeader", "UnknownHeaderWithUnusualValue",
            ])
    }

    @Test("every torture test that can be read at all gets a report with its fields (RFC 4475)")
    func torture() throws {
        var count = 0
        for name in try Vectors.names(in: "rfc4475", ending: ".dat") {
            guard let message = try? UncheckedSIPMessage.read(Vectors.octets("rfc4475/\(name)")) else {
                continue
            }
            let report = ExposureReport.of(message, layers: [])
            count += 1
            for field in message.headerFields {
                #expect(report.finding(field.headerName.longForm) != nil, "\(name)")
            }
            #expect(
                report.headers.allSatisfy { !$0.lines.isEmpty && ($0.lines.min() ?? 0) > 0 }, "\(name)")
        }
        #expect(count > 40)
    }
}
