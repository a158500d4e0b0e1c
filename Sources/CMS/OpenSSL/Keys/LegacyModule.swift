import CCrypto

/// libcrypto's legacy module, with the ciphers of old PKCS#12 files: loaded when first needed, into a library
/// context of its own, so that nothing else in this process can use them.
enum LegacyModule {
    /// A library context with the default and the legacy algorithms; it lives as long as the process.
    ///
    /// - Throws: ``CMSError/legacyModuleMissing`` if the module is not installed.
    static func context() throws(CMSError) -> OpaquePointer {
        guard let context = unsafe loaded else { throw .legacyModuleMissing }
        return unsafe context
    }

    /// Safe to share between threads: created once, and libcrypto locks its lookups.
    nonisolated(unsafe) private static let loaded = unsafe load(
        from: OPENSSL_info(OPENSSL_INFO_MODULES_DIR))

    /// Loads from the directory that libcrypto was built with, ignoring the
    /// environment; nil if it is not there.
    static func load(from directory: UnsafePointer<CChar>?) -> OpaquePointer? {
        ERR_clear_error()
        defer { ERR_clear_error() }
        guard let context = unsafe OSSL_LIB_CTX_new() else { return nil }
        let isLoaded =
            unsafe OSSL_PROVIDER_set_default_search_path(context, directory) == 1
            && OSSL_PROVIDER_load(context, "legacy") != nil
            && OSSL_PROVIDER_load(context, "default") != nil
        guard isLoaded else {
            unsafe OSSL_LIB_CTX_free(context)
            return nil
        }
        return unsafe context
    }
}
