import MIME
import PIDF
import SIPMessage

/// A presence document, read and checked, with the octets it was read from.
struct PresenceContent {
    let document: PresenceDocument
    /// The entity as an address; nil if it is not one.
    let address: AddressURI?
    let octets: ArraySlice<UInt8>
    /// Whether it is one part among others rather than the content.
    let isPart: Bool
}

/// The search for presence documents in content, whatever its headers say.
struct PresenceSearch {
    /// Whether content of other types is searched too, as presence servers do.
    let searchesAllContentTypes: Bool
    let conformance: PIDFConformance
    let limits: MIMELimits

    /// Creates a search; `method` is that of the message around the content, for responses that of the
    /// request; nil for content on its own.
    init(method: String?, conformance: PIDFConformance, limits: MIMELimits) {
        searchesAllContentTypes = method == nil || method == "PUBLISH" || method == "NOTIFY"
        self.conformance = conformance
        self.limits = limits
    }

    /// Returns the documents in `entity` that must be about its signer: the entity itself, the parts of a
    /// multipart, and the content of embedded messages at any depth, since a receiver uses the parts that
    /// it understands (RFC 5621 §4).
    ///
    /// If a domain signed, only the entity itself counts: its list server reports on
    /// others, in parts (RFC 4662 §5.2).
    func all(
        in entity: MIMEEntity, signedBy kind: CertificateIdentity.Kind?
    ) throws(SMIMEError) -> [PresenceContent] {
        let whole = try documents(in: entity, isPart: false)
        return kind == .domain ? whole : try whole + parts(of: entity)
    }

    /// Returns the documents in parts; the depth is bounded by the limits.
    private func parts(of entity: MIMEEntity) throws(SMIMEError) -> [PresenceContent] {
        let multipart = try mime { () throws(MIMEError) in try entity.multipart(limits: limits) }
        var found: [PresenceContent] = []
        var parts = multipart?.parts.map(\.entity) ?? []
        if multipart == nil { parts = try entity.embeddedEntities(limits: limits) }
        for part in parts {
            found += try documents(in: part, isPart: true)
            found += try self.parts(of: part)
        }
        return found
    }

    /// Returns the documents that readers find in one entity: with its codings decoded, and without.
    private func documents(in entity: MIMEEntity, isPart: Bool) throws(SMIMEError) -> [PresenceContent] {
        let type = try mime { () throws(MIMEError) in try entity.contentType() }
        let isDeclared = type.map { PresenceDocument.isPresenceType(mediaType: $0.mediaType) } ?? false
        guard isDeclared || searchesAllContentTypes else { return [] }
        let coding = try CodedContent(of: entity)
        if let coding, type?.type == "multipart" { throw coding.unsupported("in a multipart") }
        if let coding, type?.type == "message" { throw coding.unsupported("in a message") }
        let decoded = try mime { () throws(MIMEError) in try entity.decodedOctets(limits: limits) }
        // An XML document never begins like this: only the wording of the error differs.
        if isDeclared, coding == nil, decoded.starts(with: [0x1F, 0x8B]) {
            throw .malformed(.compressedWithoutField)
        }
        let octets = try coding?.decoded([UInt8](decoded))[...] ?? decoded
        let charset = type?["charset"]
        var readings: [(octets: ArraySlice<UInt8>, document: PresenceDocument?)] = []
        do throws(PIDFError) {
            let document =
                isDeclared
                ? try PresenceDocument.read(octets, charset: charset)
                : try PresenceDocument.find(in: octets, charset: charset)
            readings.append((octets, document))
            if decoded != entity.bodyOctets {
                // Transfer encodings are rare in SIP, and many readers ignore them.
                let encoded = (try? coding?.decoded(entity.body))?[...] ?? entity.bodyOctets
                readings.append((encoded, try Self.document(inEncoded: encoded, charset: charset)))
            }
        } catch {
            if case .tooLarge(let limit) = error { throw .tooLarge(limit: limit) }
            throw .malformed(.presence(error))
        }
        var found: [PresenceContent] = []
        for case (let octets, let document?) in readings {
            if conformance == .strict, let departure = document.nonconformities.listed.first {
                throw .malformed(.presence(.nonconforming(departure)))
            }
            found.append(
                PresenceContent(
                    document: document, address: AddressURI.parse(document.entity), octets: octets,
                    isPart: isPart))
        }
        return found
    }

    /// Returns the document as read without decoding the transfer encoding; nil if that is not XML.
    private static func document(
        inEncoded octets: ArraySlice<UInt8>, charset: String?
    ) throws(PIDFError) -> PresenceDocument? {
        do throws(PIDFError) {
            return try PresenceDocument.find(in: octets, charset: charset)
        } catch {
            if case .notWellFormed = error { return nil }
            throw error
        }
    }
}
