import CCrypto

/// SHA-256, for fingerprints and caches.
public enum SHA256 {
    /// The 32 octets of the digest.
    public static func digest(of octets: [UInt8]) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: 32)
        unsafe octets.withUnsafeBufferPointer { buffer in
            _ = unsafe CCrypto.SHA256(buffer.baseAddress, buffer.count, &digest)
        }
        return digest
    }
}

/// Two lower-case digits an octet.
func hexadecimal(_ octets: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for octet in octets {
        text.append(digits[Int(octet >> 4)])
        text.append(digits[Int(octet & 15)])
    }
    return String(decoding: text, as: UTF8.self)
}
