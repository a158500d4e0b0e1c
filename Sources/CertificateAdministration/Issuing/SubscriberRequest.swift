public import CMS
import FoundationEssentials
import Octets
import SIPMessage

/// A certificate request from a file, of which only the key is used.
public struct SubscriberRequest: Sendable {
    let request: CertificateRequest
    let file: String

    /// Parses a PKCS#10 request in PEM or DER; `file` is only for the error.
    ///
    /// - Throws: ``RequestRefusal/unfit(file:reason:)`` if it proves no possession of a sound key.
    public init(_ octets: [UInt8], file: String) throws(RequestRefusal) {
        do { request = try CertificateRequest.read(octets) } catch { throw .unfit(file: file, reason: error) }
        self.file = file
    }

    /// Returns the requested URIs that the certificate does not name, in any spelling.
    public func urisNotNamed(by certificate: Certificate) -> [String] {
        let named = certificate.facts.uris
        return request.requestedURIs.filter { uri in
            guard let parsed = try? SIPURI.parse(uri) else { return !named.contains(uri) }
            return !named.contains { (try? SIPURI.parse($0))?.addressOfRecord == parsed.addressOfRecord }
        }
    }
}

/// The reason why nothing is issued for a request.
public enum RequestRefusal: Error, Equatable, Sendable {
    /// The file contains no request that proves possession of a sound key.
    case unfit(file: String, reason: CMSError)
    /// Its key is that of a certificate revoked for keyCompromise; the serial number.
    case compromisedKey(file: String, serial: String)
    /// A key of this kind, which is only for signatures, was requested for encryption.
    case otherUse(file: String, key: String)
}

extension RequestRefusal: DescribedError {
    /// The fault in the request, for people.
    public var description: String {
        switch self {
        case .compromisedKey(let file, let serial):
            "the key of the request '\(printable(file))' is that of serial \(serial), revoked for "
                + "keyCompromise"
        case .otherUse(let file, let key):
            "the request '\(printable(file))' has an \(key) key, which can only sign"
        case .unfit(let file, .proofOfPossessionFailed):
            "the request '\(printable(file))' was not signed with the private key of its public key"
        case .unfit(let file, .weakAlgorithm(let name)):
            "the request '\(printable(file))' uses \(name), which is too weak"
        case .unfit(let file, .unsupportedAlgorithm("X25519", _)):
            "the request '\(printable(file))' is for an X25519 key, which cannot sign it"
        case .unfit(let file, .unsupportedAlgorithm(let name, _)):
            "the request '\(printable(file))' is for a key of kind \(name)"
        case .unfit(let file, .malformed(.publicKey)):
            "the public key in the request '\(printable(file))' is no sound key"
        case .unfit(let file, .tooMany): "'\(printable(file))' holds more than one certificate request"
        case .unfit(let file, .malformed): "'\(printable(file))' holds no certificate request"
        case .unfit(_, let reason): reason.description
        }
    }
}
