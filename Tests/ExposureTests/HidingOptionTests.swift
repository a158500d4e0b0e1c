import SIPMessage
import Testing

@testable import Exposure

@Suite("What hides a field")
struct HidingOptionTests {
    /// For each field: the option of `encrypt` that hides it, and the word of the report.
    private static let fields: [(HeaderName, HidingOption?, Hideable)] = [
        // Only the ends read these, so that the outer message can do without them.
        ("Subject", .tunnel, .omitOuter), ("User-Agent", .tunnel, .omitOuter),
        ("Reply-To", .tunnel, .omitOuter),
        ("Organization", .tunnel, .omitOuter), ("In-Reply-To", .tunnel, .omitOuter),
        // Proxies or the registrar may need them, unless the sender is to be anonymous (RFC 3323 §4.1).
        ("P-Preferred-Identity", .anonymousTunnel, .omitOuter),
        ("P-Access-Network-Info", .anonymousTunnel, .omitOuter),
        // Left out only if the user names them.
        ("Session-ID", .namedInFile, .omitOuter), ("Allow", .namedInFile, .omitOuter),
        // A dialog needs some value outside (RFC 3261 §12).
        ("From", .rewrittenDialog, .innerAlternative),
        // Routing, transactions and dialogs need the true values (RFC 3261 §23.4.1.1).
        ("To", nil, .no), ("Via", nil, .no), ("CSeq", nil, .no), ("Call-ID", nil, .no), ("Route", nil, .no),
        ("Contact", nil, .no), ("Max-Forwards", nil, .no), ("Event", nil, .no), ("Expires", nil, .no),
        // The body has its own.
        ("Content-Type", nil, .mimeInner), ("Content-Length", nil, .mimeInner),
    ]

    @Test("each field is hidden by the least option that hides it, or by none", arguments: fields)
    func option(field: HeaderName, option: HidingOption?, hideable: Hideable) throws {
        let row = try #require(Catalogue.header(field))
        #expect(row.option == option)
        #expect(row.hideable == hideable)
    }

    @Test("a display name can be left out of a field that stays, the parameters of such a field cannot")
    func parts() {
        #expect(Catalogue.fromDisplayName.option == .tunnel)
        #expect(Catalogue.fromTag.option == nil && Catalogue.fromTag.hideable == .no)
        #expect(Catalogue.viaBranch.option == nil)
        #expect(HidingOption(.displayName, of: HeaderName("Via").facts) == nil)
    }

    @Test("the host of an identifier that is rewritten can be another one, that of a field that stays cannot")
    func host() {
        #expect(Catalogue.callIDHost.option == .rewrittenDialog)
        #expect(Catalogue.callIDHost.hideable == .innerAlternative)
        #expect(HidingOption(.host, of: HeaderName("To").facts) == nil)
    }

    @Test("a part of a field that is left out goes with it")
    func omittedField() {
        for part in [CatalogueRow.Part.displayName, .host, .parameter] {
            #expect(HidingOption(part, of: HeaderName("Subject").facts) == .tunnel)
            #expect(HidingOption(part, of: HeaderName("Session-ID").facts) == .namedInFile)
        }
    }

    @Test("the advice names the options that do it, and an envelope needs none")
    func advice() throws {
        #expect(HidingOption.envelope.advice == nil)
        let options: [(HidingOption, [String])] = [
            (.tunnel, ["--tunnel"]), (.anonymousTunnel, ["--tunnel", "--outer-headers anonymous"]),
            (.namedInFile, ["--tunnel", "--outer-headers FILE"]),
            (.rewrittenDialog, ["--tunnel", "--outer-headers anonymous", "--rewrite-dialog"]),
        ]
        for (option, words) in options {
            let advice = try #require(option.advice)
            for word in words { #expect(advice.contains(word), "\(option)") }
            #expect(advice.contains("--rewrite-dialog") == (option == .rewrittenDialog))
        }
    }

    @Test(
        "a mitigation ends with the advice of the option, exactly if there is one", arguments: Catalogue.rows)
    func mitigation(row: CatalogueRow) {
        let advised = row.mitigation.contains("encrypt --tunnel")
        if let advice = row.option?.advice {
            #expect(row.mitigation.hasSuffix(advice))
        } else if row.kind == .header || row.kind == .parameter {
            #expect(!advised, "\(row.name)")
        }
    }

    @Test(
        "a mitigation is with the sender or with others, and nothing of it is lost", arguments: Catalogue.rows
    )
    func measures(row: CatalogueRow) {
        let remedy = row.option?.advice.map { row.mitigation.replacing(" " + $0, with: "") } ?? row.mitigation
        #expect(row.senderMeasures.hasPrefix(row.userAgent))
        #expect(row.option?.advice.map { row.senderMeasures.hasSuffix($0) } ?? true)
        if row.othersMeasures.isEmpty {
            #expect(row.senderMeasures.contains(remedy) || remedy == "None needed.")
        } else {
            #expect(row.othersMeasures == remedy && !remedy.contains("encrypt --tunnel"))
        }
        // The sender of a request cannot change fields that others write.
        if remedy.contains("at the border") || remedy.contains("the hop") {
            #expect(!row.othersMeasures.isEmpty)
        }
    }

    @Test("what no option hides is never said to be omitted, and the reverse")
    func agreement() {
        for row in Catalogue.rows where row.kind == .header || row.kind == .parameter {
            let isHidden = row.hideable == .omitOuter || row.hideable == .innerAlternative
            #expect(isHidden == (row.option != nil), "\(row.name)")
        }
    }
}
