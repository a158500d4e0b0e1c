import Compression
import MIME
import PIDF

/// The content coding of an entity.
///
/// It is decoded for the checks only; the octets that travel keep it.
struct CodedContent {
    /// The value of the field, as written.
    private let value: String
    private let coding: ContentCoding

    /// Reads Content-Encoding; nil if the content is not encoded (RFC 3261 §20.12, RFC 9110 §8.4).
    ///
    /// - Throws: ``SMIMEError/unsupported(_:)`` for lists and for unsupported codings.
    init?(of entity: MIMEEntity) throws(SMIMEError) {
        guard let value = Self.value(of: entity) else { return nil }
        self.value = value
        guard let coding = ContentCoding(rawValue: value.lowercased()) else {
            throw .unsupported(.codingOfContent(value, detail: nil))
        }
        self.coding = coding
    }

    /// Returns the value of Content-Encoding, nil for identity; all values if there are several fields.
    static func value(of entity: MIMEEntity) -> String? {
        guard entity.headerFields.contains(where: { $0.isNamed("Content-Encoding") }) else { return nil }
        let values = entity.headerFields.filter { $0.isNamed("Content-Encoding") }.map(\.value)
        guard values.contains(where: { $0.lowercased() != "identity" }) else { return nil }
        return values.joined(separator: ", ")
    }

    /// Returns the decoded content, within the size limit of a document.
    ///
    /// - Throws: ``SMIMEError/decompressedTooLarge(limit:)`` if it exceeds the limit,
    ///   ``SMIMEError/unsupported(_:)`` if it cannot be decompressed.
    func decoded(_ octets: [UInt8]) throws(SMIMEError) -> [UInt8] {
        do throws(ContentCodingError) {
            return try coding.decoded(octets, limit: PresenceDocument.maximumOctets)
        } catch {
            if case .tooLarge(let limit) = error { throw .decompressedTooLarge(limit: limit) }
            throw unsupported("and \(error)")
        }
    }

    func unsupported(_ what: String) -> SMIMEError {
        .unsupported(.codingOfContent(value, detail: what))
    }
}
