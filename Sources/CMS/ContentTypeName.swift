/// The names of CMS content types that are not supported here.
public enum ContentTypeName {
    /// CompressedData (RFC 3274 §1), dotted.
    public static let compressedData = "1.2.840.113549.1.9.16.1.9"

    private static let names = [
        "1.2.840.113549.1.7.1": "id-data", "1.2.840.113549.1.7.2": "SignedData",
        "1.2.840.113549.1.7.3": "EnvelopedData", "1.2.840.113549.1.7.5": "DigestedData",
        "1.2.840.113549.1.7.6": "EncryptedData", "1.2.840.113549.1.9.16.1.2": "AuthenticatedData",
        "1.2.840.113549.1.9.16.1.4": "TSTInfo", "1.2.840.113549.1.9.16.1.23": "AuthEnvelopedData",
        compressedData: "CompressedData",
    ]

    /// Returns the name of a content type with its identifier; the identifier alone
    /// if the type has no name here.
    public static func name(of dotted: String) -> String {
        names[dotted].map { "\($0) (\(dotted))" } ?? dotted
    }
}
