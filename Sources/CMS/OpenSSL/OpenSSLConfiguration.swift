import CCrypto
import Synchronization

/// What libcrypto reads from its environment.
public enum OpenSSLConfiguration {
    /// Makes libcrypto ignore openssl.cnf and the environment variables that name another one.
    ///
    /// For a program of one's own: no other user can give it an engine or a provider, and it starts faster. It must be
    /// called before anything else of this module; a library inside another program leaves the choice to it.
    public static func ignore() {
        // Nothing is freed at exit: the system takes the memory back, and clears it before others get it. The texts of
        // errors take 0.9 million instructions to load, and are loaded when one is shown.
        let options =
            OPENSSL_INIT_NO_LOAD_CONFIG | OPENSSL_INIT_NO_ATEXIT | OPENSSL_INIT_NO_LOAD_CRYPTO_STRINGS
        OPENSSL_init_crypto(UInt64(options), nil)
        loadsReasons.store(true, ordering: .releasing)
    }

    /// Whether libcrypto was told not to load the texts of errors at start.
    private static let loadsReasons = Atomic(false)

    /// Loads the texts of errors, if ``ignore()`` kept libcrypto from it; loading them again changes nothing.
    static func loadReasons() {
        if loadsReasons.load(ordering: .acquiring) { ccrypto_load_error_reasons() }
    }
}
