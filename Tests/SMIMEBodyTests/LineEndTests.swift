import CMS
import MIME
import SIPMessage
import TestSupport
import Testing

@testable import SMIMEBody

/// A signed part whose line ends were changed in transit (RFC 8551 §3.1.1).
@Suite("Line ends of a multipart/signed")
struct LineEndTests {
    private static let ends = ["\r\n", "\n", "\r"]

    private static let document =
        "<presence xmlns=\"urn:ietf:params:xml:ns:pidf\" entity=\"\(Exchange.alice)\">|<tuple id=\"t\">"
        + "<status><basic>open</basic></status></tuple>|</presence>"

    /// A text with each `|` replaced by the corresponding line end.
    private func octets(_ text: String, _ ends: [String]) -> [UInt8] {
        var octets: [UInt8] = []
        for (index, line) in text.split(separator: "|", omittingEmptySubsequences: false).enumerated() {
            if index > 0 { octets += Array(ends[(index - 1) % ends.count].utf8) }
            octets += Array(line.utf8)
        }
        return octets
    }

    /// The signature of `signed` next to `part`.
    private func body(_ part: [UInt8], signing signed: [UInt8]) throws -> MIMEEntity {
        let detached = try Exchange.signed(MIMEEntity.parse(signed), form: .detached)
        let signature = try #require(try detached.multipart()).parts[1]
        return MIMEEntity(
            headerFields: detached.headerFields,
            body: try Multipart.compose(
                parts: [part, signature.octets], boundary: #require(detached.contentType()?["boundary"])))
    }

    private func reason(_ body: MIMEEntity) throws -> SMIMEError? { try Exchange.refusal(of: body)?.reason }

    private func text(_ header: String = "Content-Type: application/pidf+xml") -> String {
        "\(header)||\(Self.document)|"
    }

    @Test("two of all mixtures are accepted, with one content and one digest in the ledger")
    func mixtures() throws {
        let places = text().split(separator: "|", omittingEmptySubsequences: false).count - 1
        let signed = octets(text(), ["\r\n"])
        let detached = try Exchange.signed(MIMEEntity.parse(signed), form: .detached)
        let signature = try #require(try detached.multipart()).parts[1].octets
        let boundary = try #require(try detached.contentType()?["boundary"])
        let context = OpeningContext(sender: .expected(try SIPURI.parse(Exchange.alice)), at: TestLab.now)
        let opener = try Exchange.opener(policy: Exchange.policy { $0.unbound = .allow })
        var accepted = 0
        var contents: Set<[UInt8]> = []
        var digests: Set<[[UInt8]]> = []
        var mixture = [Int](repeating: 0, count: places)
        for number in 0..<Self.power(3, places) {
            var rest = number
            for place in mixture.indices {
                mixture[place] = rest % 3
                rest /= 3
            }
            let part = octets(text(), mixture.map { Self.ends[$0] })
            for outer in ["\r\n", "\n"] {
                let lines =
                    "--\(boundary)\(outer)|\(outer)--\(boundary)\(outer)|\(outer)--\(boundary)--\(outer)"
                    .split(separator: "|").map { Array($0.utf8) }
                let whole = MIMEEntity(
                    headerFields: detached.headerFields,
                    body: lines[0] + part + lines[1] + signature + lines[2])
                let ledger = MemoryLedger()
                guard let opened = try? opener.open(whole, in: context, recordingIn: ledger) else { continue }
                if outer == "\n" { accepted += 1 }
                contents.insert(opened.entity.octets)
                digests.formUnion(ledger.all.map(\.digests))
            }
        }
        // A bare CR before the LF of the delimiter makes a CRLF, of which both belong to the delimiter.
        #expect(accepted == 2)
        #expect(contents == [signed] && digests.count == 1)
    }

    private static func power(_ base: Int, _ exponent: Int) -> Int {
        (0..<exponent).reduce(1) { (result, _) in result * base }
    }

    @Test("content signed with bare LF is accepted only as received")
    func signedWithLineFeeds() throws {
        let signed = octets(text(), ["\n"])
        #expect(try reason(body(signed, signing: signed)) == nil)
        #expect(try reason(body(octets(text(), ["\r\n"]), signing: signed)) == .badSignature)
    }

    @Test(
        "content that may be binary is not converted",
        arguments: [
            "Content-Type: text/plain|Content-Transfer-Encoding: binary||a|",
            "Content-Type: text/plain|CONTENT-TRANSFER-ENCODING :|  binary||a|",
            "Content-Type: text/plain|Content-Transfer-Encoding: x-other||a|",
            "Content-Type: multipart/mixed; boundary=b||--b|Content-Transfer-Encoding: Binary||a|--b--|",
            "Content-Type: text/plain||a\u{0}b|", "Content-Type: text/plain||a\u{1B}b|",
            "Content-Type: text/plain||Z\u{FC}rich|",
            "Content-Type: text/plain|Content-Transfer-Encoding: 7bit||Z\u{FC}rich|",
        ])
    func binary(text: String) throws {
        let signed = octets(text, ["\r\n"])
        #expect(try reason(body(octets(text, ["\n"]), signing: signed)) != nil)
    }

    @Test(
        "text is converted under every text encoding, and comes out with CRLF",
        arguments: [
            "Content-Type: text/plain||a|",
            "Content-Type: text/plain|Content-Transfer-Encoding: 8bit||Z\u{FC}rich|",
            "Content-Type: text/plain|Content-Transfer-Encoding: Quoted-Printable||a=|b|",
            "Content-Type: multipart/mixed; boundary=b||--b|Content-Transfer-Encoding: base64||YQ==|--b--|",
        ])
    func converted(text: String) throws {
        let signed = octets(text, ["\r\n"])
        let opened = try Exchange.open(body(octets(text, ["\n"]), signing: signed))
        #expect(opened.entity.octets == signed)
        for cipher in [ContentCipher.aes256GCM, .aes128CBC] {
            let inside = try body(octets(text, ["\n"]), signing: signed)
            #expect(try Exchange.open(Exchange.enveloped(inside, cipher: cipher)).entity.octets == signed)
        }
    }

    @Test("without signed attributes only the octets as received count")
    func withoutAttributes() throws {
        let signed = octets(text(), ["\r\n"])
        let whole = try body(signed, signing: signed)
        let signature = try #require(try whole.multipart()).parts[1].entity
        let bare = try Exchange.changing(signature) { $0[1, 0, 4, 0].elements.remove(at: 3) }
        guard case .signedData(let data) = try ContentInfo.read(bare.body) else { throw TestLab.Missing() }
        let part = try MIMEEntity.parse(octets(text(), ["\n"]))
        for hidingForm in [false, true] {
            let found = SignedPart(part).octets(signedBy: data.signer, hidingForm: hidingForm)
            #expect(found == part.octets)
        }
        #expect(!data.signer.statesDigest(of: signed))
    }

    @Test(
        "the signed form is the same whether the choice is hidden or not",
        arguments: [["\r\n"], ["\n"], ["\n", "\r\n"]])
    func hiddenForm(ends: [String]) throws {
        for signedEnds in [["\r\n"], ["\n"]] {
            let signed = octets(text(), signedEnds)
            let signature = try #require(try body(signed, signing: signed).multipart()).parts[1].entity
            guard case .signedData(let data) = try ContentInfo.read(signature.body) else {
                throw TestLab.Missing()
            }
            let part = SignedPart(try MIMEEntity.parse(octets(text(), ends)))
            let hidden = part.octets(signedBy: data.signer, hidingForm: true)
            #expect(part.octets(signedBy: data.signer, hidingForm: false) == hidden)
            #expect(data.signer.statesDigest(of: hidden) == (ends == ["\n"] || ends == signedEnds))
        }
    }

    @Test("under CBC a part that verifies in neither form fails like every other")
    func uniform() throws {
        let signed = octets(text(), ["\r\n"])
        for ends in [["\r"], ["\n", "\r\n"]] {
            let inside = try body(octets(text(), ends), signing: signed)
            let refusal = try Exchange.refusal(of: Exchange.enveloped(inside, cipher: .aes256CBC))
            #expect(refusal?.reason == .cannotDecrypt && refusal?.layers.count == 1)
        }
    }
}
