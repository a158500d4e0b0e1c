import Exposure
import SIPMessage
import TestSupport
import Testing

@Suite("Observers along the path")
struct ObserverTests {
    private static let access: [Observer] = [.accessEavesdropper, .pCSCF, .visitedNetwork]
    private static let registration = access + [.sCSCF]
    private static let home = registration + [.presenceServer]
    private static let trusted: [Observer] = [.pCSCF, .visitedNetwork, .sCSCF, .presenceServer]
    private static let later: [Observer] = [.sCSCF, .presenceServer, .farSide]

    private static let readers: [(field: String, value: String, readers: [Observer])] = [
        // RFC 3325 §5: the proxy replaces it by an assertion.
        ("P-Preferred-Identity", "<sip:bob@example.net>", access),
        // RFC 3329 §2.3: agreed between the terminal and its first hop, which removes them.
        ("Security-Client", "digest", access), ("Security-Server", "digest", access),
        ("Security-Verify", "digest", access),
        // RFC 3327 §5, RFC 3608 §6: between the terminal and its registrar.
        ("Path", "<sip:p.example.com;lr>", registration),
        ("Service-Route", "<sip:s.example.com;lr>", registration),
        // RFC 7315 §4.1: the registrar writes it into the response to a REGISTER.
        ("P-Associated-URI", "<sip:b2@example.net>", registration),
        // RFC 7315 §6.4: removed before the message leaves the trust domain.
        ("P-Access-Network-Info", "IEEE-802.11", home), ("Authorization", "Digest username=\"b\"", home),
        ("Proxy-Authorization", "Digest username=\"b\"", home),
        // RFC 3325 §7, RFC 7315, RFC 5502 §7: added by servers, removed at the border.
        ("P-Asserted-Identity", "<sip:bob@example.net>", trusted),
        ("P-Served-User", "<sip:bob@example.net>", trusted),
        ("P-Charging-Vector", "icid-value=1", trusted), ("P-Visited-Network-ID", "\"visited\"", trusted),
        ("P-User-Database", "<aaa://h.example.com>", trusted),
        ("P-Profile-Key", "<sip:g@example.com>", trusted),
        ("P-Charging-Function-Addresses", "ccf=192.0.2.1", trusted),
        // RFC 8224 §4: the domain of the sender adds it, after the access leg.
        ("Identity", "x;info=<https://example.net>", later),
        ("Identity-Info", "<https://example.net>", later),
        // RFC 3261 §23.4.1: fields of the two ends.
        ("Subject", "lunch", Observer.allCases), ("User-Agent", "a/1", Observer.allCases),
        ("Call-Info", "<http://example.net/a.png>", Observer.allCases),
        ("Referred-By", "<sip:carol@example.org>", Observer.allCases),
        ("Geolocation", "<cid:1@example.net>", Observer.allCases),
    ]

    @Test("each field is read as far as the element that removes it", arguments: readers)
    func reach(field: String, value: String, readers: [Observer]) throws {
        let message = try ExampleMessage.subscribe(others: ["\(field): \(value)"])
        let finding = try #require(ExposureReport.of(message, layers: []).finding(field))
        #expect(finding.observers == readers && finding.known && finding.value == value)
    }

    @Test("an eavesdropper on the access leg reads no field that only servers exchange")
    func eavesdropper() throws {
        let names = Self.readers.filter { !$0.readers.contains(.accessEavesdropper) }.map(\.field)
        let message = try ExampleMessage.subscribe(others: Self.readers.map { "\($0.field): \($0.value)" })
        let report = ExposureReport.of(message, layers: [])
        let beyond = report.headers.filter { !$0.observers.contains(.accessEavesdropper) }.map(\.name)
        #expect(Set(beyond) == Set(names) && names.count == 9)
    }

    @Test(
        "a part of a field is read as far as the field, and not further",
        arguments: ["Authorization;username", "Authorization;uri"])
    func parts(name: String) throws {
        let message = try ExampleMessage.subscribe(
            others: ["Authorization: Digest username=\"bob\", realm=\"r\", uri=\"sip:example.com\""])
        let report = ExposureReport.of(message, layers: [])
        let part = try #require(report.finding(name))
        #expect(part.observers == report.finding("Authorization")?.observers)
        #expect(!part.observers.contains(.farSide))
    }

    @Test("the observers are in the order of the path, in each reach, and a reach has each once")
    func order() {
        let reaches: [Reach] = [.accessLeg, .registration, .home, .trustDomain, .betweenDomains, .endToEnd]
        for reach in reaches {
            #expect(reach.observers == Observer.allCases.filter(reach.observers.contains), "\(reach)")
        }
        #expect(Observer.allCases.first == .accessEavesdropper && Observer.allCases.last == .farSide)
        #expect(reaches.filter { $0.observers.contains(.farSide) } == [.betweenDomains, .endToEnd])
        #expect(reaches.filter { $0.observers.contains(.presenceServer) }.count == 4)
    }
}

@Suite("The order of severities")
struct SeverityTests {
    @Test("a severity is lower than each that reveals more, and not than itself")
    func order() {
        let ascending: [Severity] = [.info, .low, .medium, .high, .critical]
        for (left, lower) in ascending.enumerated() {
            for (right, higher) in ascending.enumerated() {
                #expect((lower < higher) == (left < right), "\(lower) \(higher)")
            }
        }
        #expect(Severity.allCases.sorted() == ascending && Severity.allCases.max() == .critical)
    }

    @Test(
        "the names from a severity on are those of it and above, conclusions last",
        arguments: [
            (Severity.critical, ["(Request-URI)", "From", "To"]), (.high, ["Via", "Contact"]),
            (.medium, ["(Method)", "Call-ID", "Event"]), (.low, ["From;tag / To;tag", "CSeq"]),
        ])
    func names(severity: Severity, least: [String]) throws {
        let report = ExposureReport.of(try ExampleMessage.subscribe(), layers: [])
        let names = report.names(from: severity)
        let findings = report.headers.filter { $0.severity >= severity }
        #expect(names.starts(with: findings.map(\.name)))
        #expect(names.contains("relation") && names.contains("From"))
        #expect(names.contains("Via") == (severity < .critical))
        #expect(names.contains("network-address") == (severity < .critical))
        #expect(findings.suffix(least.count).map(\.name) == least)
        #expect(report.worst == .critical)
    }
}
