import CCrypto

/// What libcrypto reads from its surroundings.
public enum OpenSSLConfiguration {
    /// Makes libcrypto ignore openssl.cnf and the environment variables that name another one.
    ///
    /// For a program of one's own: nobody can slip it an engine or a provider, and it starts faster. To be
    /// called before anything else of this module; a library inside another program leaves the choice to it.
    public static func ignore() {
        // Nothing is taken apart at exit either: the system takes the memory back, and clears it before others get it.
        OPENSSL_init_crypto(UInt64(OPENSSL_INIT_NO_LOAD_CONFIG | OPENSSL_INIT_NO_ATEXIT), nil)
    }
}
