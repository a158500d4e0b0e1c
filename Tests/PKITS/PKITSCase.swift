import CMS
import Foundation
import TestSupport

/// One test of PKITS: a signed message with the certificates and CRLs of its path.
struct PKITSCase {
    /// The defect of a message.
    struct NotACase: Error {
        let name: String
    }

    let endEntity: Certificate
    let certificates: [Certificate]
    let revocationLists: [RevocationList]

    /// Reads the message of a test, such as "ValidSignaturesTest1", from the folder `smime` of PKITS.
    init(named name: String, in directory: URL) throws {
        let message = directory.appending(path: "smime/Signed\(name).eml")
        let text = String(decoding: try Data(contentsOf: message), as: UTF8.self)
            .replacing("\r\n", with: "\n")
        let parts = text.components(separatedBy: "filename=\"smime.p7s\"\n\n")
        guard parts.count == 2, let end = parts[1].range(of: "\n\n"),
            let octets = Data(
                base64Encoded: String(parts[1][..<end.lowerBound]), options: .ignoreUnknownCharacters)
        else { throw NotACase(name: name) }
        let signedData = try DERNode(parsing: [UInt8](octets))[1, 0]
        func elements(_ identifier: UInt8) -> [DERNode] {
            signedData.elements.filter { $0.identifier == identifier }.flatMap(\.elements)
        }
        // RFC 5652 §5.3: the sid of the one SignerInfo, an IssuerAndSerialNumber.
        guard let signer = signedData.elements.last?.elements.first?.elements[1],
            let found = elements(0xA0).first(where: { Self.names(signer, $0) })
        else { throw NotACase(name: name) }
        endEntity = try Certificate(der: found.der)
        certificates = try elements(0xA0).filter { $0 != found }.compactMap { try Self.certificate($0.der) }
        revocationLists = try elements(0xA1).map { try RevocationList(der: $0.der) }
    }

    private static func names(_ signer: DERNode, _ certificate: DERNode) -> Bool {
        // version, serialNumber, signature, issuer
        let fields = certificate[0].elements
        return signer.elements == [fields[3], fields[1]]
    }

    /// Nil for one that cannot be read, without which the path is not found.
    private static func certificate(_ der: [UInt8]) throws -> Certificate? { try? Certificate(der: der) }
}
