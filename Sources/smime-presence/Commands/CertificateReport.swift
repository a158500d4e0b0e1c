import CMS
import CertStore
import FoundationEssentials

/// What `cert list`, `cert show` and `trust list` say of one certificate.
struct CertificateReport: Encodable {
    let uris: [String]
    let filedUnder: [String]?
    let subject: String
    let issuer: String
    let serialNumber: String
    let notBefore: String
    let notAfter: String
    let key: String
    /// What the key may be used for: "sign", "encrypt", "both", "any" where the certificate does not say, or "other".
    let usage: String
    let hasPrivateKey: Bool?
    let fingerprint: String
    /// The identifier of a trust anchor.
    let id: String?
    let isOwnAuthority: Bool?
    /// Whether the private key is public, as those of certs/testca.
    let isTestCA: Bool?
    /// How a listed certificate stands now.
    let state: String?
    /// Whether a newer one has taken the place of a listed certificate.
    let isSuperseded: Bool?

    init(_ stored: StoredCertificate) {
        self.init(stored.certificate, stored: stored, anchor: nil)
    }

    init(_ anchor: TrustAnchor) {
        self.init(anchor.certificate, stored: nil, anchor: anchor)
    }

    init(_ entry: CertificateEntry, at instant: Date) {
        uris = entry.uris
        filedUnder = entry.filedUnder
        subject = entry.subject
        issuer = entry.issuer
        serialNumber = entry.serialNumber
        notBefore = entry.notBefore.ISO8601Format()
        notAfter = entry.notAfter.ISO8601Format()
        key = entry.key
        usage = KeyUsage.words(for: entry.keyUsage)
        hasPrivateKey = entry.hasPrivateKey
        fingerprint = entry.fingerprint
        id = nil
        isOwnAuthority = nil
        isTestCA = nil
        state = entry.state(at: instant).rawValue
        isSuperseded = entry.isSuperseded
    }

    private init(_ certificate: Certificate, stored: StoredCertificate?, anchor: TrustAnchor?) {
        let facts = certificate.facts
        uris = facts.uris
        subject = facts.subject
        issuer = facts.issuer
        serialNumber = facts.serialNumber
        notBefore = facts.notBefore.ISO8601Format()
        notAfter = facts.notAfter.ISO8601Format()
        key = facts.key.name
        usage = KeyUsage.words(for: facts.keyUsage)
        fingerprint = certificate.fingerprint
        filedUnder = stored?.uris
        hasPrivateKey = stored?.hasPrivateKey
        id = anchor?.identifier
        isOwnAuthority = anchor?.isOwnAuthority
        isTestCA = anchor?.isTestAuthorityWithPublishedKeys
        state = nil
        isSuperseded = nil
    }

    /// One line for a list of trust anchors.
    var anchorLine: String {
        let marks = [
            isOwnAuthority == true ? "own CA" : nil,
            isTestCA == true ? "test-ca: its private key is public" : nil,
        ]
        return (["\(id ?? "")  \(subject)  until \(notAfter)"] + marks.compactMap { $0 }).joined(
            separator: "  ")
    }

    /// All of it, for people.
    var page: String {
        let rows: [(String, String)] = [
            ("filed under", filedUnder?.joined(separator: " ") ?? ""), ("names", uris.joined(separator: " ")),
            ("subject", subject), ("issuer", issuer), ("serial number", serialNumber),
            ("valid from", notBefore), ("valid until", notAfter), ("key", key), ("use", usage),
            ("private key", hasPrivateKey == true ? "in this store" : "not in this store"),
            ("fingerprint", fingerprint),
        ]
        return rows.map { name, value in
            "\(name):" + String(repeating: " ", count: 15 - name.count) + value + "\n"
        }.joined()
    }
}

/// The forms of a list.
enum ListFormat: String, CaseIterable {
    case text, json

    /// One JSON object with a version, so that members can be added.
    static func json(_ name: String, _ reports: [CertificateReport]) throws(CommandFailure) -> String {
        let octets = try JSON.encode(Document(version: 1, name: name, reports: reports))
        return String(decoding: octets, as: UTF8.self)
    }

    private struct Document: Encodable {
        let version: Int
        let name: String
        let reports: [CertificateReport]

        struct Key: CodingKey {
            let stringValue: String
            var intValue: Int? { nil }
            init(stringValue: String) { self.stringValue = stringValue }
            init?(intValue: Int) { nil }
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(version, forKey: Key(stringValue: "version"))
            try container.encode(reports, forKey: Key(stringValue: name))
        }
    }
}

/// A list as ``ListFormat/json(_:_:)`` writes it, in pieces: one object a line.
struct JSONList {
    let beginning: String
    let end = "\n],\"version\":1}\n"
    private let encoder = JSONEncoder()

    init(_ name: String) {
        beginning = "{\"\(name)\":["
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    }

    func element(_ report: CertificateReport) throws -> String {
        String(decoding: JSON.escaped([UInt8](try encoder.encode(report))), as: UTF8.self)
    }
}
