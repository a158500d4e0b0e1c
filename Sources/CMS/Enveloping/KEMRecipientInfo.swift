/// A recipient whose key is encapsulated by a KEM (RFC 9629 §3), read only to name it: none is supported.
struct KEMRecipientInfo {
    /// The identifier of the recipient's certificate; nil if the structure is not well formed.
    let identifier: CertificateIdentifier?
    /// The name for messages, with that of the KEM.
    let name: String

    /// Creates it from a RecipientInfo; nil for any other kind.
    init?(_ element: DERElement) {
        guard element.identifier == DERTag.constructed(4) else { return nil }
        var other = element.reader(for: .recipientInfo)
        guard let type = try? other.next(DERTag.objectIdentifier),
            ObjectIdentifier(type.content) == .kemRecipientInfo
        else { return nil }
        guard let (identifier, kem) = try? Self.parts(other.next(DERTag.sequence)) else {
            self.identifier = nil
            name = "KEMRecipientInfo"
            return
        }
        self.identifier = identifier
        name = "KEMRecipientInfo with \(algorithmName(kem))"
    }

    private static func parts(
        _ value: DERElement
    ) throws(CMSError) -> (CertificateIdentifier, ObjectIdentifier) {
        var reader = value.reader(for: .recipientInfo)
        _ = try reader.next(DERTag.integer)
        let identifier = try CertificateIdentifier(next: &reader, in: .recipientInfo)
        return (identifier, try AlgorithmIdentifier(next: &reader, in: .recipientInfo).algorithm)
    }
}
