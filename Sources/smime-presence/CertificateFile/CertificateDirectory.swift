import SIPMessage

/// The certificate directory that reSIProcate reads and writes: a PEM file for each certificate and each key, named
/// after its holder.
enum CertificateDirectory {
    /// What a file holds, by how its name begins.
    enum Kind: String, CaseIterable {
        case userCertificate = "user_cert_"
        case userKey = "user_key_"
        case domainCertificate = "domain_cert_"
        case domainKey = "domain_key_"
        case rootCertificate = "root_cert_"
    }

    /// Why a directory is not read or written.
    enum Failure: Error, Equatable {
        /// More files than are taken at a time.
        case tooManyFiles(String, limit: Int)
        /// Nothing in it has one of the names.
        case noFiles(String)
        /// The name of a file says whose certificate it is, and the certificate does not.
        case notHolder(file: String, uri: String)
        /// The name of a file has no address in it.
        case noAddress(file: String)
        /// The address cannot be the name of a file.
        case notAFileName(String)
        /// Where a file is to be written there is a link, a pipe or another thing that is no file.
        case inTheWay(String)
        /// Private keys would go into a directory where others may put their own in place of them.
        case openToOthers(String)
    }

    /// One file whose name says what it holds.
    struct Entry: Equatable {
        let kind: Kind
        /// "alice@example.test" or "example.test"; for a root any word.
        let holder: String

        var fileName: String { "\(kind.rawValue)\(holder).pem" }

        /// Where the private key of a certificate lies.
        var key: Entry? {
            switch kind {
            case .userCertificate: Entry(kind: .userKey, holder: holder)
            case .domainCertificate: Entry(kind: .domainKey, holder: holder)
            case .userKey, .domainKey, .rootCertificate: nil
            }
        }

        /// Where the certificate of a private key lies.
        var certificate: Entry? {
            switch kind {
            case .userKey: Entry(kind: .userCertificate, holder: holder)
            case .domainKey: Entry(kind: .domainCertificate, holder: holder)
            case .userCertificate, .domainCertificate, .rootCertificate: nil
            }
        }
    }

    static let maximumFiles = 10_000

    /// The entries among the names of files, in their order; other files are passed over.
    static func entries(among names: [String]) -> [Entry] {
        names.compactMap { name in
            guard name.hasSuffix(".pem"),
                let kind = Kind.allCases.first(where: { name.hasPrefix($0.rawValue) })
            else { return nil }
            let holder = name.dropFirst(kind.rawValue.count).dropLast(".pem".count)
            return holder.isEmpty ? nil : Entry(kind: kind, holder: String(holder))
        }
    }

    /// The entry that the certificate of a URI is written to.
    ///
    /// A user part may have "/" in it, and a name that is too long or has a control character is refused by the
    /// system or by people.
    static func entry(_ uri: String) throws(Failure) -> Entry {
        let holder = String(uri.drop { $0 != ":" }.dropFirst())
        let entry = Entry(kind: holder.contains("@") ? .userCertificate : .domainCertificate, holder: holder)
        let isName = entry.fileName.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "/") }
        guard !holder.isEmpty, isName, entry.fileName.utf8.count <= 255 else { throw .notAFileName(uri) }
        return entry
    }
}
