public import CMS

/// A password for a file, which its holder types once.
public enum RandomPassword {
    /// Letters and digits that cannot be confused with each other: 5 bits each.
    private static let alphabet = Array("abcdefghjkmnpqrstuvwxyz23456789T".utf8)
    /// 25 characters: as strong as a key of 125 bits.
    private static let count = 25

    /// Returns 25 random characters with a line end.
    ///
    /// - Throws: ``AdministrationError/cryptography(_:)`` if libcrypto fails.
    public static func line() throws(AdministrationError) -> SecretOctets {
        let random = try encoding(SecretOctets.random(count: count))
        var octets = random.withOctets { random in random.indices.map { alphabet[Int(random[$0] & 31)] } }
        octets.append(UInt8(ascii: "\n"))
        return SecretOctets(wiping: &octets)
    }
}
