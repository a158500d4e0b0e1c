import CMS
package import Octets
package import SMIMEBody

/// The cipher of an envelope that was made, and why it was used.
package struct ReportedCipherChoice: JSONEncodable {
    package let cipher: String
    package let reason: String
    package let keyDerivation: String?

    package init(_ choice: CipherChoice) {
        cipher = choice.cipher.name
        reason = choice.reason.rawValue
        keyDerivation = choice.keyDerivation?.name
    }

    package func encode(into writer: inout JSONWriter) {
        writer.object {
            $0.member("cipher", cipher)
            $0.memberIfPresent("keyDerivation", keyDerivation)
            $0.member("reason", reason)
        }
    }
}
