import PresenceRules
import Testing
import XML

/// A document that is refused, and why.
struct UnfitRules: Sendable, CustomTestStringConvertible {
    let rules: String
    let error: PresenceRulesError

    init(_ rules: String, _ error: PresenceRulesError) { (self.rules, self.error) = (rules, error) }

    var testDescription: String { rules }

    /// The column in line 3 of the first child of a conditions element.
    private static let inside = XMLPosition(line: 3, column: 25)
    private static let first = XMLPosition(line: 3, column: 0)

    private static func condition(_ text: String) -> String { RulesLab.rule(text) }

    private static func common(_ local: String) -> ExpandedName {
        ExpandedName(namespace: "urn:ietf:params:xml:ns:common-policy", local: local)
    }

    private static func at(_ column: Int) -> XMLPosition { XMLPosition(line: 3, column: column) }

    static let structure = [
        UnfitRules("<rules/>", .unexpectedElement(common("rules"), parent: "ruleset", at: first)),
        UnfitRules("<rule/>", .missingAttribute("id", element: "rule", at: first)),
        UnfitRules("<rule id='1'/>", .invalidRuleID("1", at: first)),
        UnfitRules(
            "<rule id='a'/>\n<rule id=' a '/>", .duplicateRuleID("a", at: XMLPosition(line: 4, column: 0))),
        UnfitRules("<rule id='a' on='1'/>", .unexpectedAttribute("on", element: "rule", at: first)),
        UnfitRules("<rule id='a' x:on='1'/>", .unexpectedAttribute("on", element: "rule", at: first)),
        UnfitRules("<rule id='a'>b</rule>", .unexpectedText(parent: "rule", at: first)),
        UnfitRules(
            "<rule id='a'><actions/><conditions/></rule>", .repeatedElement("conditions", at: at(23))),
        UnfitRules(
            "<rule id='a'><conditions/><conditions/></rule>", .repeatedElement("conditions", at: at(26))),
    ]

    static let conditions = [
        UnfitRules(condition("<identity/>"), .emptyElement("identity", at: inside)),
        UnfitRules(
            condition("<identity><two/></identity>"),
            .unexpectedElement(common("two"), parent: "identity", at: at(35))),
        UnfitRules(
            condition("<identity><one/></identity>"), .missingAttribute("id", element: "one", at: at(35))),
        UnfitRules(condition("<identity><one id='bob'/></identity>"), .invalidURI("bob", at: at(35))),
        UnfitRules(condition("<identity><one id='sip:b@é'/></identity>"), .invalidURI("sip:b@é", at: at(35))),
        UnfitRules(
            condition("<identity><many domian='a.test'/></identity>"),
            .unexpectedAttribute("domian", element: "many", at: at(35))),
        UnfitRules(
            condition("<identity><many domain='sip:a'/></identity>"), .invalidDomain("sip:a", at: at(35))),
        UnfitRules(
            condition("<identity><many><except domain='bücher.test'/></many></identity>"),
            .invalidDomain("bücher.test", at: at(41))),
        UnfitRules(condition("<identity><many><except/></many></identity>"), .ambiguousException(at: at(41))),
        UnfitRules(
            condition("<identity><many><except id='sip:a@b' domain='b'/></many></identity>"),
            .ambiguousException(at: at(41))),
        UnfitRules(condition("<sphere/>"), .missingAttribute("value", element: "sphere", at: inside)),
        UnfitRules(condition("<sphere value=' '/>"), .invalidValue(" ", of: "sphere", at: inside)),
        UnfitRules(condition("<validity/>"), .emptyElement("validity", at: inside)),
        UnfitRules(
            condition("<validity><until>2026-11-23T12:00:00Z</until></validity>"), .unpairedPeriod(at: at(35))
        ),
        UnfitRules(
            condition("<validity><from>2026-11-23T12:00:00Z</from></validity>"), .unpairedPeriod(at: inside)),
        UnfitRules(
            condition("<validity><from>2026-11-23T12:00:00</from></validity>"),
            .invalidTime("2026-11-23T12:00:00", at: at(35))),
    ]

    private static func demand(_ text: String) -> String {
        condition("<c:confidentiality>\(text)</c:confidentiality>")
    }

    private static func own(_ local: String) -> ExpandedName {
        ExpandedName(namespace: "urn:smime-presence:xml:ns:confidentiality", local: local)
    }

    static let demands = [
        UnfitRules(demand(""), .emptyElement("confidentiality", at: inside)),
        UnfitRules(
            demand("<c:body/><c:watcher-leg/>"),
            .unexpectedElement(own("watcher-leg"), parent: "confidentiality", at: at(53))),
        UnfitRules(demand("<c:all-of/>"), .emptyElement("all-of", at: at(44))),
        UnfitRules(demand("<c:at-least-one-of/>"), .emptyElement("at-least-one-of", at: at(44))),
        UnfitRules(demand("<c:watcher-leg by='wep'/>"), .invalidValue("wep", of: "by", at: at(44))),
        UnfitRules(demand("<c:watcher-leg by=''/>"), .invalidValue("", of: "by", at: at(44))),
        UnfitRules(
            demand("<c:watcher-leg via='tls'/>"),
            .unexpectedAttribute("via", element: "watcher-leg", at: at(44))),
        UnfitRules(demand("<c:body by='tls'/>"), .unexpectedAttribute("by", element: "body", at: at(44))),
        UnfitRules(demand("<c:body>no</c:body>"), .unexpectedText(parent: "body", at: at(44))),
        UnfitRules(
            demand(
                String(repeating: "<c:all-of>", count: 8) + "<c:body/>"
                    + String(repeating: "</c:all-of>", count: 8)),
            .demandTooDeep(limit: 8, at: at(124))),
    ]

    private static func action(_ text: String) -> String { "<rule id='a'><actions>\(text)</actions></rule>" }

    private static func presence(_ local: String) -> ExpandedName {
        ExpandedName(namespace: "urn:ietf:params:xml:ns:pres-rules", local: local)
    }

    static let permissions = [
        UnfitRules(
            action("<pr:sub-handling>alow</pr:sub-handling>"),
            .invalidValue("alow", of: "sub-handling", at: at(22))),
        UnfitRules(
            action("<pr:sub-handling>block</pr:sub-handling><pr:sub-handling>allow</pr:sub-handling>"),
            .repeatedElement("sub-handling", at: at(62))),
        UnfitRules(
            action("<pr:provide-mood>1</pr:provide-mood>"),
            .unexpectedElement(presence("provide-mood"), parent: "actions", at: at(22))),
        UnfitRules(
            "<rule id='a'><transformations><pr:provide-mod>1</pr:provide-mod></transformations></rule>",
            .unexpectedElement(presence("provide-mod"), parent: "transformations", at: at(30))),
        UnfitRules(
            "<rule id='a'><transformations><pr:provide-mood>yes</pr:provide-mood></transformations></rule>",
            .invalidValue("yes", of: "provide-mood", at: at(30))),
        UnfitRules(
            "<rule id='a'><transformations><pr:provide-persons><pr:deviceID>a</pr:deviceID></pr:provide-persons>"
                + "</transformations></rule>",
            .unexpectedElement(presence("deviceID"), parent: "provide-persons", at: at(50))),
        UnfitRules(
            "<rule id='a'><transformations><pr:provide-mood>0</pr:provide-mood>"
                + "<pr:provide-mood>1</pr:provide-mood></transformations></rule>",
            .repeatedElement("provide-mood", at: at(66))),
        UnfitRules(
            "<rule id='a'><transformations><pr:provide-persons/><pr:provide-persons><pr:all-persons/>"
                + "</pr:provide-persons></transformations></rule>",
            .repeatedElement("provide-persons", at: at(51))),
        UnfitRules(
            "<rule id='a'><transformations><pr:provide-unknown-attribute name='n' ns='u'>0"
                + "</pr:provide-unknown-attribute><pr:provide-unknown-attribute name='n' ns='u'>1"
                + "</pr:provide-unknown-attribute></transformations></rule>",
            .repeatedElement("provide-unknown-attribute", at: at(108))),
    ]
}

@Suite("Invalid rules")
struct UnfitRulesTests {
    @Test(
        "are refused as a whole, with the fault and its position",
        arguments: UnfitRules.structure + UnfitRules.conditions + UnfitRules.demands + UnfitRules.permissions)
    func refused(unfit: UnfitRules) {
        #expect(throws: unfit.error) { try RulesLab.read(unfit.rules) }
    }

    @Test("a document with another root is refused")
    func root() {
        let text = "<presence xmlns='urn:ietf:params:xml:ns:pidf' entity='sip:a@b'/>"
        #expect(
            throws: PresenceRulesError.wrongRoot(
                ExpandedName(namespace: "urn:ietf:params:xml:ns:pidf", local: "presence"))
        ) { try Ruleset.read(Array(text.utf8)) }
    }

    @Test("other content than XML, or too much XML, is refused before it is interpreted")
    func xml() {
        #expect(throws: PresenceRulesError.xml(.notWellFormed(XMLPosition(line: 1, column: 0)))) {
            try Ruleset.read([])
        }
        let many = (0..<20_000).map { "<rule id='a\($0)'/>" }.joined()
        #expect(throws: PresenceRulesError.xml(.tooManyElements(limit: 16_384))) { try RulesLab.read(many) }
    }

    @Test("the maximum number of rules can be evaluated")
    func many() throws {
        let rules = (0..<8_000).map { RulesLab.rule("<sphere value='s\($0)'/>", id: "a\($0)") }.prefix(3_000)
            .joined()
        let ruleset = try RulesLab.read(rules)
        #expect(ruleset.rules.count == 3_000)
        #expect(ruleset.decide(try RulesLab.request(sphere: "S2999")).decisive.map(\.id) == ["a2999"])
    }
}
