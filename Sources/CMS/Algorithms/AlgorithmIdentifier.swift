/// An algorithm and its parameters (RFC 5280 §4.1.1.2).
struct AlgorithmIdentifier {
    let algorithm: ObjectIdentifier
    /// The element that holds the parameters; nil when absent.
    let parameters: DERElement?

    /// DER of rsaEncryption, whose parameters are NULL (RFC 3370 §3.2, §4.2.1).
    static let rsaEncryption = DERWriter.sequence(
        DERWriter.objectIdentifier(.rsaEncryption), [DERTag.null, 0])

    init(_ element: DERElement, in structure: CMSError.Structure) throws(CMSError) {
        guard element.identifier == DERTag.sequence else { throw .malformed(structure) }
        var reader = element.reader(for: structure)
        algorithm = try reader.nextObjectIdentifier()
        parameters = reader.isAtEnd ? nil : try reader.next()
        try reader.finish()
    }

    /// The next element of `reader` as an AlgorithmIdentifier.
    init(next reader: inout DERReader, in structure: CMSError.Structure) throws(CMSError) {
        try self.init(try reader.next(DERTag.sequence), in: structure)
    }

    /// Refuses parameters other than none or NULL.
    func checkNoParameters(in structure: CMSError.Structure) throws(CMSError) {
        guard let parameters else { return }
        guard parameters.identifier == DERTag.null, parameters.content.isEmpty else {
            throw .malformed(structure)
        }
    }
}
