import Testing

@testable import CommandOptions

@Suite("NearestWord")
struct NearestWordTests {
    private let known = ["encrypt", "decrypt", "sign", "verify", "cert", "--store", "-o"]

    @Test(
        "finds the word that was meant",
        arguments: [
            ("encrpyt", "encrypt"), ("dcrypt", "decrypt"), ("veri", "verify"), ("--stroe", "--store"),
            ("sgin", "sign"),
        ])
    func finds(word: String, meant: String) {
        #expect(NearestWord.to(word, among: known) == meant)
    }

    @Test("suggests nothing for a word unlike all others", arguments: ["", "-x", "banana", "--x"])
    func silent(word: String) {
        #expect(NearestWord.to(word, among: known) == nil)
    }

    @Test("counts an exchange of neighbours as one edit")
    func distances() {
        #expect(NearestWord.distance(Array("ab".utf8), Array("ba".utf8)) == 1)
        #expect(NearestWord.distance(Array("kitten".utf8), Array("sitting".utf8)) == 3)
        #expect(NearestWord.distance([], Array("abc".utf8)) == 3)
    }
}
