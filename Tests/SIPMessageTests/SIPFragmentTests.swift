import MIME
import Testing

@testable import SIPMessage

@Suite("SIPFragment")
struct SIPFragmentTests {
    private let fields =
        "From: <sip:a@example.test>;tag=1\r\nt: <sip:b@example.test>\r\ni: 1\r\nCSeq: 2 NOTIFY\r\n"

    private func error(_ text: String) -> SIPMessageError? {
        do throws(SIPMessageError) {
            _ = try SIPFragment.parse(Array(text.utf8))
            return nil
        } catch {
            return error
        }
    }

    @Test("reads fields alone, with or without an empty line after them (RFC 3420 §2)")
    func reads() throws {
        for end in ["", "\r\n"] {
            let fragment = try SIPFragment.parse(Array((fields + end).utf8))
            #expect(fragment.callID == "1" && fragment.cSeq == CSeq(number: 2, method: "NOTIFY"))
            #expect(fragment.values(of: "To") == ["<sip:b@example.test>"])
        }
    }

    @Test("refuses a start line, a body, a missing and a duplicate field")
    func refuses() {
        #expect(error("NOTIFY sip:b@example.test SIP/2.0\r\n" + fields) == .malformedHeaderLine(line: 1))
        #expect(error(fields + "\r\nx") == .fragmentWithBody(1))
        #expect(error("From: <sip:a@example.test>\r\n") == .missingField(name: "To"))
        #expect(error(fields + "Call-ID: 2\r\n") == .duplicateField(name: "Call-ID"))
    }

    @Test("takes fields of a message with their long names and unchanged values")
    func takes() throws {
        let message = try SIPMessage.parse(
            publish(fields: "m: <sip:a@192.0.2.1>,\n <sip:a@192.0.2.2>\nExpires: 60\n"))
        let taken = message.fields(named: ["Expires", "Contact", "Event"]).flatMap(\.octets)
        #expect(
            String(decoding: taken, as: UTF8.self)
                == "Expires: 60\r\nContact: <sip:a@192.0.2.1>,\r\n <sip:a@192.0.2.2>\r\n")
    }
}
