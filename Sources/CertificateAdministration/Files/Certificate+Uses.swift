public import CMS
public import SIPMessage
import SMIMEBody

extension Certificate {
    /// Whether its key may sign.
    public var maySign: Bool {
        facts.keyUsage.map { !$0.isDisjoint(with: [.digitalSignature, .nonRepudiation]) }
            ?? (facts.key != .x25519)
    }

    /// Whether content may be enveloped to it.
    public var mayEncrypt: Bool {
        facts.keyUsage.map { !$0.isDisjoint(with: [.keyAgreement, .keyEncipherment]) }
            ?? (facts.key != .ed25519)
    }

    /// Whether it may sign and be enveloped to.
    public var isForBothUses: Bool { maySign && mayEncrypt && (try? checkEnvelopingKey()) != nil }

    /// Whether its key is usable at all.
    public var hasUsableKey: Bool {
        facts.key == .x25519 ? (try? checkEnvelopingKey()) != nil : (try? checkSigningKey()) != nil
    }

    /// Whether it can sign or encrypt when `other` cannot.
    func mayDo(whatCannot other: Certificate) -> Bool {
        maySign && !other.maySign || mayEncrypt && !other.mayEncrypt
    }

    /// Whether it identifies `uri`: it names the user, or belongs to the domain, which DNS
    /// may also name (RFC 5922 §7.1).
    public func speaks(for uri: SIPURI) -> Bool { CertificateIdentity(of: self).isRecipient(uri) }

    /// Whether its serial number equals the written one, in any case, with or without leading zeros and
    /// colons, as other programs write it.
    public func hasSerialNumber(_ text: String) -> Bool {
        let written = text.uppercased().filter { $0 != ":" }.drop { $0 == "0" }
        return !text.isEmpty && facts.serialNumber.drop { $0 == "0" } == written
    }
}
