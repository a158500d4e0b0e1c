import CMS
import Foundation
import TestSupport

/// PKCS#12 files, with the password of the seeds.
struct PKCS12Target: FuzzTarget {
    let maximumOctets = 4096

    func seeds() throws -> [(name: String, octets: [UInt8])] {
        try Seeds.files(in: "Tests/Vectors/pkcs12", ending: [".p12"], atMost: maximumOctets)
            .filter { !$0.name.contains("many-rounds") }
    }

    func changed(_ octets: [UInt8], by generator: inout SeededGenerator) -> [UInt8]? {
        Mutation.der(octets, by: &generator)
    }

    func run(_ octets: [UInt8]) {
        _ = PKCS12.isLikely(octets)
        _ = PKCS12.isEncrypted(der: SecretOctets(octets))
        if let contents = try? PKCS12.contents(der: SecretOctets(octets), password: .empty) {
            require(
                contents.unusable.allSatisfy { !$0.description.isEmpty },
                "a skipped certificate has a description")
        }
        guard let file = try? PKCS12.read(der: SecretOctets(octets), password: SecretOctets("secret")) else {
            return
        }
        require(!file.certificate.der.isEmpty, "a file has a certificate")
        require(file.key == nil || file.key?.matches(file.certificate) == true, "the key belongs to it")
    }
}
