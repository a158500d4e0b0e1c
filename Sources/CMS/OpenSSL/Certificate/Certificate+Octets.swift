import CCrypto

extension Certificate {
    /// Returns whether this is its DER; an array would compare octet by octet.
    package func isEncoded(as octets: [UInt8]) -> Bool {
        unsafe der.withUnsafeBytes { own in
            unsafe octets.withUnsafeBytes { other in
                guard own.count == other.count, let left = own.baseAddress, let right = other.baseAddress
                else { return own.count == other.count }
                return unsafe ccrypto_memcmp(left, right, own.count) == 0
            }
        }
    }
}
