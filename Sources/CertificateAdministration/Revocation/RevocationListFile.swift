public import CMS
import FoundationEssentials
import Octets

/// A file with CRLs in PEM or DER, detected from its octets.
public enum RevocationListFile {
    /// The reason why a file is not imported, with its name.
    public enum Failure: Error, Equatable, Sendable {
        /// Neither PEM nor DER of CRLs.
        case notAList(String)
        /// More CRLs than are read from one file.
        case tooMany(String, limit: Int)
        /// A CRL that is too large to check certificates against.
        case tooLarge(String, limit: Int)
    }

    /// The largest accepted file, in octets: room for the largest CRL in PEM.
    public static let limit = 2 * RevocationList.maximumOctets

    /// Returns every CRL of a file's octets; `name` is only for the error.
    ///
    /// - Throws: ``Failure`` if the file cannot be imported.
    public static func lists(_ octets: [UInt8], name: String) throws(Failure) -> [RevocationList] {
        do {
            return octets.first == 0x30
                ? [try RevocationList(der: octets)] : try RevocationList.lists(pem: octets)
        } catch {
            if case .tooMany(_, let limit) = error { throw .tooMany(name, limit: limit) }
            if case .tooLarge(_, let limit) = error { throw .tooLarge(name, limit: limit) }
            throw .notAList(name)
        }
    }
}

extension RevocationListFile.Failure: DescribedError {
    /// The fault in the file, for people.
    public var description: String {
        switch self {
        case .notAList(let name): "'\(printable(name))' holds no CRL"
        case .tooMany(let name, let limit): "'\(printable(name))' holds more than \(limit) CRLs"
        case .tooLarge(let name, let limit):
            "a CRL in '\(printable(name))' is larger than \(limit) octets"
        }
    }
}
