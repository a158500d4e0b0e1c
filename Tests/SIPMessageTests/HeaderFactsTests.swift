import Testing

@testable import SIPMessage

@Suite("HeaderFacts")
struct HeaderFactsTests {
    private static let table = HeaderFacts.table

    private static func names(where holds: (HeaderFacts) -> Bool) -> [String] {
        table.filter(holds).map(\.name)
    }

    @Test("has each field once, and each compact form of the registry once")
    func unique() {
        #expect(Set(Self.table.map { $0.name.lowercased() }).count == Self.table.count)
        let compact = Self.table.compactMap(\.compactForm)
        #expect(compact.sorted().joined() == "abcdefijklmnorstuvxy")
        #expect(HeaderName.compactForms.count == 20 && HeaderName.compactForms["x"] == "Session-Expires")
    }

    @Test("is found by every spelling of each name", arguments: HeaderFacts.table)
    func lookup(facts: HeaderFacts) {
        for name in [facts.name, facts.name.lowercased(), facts.name.uppercased()] {
            #expect(HeaderName(name).facts == facts && HeaderName(name).longForm == facts.name)
            #expect(HeaderName(facts.name).matches(name))
        }
        guard let compactForm = facts.compactForm else { return }
        for name in [compactForm, compactForm.uppercased()] {
            #expect(HeaderName(name).facts == facts && HeaderName(facts.name).matches(name))
        }
        #expect(HeaderName(facts.name).isListed)
    }

    @Test(
        "is not found by a name that only resembles one",
        arguments: [
            "", "q", "@", "[", "{", "é", "Vi", "Viaa", "Fro\u{D6}", "from\u{301}", "\u{212A}",
            "P-Profile-\u{212A}ey", "C-Seq",
        ])
    func unlisted(name: String) {
        #expect(!HeaderName(name).isListed && HeaderName(name).longForm == name)
    }

    @Test("assumes for other fields the rules for extensions")
    func assumptions() {
        let assumed = ["Content-Own", "P-Own", "X-Own", "Own"].map { HeaderName($0).facts }
        #expect(assumed.map(\.role) == [.content, .hop, .endToEnd, .endToEnd])
        #expect(assumed.map(\.omission) == [.never, .never, .onRequest, .never])
        #expect(assumed.allSatisfy { $0.form == .undivided && $0.writer == .proxies && $0.binding == nil })
        #expect(
            HeaderName("CONTENT-OWN").facts.role == .content
                && HeaderName("x-OWN").facts.omission == .onRequest)
    }

    @Test("lists the fields that may appear once")
    func single() {
        #expect(
            Set(Self.names { $0.form == .single }) == [
                "Call-ID", "CSeq", "Content-Disposition", "Content-Length", "Content-Transfer-Encoding",
                "Content-Type", "Date", "Event", "Expires", "From", "Max-Forwards", "MIME-Version",
                "Min-Expires", "SIP-ETag", "SIP-If-Match", "Subscription-State", "To",
            ])
    }

    @Test("lists the fields whose values are lists")
    func lists() {
        #expect(
            Set(Self.names { $0.form == .list }) == [
                "Accept", "Accept-Contact", "Accept-Encoding", "Accept-Language", "Accept-Resource-Priority",
                "Alert-Info", "Allow", "Allow-Events", "Call-Info", "Contact", "Content-Encoding",
                "Content-Language", "Error-Info", "Feature-Caps", "Geolocation", "History-Info",
                "In-Reply-To", "P-Access-Network-Info", "P-Asserted-Identity", "P-Associated-URI",
                "P-Preferred-Identity", "P-Visited-Network-ID", "Path", "Proxy-Require", "Reason",
                "Record-Route", "Recv-Info", "Reject-Contact", "Request-Disposition", "Require",
                "Resource-Priority", "Route", "Security-Client", "Security-Server", "Security-Verify",
                "Service-Route", "Supported", "Unsupported", "Via", "Warning",
            ])
    }

    @Test("lists the fields that bind a body to its message, in the order in which they are signed")
    func bound() {
        #expect(Self.names { $0.binding == .required } == ["From", "To", "Call-ID", "CSeq"])
        #expect(
            Self.names { $0.binding == .optional } == [
                "Contact", "Event", "Expires", "SIP-If-Match", "Subscription-State",
            ])
        // Proxies may change no bound field, and a tunnel omits none.
        #expect(Self.table.allSatisfy { $0.binding == nil || $0.writer == .ends && $0.omission == .never })
    }

    @Test("keeps fields outside that their sender's network or proxies need")
    func consistent() {
        for facts in Self.table {
            switch facts.role {
            case .hop, .content, .dialog: #expect(facts.omission == .never, "\(facts.name)")
            case .endToEnd, .network: #expect(!facts.isIgnoredInside, "\(facts.name)")
            }
            #expect(facts.rewriting == nil || facts.omission == .never, "\(facts.name)")
            #expect(facts.name.hasPrefix("Content-") ? facts.role == .content : true)
        }
    }
}
