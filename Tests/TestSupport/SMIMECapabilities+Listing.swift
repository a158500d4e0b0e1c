public import CMS

extension SMIMECapabilities {
    /// A list of these ciphers; with the derivation of RFC 9709 if `derives`.
    public static func listing(_ ciphers: ContentCipher..., derives: Bool = false) throws -> SMIMECapabilities
    {
        var entries = ciphers.map { DERNode(0x30, elements: [DERNode(0x06, identifier(of: $0))]) }
        if derives { entries.append(DERNode(0x30, elements: [DERNode(0x06, algorithms + [31])])) }
        guard let list = SMIMECapabilities(der: DERNode(0x30, elements: entries).der) else {
            throw TestLab.Missing()
        }
        return list
    }

    private static let algorithms: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 9, 16, 3]

    /// The identifier of a cipher (RFC 3565 §4.1, RFC 5084 §3.2, RFC 8103 §2, RFC 3370 §5.1).
    public static func identifier(of cipher: ContentCipher) -> [UInt8] {
        let nist: [UInt8] = [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01]
        return switch cipher {
        case .aes128CBC: nist + [2]
        case .aes128GCM: nist + [6]
        case .aes192CBC: nist + [22]
        case .aes192GCM: nist + [26]
        case .aes256CBC: nist + [42]
        case .aes256GCM: nist + [46]
        case .chaCha20Poly1305: algorithms + [18]
        case .tripleDESCBC: [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 3, 7]
        }
    }
}
