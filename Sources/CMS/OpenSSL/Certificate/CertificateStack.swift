import CCrypto

/// The sole owner of a `STACK_OF(X509)`, which holds references of its own to the certificates.
@safe struct CertificateStack: ~Copyable {
    let pointer: OpaquePointer

    private init(adopting pointer: OpaquePointer) { unsafe self.pointer = pointer }

    deinit { unsafe ccrypto_sk_X509_free(pointer) }

    static func holding(_ certificates: [Certificate]) throws(CMSError) -> CertificateStack {
        let stack = unsafe CertificateStack(
            adopting: try unsafe OpenSSL.object("sk_X509_new_null") { unsafe ccrypto_sk_X509_new_null() })
        for certificate in certificates {
            try OpenSSL.success("X509_add_cert") {
                unsafe ccrypto_sk_X509_push(stack.pointer, certificate.x509)
            }
        }
        return stack
    }
}
