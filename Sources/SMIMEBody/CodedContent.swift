import Compression
import MIME
import PIDF

/// The content coding of an entity, which is undone for the checks and never in what travels.
struct CodedContent {
    /// The value of the field, as written.
    private let value: String
    private let coding: ContentCoding

    /// Reads Content-Encoding; nil if the content is not encoded (RFC 3261 §20.12, RFC 9110 §8.4).
    ///
    /// - Throws: ``SMIMEError/unsupported(_:)`` for lists and for codings that are not undone.
    init?(of entity: MIMEEntity) throws(SMIMEError) {
        guard let value = Self.value(of: entity) else { return nil }
        self.value = value
        guard let coding = ContentCoding(rawValue: value.lowercased()) else {
            throw .unsupported(.codingOfContent(value, detail: nil))
        }
        self.coding = coding
    }

    /// The value of Content-Encoding unless it says that there is none; of several fields, all values.
    static func value(of entity: MIMEEntity) -> String? {
        let values = entity.headerFields.filter { $0.isNamed("Content-Encoding") }.map(\.value)
        guard values.contains(where: { $0.lowercased() != "identity" }) else { return nil }
        return values.joined(separator: ", ")
    }

    /// The content itself, within the bound of a document.
    ///
    /// - Throws: ``SMIMEError/decompressedTooLarge(limit:)`` beyond the bound, ``SMIMEError/unsupported(_:)`` if it cannot be
    ///   decompressed.
    func undone(_ octets: [UInt8]) throws(SMIMEError) -> [UInt8] {
        do throws(ContentCodingError) {
            return try coding.undone(octets, limit: PresenceDocument.maximumOctets)
        } catch {
            if case .tooLarge(let limit) = error { throw .decompressedTooLarge(limit: limit) }
            throw unsupported("and \(error)")
        }
    }

    func unsupported(_ what: String) -> SMIMEError {
        .unsupported(.codingOfContent(value, detail: what))
    }
}
