import TestSupport
import Testing

@testable import CMS

/// The entries of subjectAltName (RFC 5280 §4.2.1.6), read so that two readers cannot see two names.
@Suite("The names of a certificate")
struct SubjectAlternativeNamesTests {
    private func facts(_ entries: DERNode...) throws -> Certificate.Facts {
        try AlternativeNames.certificate(entries).facts
    }

    private func uri(_ octets: [UInt8]) -> DERNode { AlternativeNames.entry(6, octets) }

    @Test("are its URIs and DNS names in their order, each kind by itself")
    func order() throws {
        let facts = try facts(
            AlternativeNames.uri("sip:b@example.test"), AlternativeNames.dns("b.example.test"),
            AlternativeNames.uri("sip:a@example.test"), AlternativeNames.dns("A.example.test"))
        #expect(facts.uris == ["sip:b@example.test", "sip:a@example.test"])
        #expect(facts.dnsNames == ["b.example.test", "A.example.test"])
        #expect(facts.unusableNames.isEmpty && !facts.mayNameUnreadableUser)
    }

    @Test("may be absent, and present without an entry that is read")
    func absent() throws {
        #expect(try facts().hasSubjectAlternativeName && facts().uris.isEmpty)
        #expect(try !TestLab.shared().authority.certificate.facts.hasSubjectAlternativeName)
        let mail = try facts(AlternativeNames.entry(1, Array("alice@example.test".utf8)))
        #expect(mail.hasSubjectAlternativeName && mail.uris.isEmpty && mail.unusableNames.isEmpty)
    }

    @Test(
        "are skipped if they have blanks, control characters, NUL or octets beyond ASCII",
        arguments: [0x00, 0x09, 0x0A, 0x20, 0x7F, 0x80, 0xFF] as [UInt8])
    func characters(octet: UInt8) throws {
        let sip = Array("sip:a".utf8) + [octet] + Array("b@example.test".utf8)
        let web = Array("http:a".utf8) + [octet]
        let facts = try facts(uri(sip), uri(web), AlternativeNames.entry(2, [0x61, octet]))
        #expect(facts.uris.isEmpty && facts.dnsNames.isEmpty)
        #expect(facts.unusableNames.map(\.kind) == [.uri, .uri, .dns])
        #expect(facts.unusableNames.map(\.reason) == [.characters, .characters, .characters])
        #expect(facts.unusableNames.map(\.mayNameUser) == [true, false, false])
        #expect(facts.mayNameUnreadableUser)
        #expect(try !self.facts(uri(web)).mayNameUnreadableUser)
    }

    @Test("have at most 4,096 octets")
    func length() throws {
        let longest = "sip:" + String(repeating: "a", count: 4092)
        #expect(try facts(AlternativeNames.uri(longest)).uris == [longest])
        let longer = try facts(AlternativeNames.uri(longest + "a"))
        #expect(longer.uris.isEmpty && longer.unusableNames.map(\.reason) == [.tooLong])
        #expect(longer.unusableNames.first?.text == longest.prefix(100) + "...")
        let name = String(repeating: "a", count: 4096)
        #expect(try facts(AlternativeNames.dns(name)).dnsNames == [name])
        #expect(try facts(AlternativeNames.dns(name + "a")).unusableNames.map(\.reason) == [.tooLong])
    }

    @Test("of a kind without URIs are skipped, and named if they may contain one")
    func hidden() throws {
        let mail = AlternativeNames.entry(1, Array("sip:alice@example.test".utf8))
        let escaped = AlternativeNames.dns("sip%3Aalice.example.test")
        let wide = AlternativeNames.entry(
            1, "pres:alice@example.test".utf8.flatMap { [0, $0] })
        let facts = try facts(mail, escaped, wide)
        #expect(facts.dnsNames.isEmpty)
        #expect(facts.unusableNames.map(\.kind) == [.mail, .dns, .mail])
        #expect(facts.unusableNames.allSatisfy { $0.reason == .hiddenURI && $0.mayNameUser })
        #expect(facts.mayNameUnreadableUser)
    }

    @Test("do not include addresses and numbers, in which letters have no meaning")
    func binary() throws {
        let sip = Array("sip:".utf8)
        for entry in [
            AlternativeNames.entry(7, sip), AlternativeNames.entry(7, sip + sip + sip + sip),
            AlternativeNames.entry(8, [0x2A] + sip),
        ] {
            let facts = try facts(entry)
            #expect(facts.unusableNames.isEmpty && !facts.mayNameUnreadableUser)
        }
        // Not the length of an address.
        let odd = try facts(AlternativeNames.entry(7, sip + [0x61]))
        #expect(odd.unusableNames.map(\.kind) == [.ipAddress] && odd.mayNameUnreadableUser)
    }

    @Test("that are skipped are listed up to a hundred, and each of them counts")
    func hundred() throws {
        let web = uri([0x68, 0x3A, 0x20])
        let sip = uri(Array("sip: ".utf8))
        let facts = try AlternativeNames.certificate([DERNode](repeating: web, count: 100) + [sip]).facts
        #expect(facts.unusableNames.count == 100 && facts.unusableNames.allSatisfy { !$0.mayNameUser })
        #expect(facts.mayNameUnreadableUser)
    }

    @Test("are refused if the extension is repeated or cannot be read")
    func malformed() throws {
        #expect(throws: CMSError.malformed(.certificate)) {
            try Certificate(der: AlternativeNames.der(value: [0x30, 1]))
        }
        var node = try DERNode(parsing: AlternativeNames.der([AlternativeNames.uri("sip:a")]))
        let last = node[0].elements.count - 1
        let names = try #require(node[0, last, 0].elements.first { $0[0].octets == [0x55, 0x1D, 17] })
        node[0, last, 0].elements.append(names)
        #expect(throws: CMSError.malformed(.certificate)) { try Certificate(der: node.der) }
    }
}

@Suite("A name that is skipped")
struct UnusableNameTests {
    @Test("is shown in printable ASCII, with escapes for everything else, up to 100 octets")
    func text() {
        let name = UnusableName(.uri, [0x61, 0x00, 0x5C, 0xFF, 0x7E], reason: .characters, mayNameUser: true)
        #expect(name.text == #"a\x00\x5C\xFF~"#)
        #expect(
            name.description == #"uniformResourceIdentifier 'a\x00\x5C\xFF~': it has invalid characters"#)
        let full = [UInt8](repeating: 0x61, count: 100)
        #expect(
            UnusableName(.dns, full, reason: .tooLong, mayNameUser: false).text
                == String(repeating: "a", count: 100))
        let long = UnusableName(.dns, full + [0x62], reason: .tooLong, mayNameUser: false)
        #expect(long.text == String(repeating: "a", count: 100) + "...")
    }

    @Test("says why it is skipped")
    func reasons() {
        for (kind, reason, text) in [
            (UnusableName.Kind.dns, UnusableName.Reason.tooLong, "dNSName 'a': it is too long"),
            (.mail, .hiddenURI, "rfc822Name 'a': it may contain a URI"),
            (.uri, .notURI, "uniformResourceIdentifier 'a': it is not a valid URI of its scheme"),
            (.registeredID, .characters, "registeredID 'a': it has invalid characters"),
        ] {
            #expect(UnusableName(kind, [0x61], reason: reason, mayNameUser: false).description == text)
        }
    }

    @Test("may name a user by every scheme of one, escaped or between other octets")
    func schemes() {
        for scheme in ["sip", "sips", "pres", "im", "tel", "SIP", "Pres"] {
            #expect(UserURIScheme.mayBegin(Array("\(scheme):a".utf8)), "\(scheme)")
            for text in ["\(scheme):a", "x\(scheme):", "a\(scheme)%3A", "%2573\(scheme)%253a"] {
                #expect(UserURIScheme.mayOccur(in: Array(text.utf8)), "\(text)")
            }
        }
        for text in ["http:a", "mailto:sip", "siq:a", "tels:a"] {
            #expect(!UserURIScheme.mayBegin(Array(text.utf8)), "\(text)")
        }
        for text in ["http:a", "sip", "sip;a", "sipx:a", "example.test"] {
            #expect(!UserURIScheme.mayOccur(in: Array(text.utf8)), "\(text)")
        }
        // Without a scheme another reader may add one.
        for octets in [[], Array("alice".utf8), [0xFF, 0x3A], Array("s p:a".utf8)] {
            #expect(UserURIScheme.mayBegin(octets))
        }
    }
}
