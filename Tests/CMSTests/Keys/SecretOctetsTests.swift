import CMS
import TestSupport
import Testing

@Suite("SecretOctets")
struct SecretOctetsTests {
    /// Not private: the name of a private type is printed with an address, which may contain any digits.
    struct Holder {
        let passphrase: SecretOctets?
        let all: [SecretOctets]
    }

    private static let text = "correct horse"

    @Test("are never shown, however they are printed and whatever contains them")
    func printing() {
        let secret = SecretOctets(Self.text)
        let holder = Holder(passphrase: secret, all: [secret])
        var dumped = ""
        dump(secret, to: &dumped)
        dump(holder, to: &dumped)
        let shown = [
            "\(secret)", String(describing: secret), String(reflecting: secret), String(describing: holder),
            String(reflecting: holder), dumped,
        ]
        for line in shown {
            #expect(line.contains("<secret>"))
            #expect(!line.contains(Self.text))
            // Neither as numbers nor by their count or their address.
            #expect(!line.contains("99") && !line.contains("13") && !line.contains("0x"), "\(line)")
        }
        #expect(Mirror(reflecting: secret).children.isEmpty)
    }

    @Test("leave only zeros in the array they are moved from")
    func wiping() {
        var source = Array(Self.text.utf8)
        let secret = SecretOctets(wiping: &source)
        #expect(source == [UInt8](repeating: 0, count: Self.text.utf8.count))
        #expect(secret.copied() == Array(Self.text.utf8))
        SecretOctets.wipe(&source)
        var empty: [UInt8] = []
        #expect(SecretOctets(wiping: &empty).copied().isEmpty)
    }

    @Test("have the number of octets that were written, within the capacity")
    func filling() {
        let partly = unsafe SecretOctets(capacity: 4) { memory in
            unsafe memory[0] = 7
            return 1
        }
        #expect(partly.copied() == [7])
        let overstated = unsafe SecretOctets(capacity: 4) { _ in 9 }
        #expect(overstated.copied() == [0, 0, 0, 0])
        let understated = unsafe SecretOctets(capacity: -1) { _ in -1 }
        #expect(understated.copied().isEmpty)
        #expect(throws: CMSError.noCertificate) {
            try unsafe SecretOctets(capacity: 4) { (_) throws(CMSError) in throw .noCertificate }
        }
    }
}
