import CCrypto
import Synchronization

/// The configuration that libcrypto reads from its environment.
public enum OpenSSLConfiguration {
    /// Makes libcrypto ignore openssl.cnf and the environment variables that name another one.
    ///
    /// Intended for a program of one's own: an attacker cannot inject an engine or a provider, and it
    /// starts faster. Call it before anything else in this module. A library inside another program should
    /// leave the choice to that program.
    public static func ignore() {
        // No cleanup at exit: the system reclaims the memory, and clears it before reuse. Loading the error
        // texts takes 0.9 million instructions, so they are loaded when one is needed.
        let options =
            OPENSSL_INIT_NO_LOAD_CONFIG | OPENSSL_INIT_NO_ATEXIT | OPENSSL_INIT_NO_LOAD_CRYPTO_STRINGS
        OPENSSL_init_crypto(UInt64(options), nil)
        loadsReasons.store(true, ordering: .releasing)
    }

    /// Makes libcrypto prepare only the algorithms that messages usually have, and a random generator that
    /// needs no others, so that a process with one message starts faster.
    ///
    /// Intended for a program of one's own, which must call ``ignore()`` before it and nothing else in this
    /// module. Certificates with other keys and signatures are verified as without it, but take longer.
    /// PKCS#12 files and PEM blocks that are encrypted with other algorithms cannot be read.
    public static func selectMessageAlgorithms() { _ = ccrypto_select_algorithms() }

    /// Whether libcrypto was configured not to load the error texts at start.
    private static let loadsReasons = Atomic(false)

    /// Loads the error texts if ``ignore()`` prevented that; loading them again has no effect.
    static func loadReasons() {
        if loadsReasons.load(ordering: .acquiring) { ccrypto_load_error_reasons() }
    }
}
