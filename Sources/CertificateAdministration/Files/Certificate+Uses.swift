public import CMS
public import SIPMessage
import SMIMEBody

extension Certificate {
    /// Whether its key may sign.
    public var maySign: Bool {
        facts.keyUsage.map { !$0.isDisjoint(with: [.digitalSignature, .nonRepudiation]) } ?? true
    }

    /// Whether content may be enveloped for it.
    public var mayEncrypt: Bool {
        facts.keyUsage.map { !$0.isDisjoint(with: [.keyAgreement, .keyEncipherment]) } ?? true
    }

    /// Whether it may sign and be enveloped for.
    public var isForBothUses: Bool { maySign && mayEncrypt && (try? checkEnvelopingKey()) != nil }

    /// Whether its key can be used at all.
    public var hasUsableKey: Bool { (try? checkSigningKey()) != nil }

    /// Whether it signs or encrypts, and another one does not.
    func mayDo(whatCannot other: Certificate) -> Bool {
        maySign && !other.maySign || mayEncrypt && !other.mayEncrypt
    }

    /// Whether it speaks for `uri`: names the user, or is the domain's, which may also be named by DNS (RFC 5922 §7.1).
    public func speaks(for uri: SIPURI) -> Bool { CertificateIdentity(of: self).isRecipient(uri) }

    /// Whether its serial number is the number written, in any case, with or without leading zeros and colons, as other
    /// programs write it.
    public func hasSerialNumber(_ text: String) -> Bool {
        let written = text.uppercased().filter { $0 != ":" }.drop { $0 == "0" }
        return !text.isEmpty && facts.serialNumber.drop { $0 == "0" } == written
    }
}
