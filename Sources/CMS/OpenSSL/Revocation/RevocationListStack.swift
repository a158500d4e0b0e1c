import CCrypto

/// The owner of a `STACK_OF(X509_CRL)`, created once and shared by many verifications.
@safe final class RevocationListStack: Sendable {
    /// Safe to share: filled during initialization, then only read.
    nonisolated(unsafe) let pointer: OpaquePointer

    init(holding lists: [RevocationList]) throws(CMSError) {
        let stack = try unsafe OpenSSL.object("sk_X509_CRL_new_null") {
            unsafe ccrypto_sk_X509_CRL_new_null()
        }
        unsafe pointer = stack
        for list in lists {
            try OpenSSL.success("sk_X509_CRL_push") { unsafe ccrypto_sk_X509_CRL_push(stack, list.list) }
        }
    }

    deinit { unsafe ccrypto_sk_X509_CRL_free(pointer) }
}
