import CCrypto

/// The version of libcrypto in use, which may be later than the version it was built with.
public enum OpenSSLVersion {
    /// Its name, version and date, such as "OpenSSL 3.0.17 1 Jul 2025".
    public static var text: String { unsafe String(cString: OpenSSL_version(OPENSSL_VERSION)) }
}
