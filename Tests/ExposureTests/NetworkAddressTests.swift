import Exposure
import SIPMessage
import TestSupport
import Testing

@Suite("Numeric addresses")
struct NetworkAddressTests {
    private func found(_ message: SIPMessage) -> DerivedFinding? {
        ExposureReport.of(message, layers: []).derived.first { $0.kind == .networkAddress }
    }

    private func found(callIDHost host: String) throws -> DerivedFinding? {
        found(try ExampleMessage.request("MESSAGE", to: "sip:alice@example.com", callID: "1@\(host)"))
    }

    @Test(
        "addresses that have a meaning inside one network only lead to no place (RFC 6890, RFC 4193, RFC 4291)",
        arguments: [
            "10.0.0.1", "10.255.255.255", "127.0.0.1", "192.168.0.1", "169.254.1.1", "172.16.0.1",
            "172.31.255.255", "100.64.0.1", "100.127.255.255", "fc00::1", "fdff:1::1", "fe80::1", "febf::1",
            "::1", "FD00::1",
        ])
    func inside(address: String) throws {
        let finding = try #require(try found(callIDHost: address))
        #expect(finding.severity == .medium && finding.value == address)
        #expect(finding.detail.contains("private") && finding.fields == ["Call-ID;host part"])
    }

    @Test(
        "the neighbours of the private blocks lead to a place",
        arguments: [
            "9.255.255.255", "11.0.0.0", "126.0.0.1", "128.0.0.1", "192.167.1.1", "192.169.1.1",
            "169.253.1.1",
            "169.255.1.1", "172.15.255.255", "172.32.0.0", "100.63.255.255", "100.128.0.0", "198.51.100.1",
            "2001:db8::1", "2003::fd00", "fec0::1", "fbff::1", "fe7f::1", "fc::1", "fe8::1",
        ])
    func outside(address: String) throws {
        let finding = try #require(try found(callIDHost: address))
        #expect(finding.severity == .high && finding.value == address)
        #expect(finding.detail.contains("access network") && finding.observers == Observer.allCases)
    }

    @Test(
        "names, numbers and times of day are no addresses (RFC 3986 §3.2.2, RFC 4291 §2.2)",
        arguments: [
            "example.com", "1.2.3", "1.2.3.4.5", "256.1.1.1", "1.2.3.x", "1..2.3", "1.2.3.", "12:34:56",
            "1::2::3", ":::", "12345::1", "1:2:3:4:5:6:7:8:9", "::1.2.3", "fe80",
        ])
    func noAddress(host: String) throws {
        #expect(try found(callIDHost: host) == nil)
    }

    @Test(
        "the host in Via is read in each form of its grammar (RFC 3261 §20.42, §25.1)",
        arguments: [
            "SIP/2.0/UDP 198.51.100.7;branch=z9hG4bK1", "SIP/2.0/UDP 198.51.100.7:5060;branch=z9hG4bK1",
            "SIP / 2.0 / UDP 198.51.100.7: 4000;ttl=16 ;branch=z9hG4bK1",
            "SIP/2.0/UDP  198.51.100.7 : 5060 ;branch=z9hG4bK1",
            "SIP/2.0/TLS-SCTP\t198.51.100.7;branch=z9hG4bK1",
        ])
    func sentBy(via: String) throws {
        let finding = try #require(found(try ExampleMessage.publish(others: ["Via: \(via)"])))
        #expect(finding.value == "198.51.100.7" && finding.fields == ["Via"])
    }

    @Test(
        "an address is found in each of these places, IPv6 without its brackets",
        arguments: [
            ("Via", "Via: SIP/2.0/UDP [2001:db8::7]:5060;branch=z9hG4bK2", "2001:db8::7"),
            ("Via", "Via: SIP/2.0/UDP [2001:db8::7] : 5060;branch=z9hG4bK2", "2001:db8::7"),
            ("Via;received / rport", "Via: SIP/2.0/UDP h.example.net;received=198.51.100.7", "198.51.100.7"),
            ("Contact", "Contact: <sip:bob@198.51.100.7:5070;transport=tcp>", "198.51.100.7"),
            ("Contact", "Contact: sip:bob@[2001:db8::7]", "2001:db8::7"),
            ("Route", "Route: <sip:h.example.net;lr>, <sip:198.51.100.7;lr>", "198.51.100.7"),
            ("Record-Route", "Record-Route: <sip:198.51.100.7;lr>", "198.51.100.7"),
            ("Path", "Path: <sip:198.51.100.7;lr>", "198.51.100.7"),
            ("Service-Route", "Service-Route: <sip:orig@198.51.100.7;lr>", "198.51.100.7"),
        ])
    func places(field: String, line: String, address: String) throws {
        let message = try ExampleMessage.request("MESSAGE", to: "sip:alice@example.com", others: [line])
        let finding = try #require(found(message))
        #expect(finding.value == address && finding.fields == [field])
    }

    @Test("the Request-URI is named first, an address once, and more than twelve only counted")
    func list() throws {
        let hops = (1...15).map { "Record-Route: <sip:198.51.100.\($0);lr>" }
        let message = try ExampleMessage.request(
            "NOTIFY", to: "sip:bob@198.51.100.3", others: hops + ["Contact: <sip:198.51.100.3>"])
        let finding = try #require(found(message))
        #expect(finding.value.hasPrefix("198.51.100.3, 198.51.100.1, 198.51.100.2, 198.51.100.4,"))
        #expect(finding.value.hasSuffix("198.51.100.12, and 3 more"))
        #expect(finding.fields == ["(Request-URI)", "Record-Route"])
    }

    @Test("one public address among private ones decides")
    func mixed() throws {
        let message = try ExampleMessage.subscribe(
            contact: "<sip:10.0.0.1>", others: ["Record-Route: <sip:198.51.100.9;lr>"])
        #expect(found(message)?.severity == .high)
        #expect(found(try ExampleMessage.request("MESSAGE", to: "sip:alice@example.com")) == nil)
    }
}
