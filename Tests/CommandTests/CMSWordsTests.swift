import CMS
import Testing

@testable import smime_presence

@Suite("Words for CMSError")
struct CMSWordsTests {
    @Test("are libcrypto's own, and show nothing as Swift prints it")
    func openSSL() throws {
        let error = #expect(throws: CMSError.self) {
            try CertificateAuthority.make(
                .user(address: "x@example.test", uris: ["sip:x@example.test"]), key: .other("nothing"),
                validity: CertificateValidity(from: CommandRun.noon, days: 1))
        }
        for error in [try #require(error), .tooLarge(.revocationList, limit: 5), .noCertificate] {
            for words in [error.failure.message, error.description, commandFailure(for: error).message] {
                #expect(!words.contains("CMSError") && !words.contains("OpenSSLFailure"), "\(words)")
                #expect(!words.contains("(CMS.") && !words.contains("entries:"), "\(words)")
            }
        }
        #expect(CMSError.tooLarge(.revocationList, limit: 5).failure.message.contains("larger than 5 octets"))
    }
}
