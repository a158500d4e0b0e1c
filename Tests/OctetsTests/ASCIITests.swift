import Octets
import Testing

@Suite("Classes of ASCII octets")
struct ASCIITests {
    @Test("each class holds the characters of its grammar and no other of the 256 octets")
    func classes() {
        let classes: [(belongs: (UInt8) -> Bool, members: String)] = [
            (ASCII.isDigit, "0123456789"), (ASCII.isHexadecimalDigit, "0123456789abcdefABCDEF"),
            (ASCII.isLetter, letters), (ASCII.isUpperCase, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
            (ASCII.isAlphanumeric, letters + "0123456789"), (ASCII.isWhitespace, " \t"),
            (ASCII.isLineEnd, "\r\n"),
            (ASCII.isToken, letters + "0123456789-.!%*_+`'~"),
            (ASCII.isMIMEToken, letters + "0123456789-.!%*_+`'~#$&^{|}"),
        ]
        for (belongs, members) in classes {
            #expect((UInt8.min ... .max).filter(belongs) == Array(members.utf8).sorted())
        }
        #expect((UInt8.min ... .max).filter(ASCII.isPrintable) == Array(0x20...0x7E))
        #expect((UInt8.min ... .max).filter(ASCII.isControl) == Array(0x00...0x1F) + [0x7F])
    }

    private let letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

    @Test(
        "a scheme begins with a letter",
        arguments: [
            ("sip", true), ("h323", true), ("a+b-c.d", true), ("X", true), ("", false), ("3g", false),
            ("+a", false),
            ("a b", false), ("a:b", false), ("é", false), ("a_b", false),
        ])
    func scheme(text: String, isScheme: Bool) {
        #expect(ASCII.isScheme(text.utf8) == isScheme)
    }

    @Test("only A to Z have another case")
    func cases() {
        #expect("Via\u{212A}É[@".asciiLowercased == "via\u{212A}É[@")
        #expect("CALL-ID".equalsIgnoringASCIICase("call-id") && !"k".equalsIgnoringASCIICase("\u{212A}"))
        #expect(!"[".equalsIgnoringASCIICase("{") && !"a".equalsIgnoringASCIICase("ab"))
        #expect("007".isASCIIDigits && !"".isASCIIDigits && !"٣".isASCIIDigits && !"-1".isASCIIDigits)
    }
}
