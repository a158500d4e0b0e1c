import CMS

/// The kinds of keys that are made.
enum KeyChoice: String, CaseIterable {
    case p256, p384, rsa2048, rsa3072

    var algorithm: KeyAlgorithm {
        switch self {
        case .p256: .p256
        case .p384: .p384
        case .rsa2048: .rsa(bits: 2048)
        case .rsa3072: .rsa(bits: 3072)
        }
    }
}
