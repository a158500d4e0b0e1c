import CMS
public import CertStore
import FoundationEssentials
public import Octets

/// The facts about one key of a store's CA, for a report.
public struct AuthorityReport: JSONEncodable, Sendable {
    private let own: OwnAuthority
    private let pem: String

    /// Creates a report on a key.
    ///
    /// - Throws: ``AdministrationError/cryptography(_:)`` if its certificate cannot be encoded.
    public init(_ own: OwnAuthority) throws(AdministrationError) {
        self.own = own
        pem = String(decoding: try encoding(own.certificate.pem()), as: UTF8.self)
    }

    private var standing: (word: String, since: Date?) {
        switch own.standing {
        case .current: ("current", nil)
        case .retired(let date): ("retired", date)
        case .compromised(let date): ("compromised", date)
        }
    }

    private var use: String {
        switch own.use {
        case .inUse: "in-use"
        case .awaitsLastList: "awaits-last-crl"
        case .exported: "exported"
        }
    }

    /// Writes its members.
    public func encode(into writer: inout JSONWriter) {
        let facts = own.certificate.facts
        let (word, since) = standing
        writer.object {
            $0.member("certificate", pem)
            $0.memberIfPresent("domain", own.domain)
            $0.member("fingerprint", own.certificate.fingerprint)
            $0.member("id", own.identifier)
            $0.member("isTestCA", own.certificate.isTestAuthorityWithPublishedKeys)
            $0.member("key", facts.key.name)
            $0.member("lastCRLNumber", String(own.listNumber))
            $0.member("notAfter", facts.notAfter.internetTime)
            $0.member("notBefore", facts.notBefore.internetTime)
            $0.member("serialNumber", facts.serialNumber)
            $0.member("standing", word)
            $0.memberIfPresent("standingSince", since?.internetTime)
            $0.member("subject", facts.subject)
            $0.member("use", use)
        }
    }
}

/// What a command did to a store's CA, as one JSON object with a version.
public struct AuthorityDocument: JSONEncodable, Sendable {
    private let keys: [AuthorityReport]
    private let lists: [RevocationListReport]?
    private let merged: [RevocationListNotice]?
    private let issued: Int?

    /// Creates a document about every key of the CA, the current one first.
    ///
    /// - Parameters:
    ///   - lists: the CRLs that were written; nil if the command writes none.
    ///   - merged: the results for the CRLs to merge; nil if the command takes none.
    ///   - issued: the number of certificates that the CA issued and that were moved with it.
    /// - Throws: ``AdministrationError/store(_:)`` or ``AdministrationError/cryptography(_:)``.
    public init(
        of database: CertStore, lists: [RevocationListReport]? = nil,
        merged: [RevocationListNotice]? = nil, issued: Int? = nil
    ) throws(AdministrationError) {
        self.lists = lists
        self.merged = merged
        self.issued = issued
        keys = try storing(database.ownAuthorities()).map { (own) throws(AdministrationError) in
            try AuthorityReport(own)
        }
    }

    /// Writes its members.
    public func encode(into writer: inout JSONWriter) {
        writer.object {
            $0.memberIfPresent("issued", issued)
            $0.memberIfPresent("crls", lists)
            $0.memberIfPresent("merged", merged?.map(MergedList.init))
            $0.member("keys", keys)
            $0.member("version", 1)
        }
    }
}

/// The result of merging one CRL of the CA.
private struct MergedList: JSONEncodable {
    let notice: RevocationListNotice

    init(_ notice: RevocationListNotice) { self.notice = notice }

    func encode(into writer: inout JSONWriter) {
        guard case .merged(let list, let count, let isLater) = notice else { return writer.object { _ in } }
        writer.object {
            $0.member("isLater", isLater)
            $0.member("issuer", list.issuer)
            $0.member("newRevocations", count)
            $0.memberIfPresent("number", list.number)
        }
    }
}
