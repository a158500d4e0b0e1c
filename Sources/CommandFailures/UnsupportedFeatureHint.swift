import CMS
package import SMIMEBody

extension UnsupportedFeature {
    /// The next step for the receiver of a message: what to use in place of the unsupported feature.
    package var hint: String {
        switch self {
        case .algorithm(_, let use): use.hint
        case .contentType(ContentTypeName.compressedData):
            "ask the sender not to compress what is signed or encrypted"
        case .contentType: "ask the sender for SignedData, EnvelopedData or AuthEnvelopedData around id-data"
        case .codingOfBody: "ask the operator of the proxy to let bodies pass as they are"
        case .codingOfContent:
            "ask the sender for the document as it is, or in one gzip member or zlib stream"
        case .signedProtocol, .signatureType:
            "ask the sender for S/MIME: a last part of the type application/pkcs7-signature"
        case .certificatesWithoutContent:
            "ask the sender for a protected message; 'smime-presence cert import' reads certificates alone"
        }
    }
}

extension AlgorithmUse {
    fileprivate var hint: String {
        switch self {
        case .contentEncryption:
            "ask the sender for AES-GCM in AuthEnvelopedData, or AES-CBC in EnvelopedData"
        case .authenticatedAttributes: "ask the sender to leave out the authenticated attributes"
        case .keyManagement: "ask the sender for ECDH with AES key wrap, or for RSA-OAEP"
        case .digest: "ask the sender for SHA-256, SHA-384 or SHA-512"
        case .signature: "ask the sender for ECDSA or RSA with SHA-256"
        case .signatureDigests:
            "ask the sender for one digest in all places, such as SHA-256 (RFC 4056 §3), or for ECDSA"
        case .other: "ask for a certificate with another key, such as P-256, RSA, or Ed25519 and X25519"
        }
    }
}
