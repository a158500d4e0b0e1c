import CCrypto
import Synchronization

/// Signs with one key and one scheme.
final class SigningContexts: Sendable {
    let key: PrivateKey
    private let scheme: SignatureScheme
    private let contexts = IdleSignatureContexts()

    /// The last validity and its DER: many certificates have the same.
    private let validity = Mutex<(CertificateValidity, [UInt8])?>(nil)

    /// Signs as for certificates and CRLs, unless there is another `scheme`.
    init(_ key: PrivateKey, scheme: SignatureScheme? = nil) {
        self.key = key
        self.scheme = scheme ?? .certificates(signedBy: key.algorithm)
    }

    func encoded(_ wanted: CertificateValidity) throws(CMSError) -> [UInt8] {
        if let (known, der) = validity.withLock({ $0 }), known == wanted { return der }
        let der = try wanted.encoded()
        validity.withLock { $0 = (wanted, der) }
        return der
    }

    /// Returns the signature of `octets`.
    func sign(_ octets: [UInt8]) throws(CMSError) -> [UInt8] {
        let context = try contexts.take(for: scheme) { () throws(CMSError) in
            try SignatureContext(unsafe key.key, for: .sign, scheme: scheme)
        }
        defer { contexts.keep(context, for: scheme) }
        return try context.sign(scheme.input(of: octets))
    }
}
