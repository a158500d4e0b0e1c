import Exposure
import SIPMessage
import TestSupport
import Testing

@Suite("Parts of fields")
struct FieldPartTests {
    private func value(_ name: String, _ line: String) throws -> String? {
        let message = try ExampleMessage.request("MESSAGE", to: "sip:alice@example.com", others: [line])
        return ExposureReport.of(message, layers: []).finding(name)?.value
    }

    private static let uri = "Authorization;uri"
    private static let user = "Authorization;username"

    @Test(
        "a credential's user name is found anywhere in the list, in any case (RFC 3261 §20.7, RFC 7616 §3.4)",
        arguments: [
            ("Digest username=\"bob\", realm=\"r\"", "bob"), ("Digest realm=\"r\", username=\"bob\"", "bob"),
            ("digest realm=\"r\",USERNAME = \"bob\"", "bob"), ("Digest realm=\"r\",username=bob", "bob"),
            ("Digest realm=\"a, username=eve\", username=\"bob\"", "bob"),
            ("Digest realm=\"a\\\", username=eve\", username=\"bob\"", "bob"),
            ("Digest username*=UTF-8''J%C3%A4s, realm=\"r\"", "UTF-8''J%C3%A4s"),
            ("Digest username=\"\", realm=\"r\"", ""),
        ])
    func userName(credentials: String, name: String) throws {
        #expect(try value(Self.user, "Authorization: \(credentials)") == name)
    }

    @Test(
        "no user name is found in another parameter or without a value",
        arguments: [
            "Digest realm=\"username=bob\"", "Digest xusername=\"bob\"", "Digest username", "Bearer abc",
        ])
    func noUserName(credentials: String) throws {
        #expect(try value(Self.user, "Authorization: \(credentials)") == nil)
    }

    @Test(
        "the parts of Via are found in every hop, not in a quoted string",
        arguments: [
            ("Via;received / rport", "SIP/2.0/UDP h;rport=5272;received=198.51.100.7", "5272, 198.51.100.7"),
            ("Via;received / rport", "SIP/2.0/UDP h ; Received = 198.51.100.7 ", "198.51.100.7"),
            ("Via;received / rport", "SIP/2.0/UDP h;x=\";received=1\";rport=2", "2"),
            ("Via;branch", "SIP/2.0/UDP h;branch=b2, SIP/2.0/TCP i;branch=b3", "z9hG4bK1, b2, b3"),
            ("Via;sigcomp-id", "SIP/2.0/UDP h;sigcomp-id=\"<urn:uuid:1;2>\"", "<urn:uuid:1;2>"),
        ])
    func via(name: String, line: String, text: String) throws {
        #expect(try value(name, "Via: \(line)") == text)
    }

    @Test("an rport without a value asks only, and shows no port (RFC 3581 §3)")
    func emptyRport() throws {
        #expect(try value("Via;received / rport", "Via: SIP/2.0/UDP h;rport;branch=z9hG4bK2") == nil)
    }

    @Test(
        "feature tags are those of RFC 3840 §9, with or without value; others are no tags",
        arguments: [
            ("audio;video", "audio, video"), ("automata=\"FALSE\"", "automata=FALSE"),
            ("methods=\"INVITE,BYE\"", "methods=INVITE,BYE"), ("+g.oma.sip-im", "+g.oma.sip-im"),
            ("MOBILITY=\"mobile\"", "mobility=mobile"), ("isfocus;q=0.5;expires=60", "isfocus"),
        ])
    func featureTags(parameters: String, tags: String) throws {
        #expect(try value("Contact;feature-tags", "Contact: <sip:192.0.2.1>;\(parameters)") == tags)
    }

    @Test(
        "these parameters of a contact are no feature tags",
        arguments: [
            "q=0.5", "expires=60", "reg-id=1", "pub-gruu=\"sip:a@b\"", "+sip.instance=\"<urn:uuid:1>\"",
        ])
    func noFeatureTags(parameter: String) throws {
        #expect(try value("Contact;feature-tags", "Contact: <sip:192.0.2.1>;\(parameter)") == nil)
    }

    @Test("each contact's instance and GRUU is shown; a tag in the URI is none of the contact")
    func contacts() throws {
        let line = """
            Contact: <sip:a@example.net;gr=urn:uuid:1>;+sip.instance="<urn:uuid:1>",\
             <sip:b@example.net;gr=urn:uuid:2;audio>;+SIP.INSTANCE="<urn:uuid:2>"
            """
        #expect(try value("Contact;gr / temporary GRUU", line) == "urn:uuid:1, urn:uuid:2")
        #expect(try value("Contact;+sip.instance", line) == "<urn:uuid:1>, <urn:uuid:2>")
        #expect(try value("Contact;feature-tags", line) == nil)
    }

    @Test(
        "further parts",
        arguments: [
            ("Content-Type;boundary", "Content-Type: multipart/mixed; boundary=\"a;b\"", "a;b"),
            ("Event;id", "Event: presence;id=7", "7"), ("Event;id", "Event: presence ; ID = x7", "x7"),
            (
                "Subscription-State;reason", "Subscription-State: terminated;retry-after=9;reason=giveup",
                "giveup"
            ),
            (
                uri, "Authorization: Digest username=\"bob\", uri=\"sip:a,b@example.com\"",
                "sip:a,b@example.com"
            ),
        ])
    func further(name: String, line: String, text: String) throws {
        #expect(try value(name, line) == text)
    }

    @Test(
        "both tags of a dialog are shown, and a quoted display name without its quotes",
        arguments: [
            ("Bob <sip:bob@example.net>;tag=1", "Bob"),
            ("\"B. \\\"X\\\" <b>\" <sip:bob@example.net>;tag=1", nil),
            ("<sip:bob@example.net>;tag=1", nil), ("sip:bob@example.net;tag=1", nil),
            ("\"\" <sip:bob@example.net>;tag=1", nil),
        ])
    func from(field: String, name: String?) throws {
        let message = try ExampleMessage.request(
            "NOTIFY", to: "sip:a@example.com", from: field, toField: "<sip:a@example.com>;tag=22")
        let report = ExposureReport.of(message, layers: [])
        #expect(report.finding("From;tag / To;tag")?.value == "1, 22")
        if let name { #expect(report.finding("From;display-name")?.value == name) }
        #expect((report.finding("From;display-name") == nil) == (name == nil && !field.contains("X")))
    }

    @Test(
        "the host of a Call-ID is what follows the at sign (RFC 3261 §25.1: word [ \"@\" word ])",
        arguments: [("a@host.example.net", "host.example.net"), ("a@", ""), ("a", nil), ("@b", "b")])
    func callID(identifier: String, host: String?) throws {
        let octets = try ExampleMessage.request("MESSAGE", to: "sip:alice@example.com").octets
        let text = String(decoding: octets, as: UTF8.self).replacing(
            "Call-ID: 1", with: "Call-ID: \(identifier)")
        let report = ExposureReport.of(try UncheckedSIPMessage.read(Array(text.utf8)), layers: [])
        #expect(report.finding("Call-ID;host part")?.value == host)
    }
}
