import CMS
public import MIME

/// The layers of a protected body as far as they can be read without any key; nothing is verified.
public struct Inspection: Sendable {
    /// The layers read, outermost first; empty if the body is not protected.
    public let layers: [Layer]
    /// The content inside, if it is a MIME entity and not enveloped; not verified.
    public let unverifiedContent: MIMEEntity?
    /// The content of the innermost signature if it is not a MIME entity; not verified.
    public let unverifiedRawContent: [UInt8]?
    /// Certificates that travel without a signature (RFC 8551 §3.8), DER.
    public let certificates: [[UInt8]]

    private static let maximumLayers = 8

    /// Reads `entity` from the outside in, at most eight layers.
    ///
    /// - Throws: ``SMIMEError/malformed(_:)``, ``SMIMEError/unsupported(_:)`` or
    ///   ``SMIMEError/tooLarge(limit:)``.
    public init(of entity: MIMEEntity, limits: MIMELimits = .standard) throws(SMIMEError) {
        var layers: [Layer] = []
        var content: MIMEEntity? = entity
        var certificates: [[UInt8]] = []
        var raw: [UInt8]?
        while let current = content, layers.count < Self.maximumLayers,
            let body = try SecuredBody.recognize(Self.document(in: current, limits), limits: limits)
        {
            switch body {
            case .cms(.envelopedData(let data)):
                layers.append(.enveloped(EnvelopeLayer(data)))
                content = nil
            case .cms(.signedData(let data)):
                let inside = data.unverifiedContent
                layers.append(
                    .signed(
                        Self.signature(
                            data, form: inside == nil ? .detached : .opaque, over: inside ?? [],
                            limits: limits)))
                content = nil
                guard let inside else { break }
                do throws(MIMEError) {
                    content = try MIMEEntity.parse(inside, limits: limits)
                } catch {
                    raw = inside
                }
            case .multipartSigned(let part, .signedData(let data), _):
                layers.append(
                    .signed(Self.signature(data, form: .detached, over: part.octets, limits: limits)))
                content = part
            case .cms(.certificatesOnly(let found)):
                certificates = found
                content = nil
            case .multipartSigned: throw .malformed(.cms(.noSigner))
            }
        }
        self.layers = layers
        self.certificates = certificates
        unverifiedRawContent = raw
        unverifiedContent = content.map { Self.document(in: $0, limits) }
    }

    /// Returns the document alone if it is bound to its message.
    private static func document(in entity: MIMEEntity, _ limits: MIMELimits) -> MIMEEntity {
        (try? BoundContent.recognize(entity, limits: limits))?.document ?? entity
    }

    private static func signature(
        _ data: SignedData, form: Signer.Form, over octets: [UInt8], limits: MIMELimits
    ) -> SignatureLayer {
        let certificates = data.certificates.compactMap { try? Certificate(der: $0) }
        let entity = try? MIMEEntity.parse(octets, limits: limits)
        let inner = try? entity.flatMap { (entity) throws(SMIMEError) in
            try SecuredBody.recognize(document(in: entity, limits), limits: limits)
        }
        let coversCiphertext = if case .cms(.envelopedData) = inner { true } else { false }
        return SignatureLayer(
            data.signer, form: form,
            certificate: certificates.first {
                data.signer.identifier.names($0) && data.signer.admits($0)
            },
            covers: coversCiphertext ? .ciphertext : .content)
    }
}
