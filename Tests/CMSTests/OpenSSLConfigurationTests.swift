import Testing

@testable import CMS

@Suite("libcrypto without its configuration and the texts of its errors")
struct OpenSSLConfigurationTests {
    @Test("still provides the texts of errors, in each of its parts")
    func reasons() async {
        await #expect(processExitsWith: .success) {
            OpenSSLConfiguration.ignore()
            // ERR_LIB_ASN1 is 13 with ASN1_R_HEADER_TOO_LONG, ERR_LIB_CMS is 46 with
            // CMS_R_DECRYPT_ERROR (openssl/err.h).
            let texts = [(13, 123), (46, 112)].map { (library: UInt, reason: UInt) in
                OpenSSLFailure.Entry(code: library << 23 | reason).text
            }
            #expect(texts == ["header too long", "decrypt error"])
        }
    }
}
