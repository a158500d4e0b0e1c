public import CMS
public import CertStore
public import FoundationEssentials
import Octets

/// The result of adding a CRL to a store, or a warning about it.
public enum RevocationListNotice: Sendable, Equatable {
    /// The CRL is now in the store.
    case imported(RevocationList)
    /// It was already in the store.
    case alreadyThere(RevocationList)
    /// The store has a later one of the same CA.
    case superseded(RevocationList, by: RevocationList)
    /// A CRL of the store's own CA was merged into its revocations; how many were new, and whether
    /// its number is higher than that of the last CRL known here.
    case merged(RevocationList, revocations: Int, isLater: Bool)
    /// It and another CRL of its CA both remain, because it is undecided which is later.
    case undecided(RevocationList, and: RevocationList)
    /// The previous CRL is from the future.
    case notYetIssued
    /// The previous CRL is past its next update, or has none.
    case outOfDate
    /// CAs of the store have its issuer's name but another key, so it does not cover their certificates.
    case namesakes(RevocationList, signers: [Certificate], others: [Certificate])
    /// It is a delta CRL, and the store has no complete one of its CA.
    case deltaAlone(RevocationList)

    /// Returns the notices about each CRL.
    public static func notices(
        of additions: [RevocationListAddition], of lists: [RevocationList], at instant: Date
    ) -> [RevocationListNotice] {
        zip(lists, additions).flatMap { list, addition -> [RevocationListNotice] in
            var notices: [RevocationListNotice]
            switch addition {
            case .added(_, let undecided):
                notices = [.imported(list)] + undecided.map { .undecided(list, and: $0) }
            case .alreadyPresent: notices = [.alreadyThere(list)]
            // Faults of the earlier CRL do not matter.
            case .superseded(let later): return [.superseded(list, by: later)]
            case .merged(let count, let isLater):
                return [.merged(list, revocations: count, isLater: isLater)]
            }
            guard !list.isDelta else { return notices }
            if list.thisUpdate > instant {
                notices.append(.notYetIssued)
            } else if list.nextUpdate.map({ $0 <= instant }) ?? true {
                notices.append(.outOfDate)
            }
            return notices
        }
    }

    /// Finds the certificates that CRLs of the store do not cover: those of CAs with the same name as the
    /// issuer, and, for a lone delta CRL, all that it does not revoke.
    ///
    /// - Throws: the errors of the store.
    public static func gaps(
        of lists: [RevocationList], in database: CertStore, at instant: Date
    ) throws(CertStoreError) -> [RevocationListNotice] {
        try namesakes(of: lists, in: database, at: instant) + deltasAlone(among: lists, in: database)
    }

    private static func namesakes(
        of lists: [RevocationList], in database: CertStore, at instant: Date
    ) throws(CertStoreError) -> [RevocationListNotice] {
        let authorities = try database.authorities()
        func namesakes(of list: RevocationList) -> [Certificate] {
            authorities.filter { list.hasIssuerName(of: $0) && !list.isIssued(by: $0) }
        }
        guard lists.contains(where: { !namesakes(of: $0).isEmpty }) else { return [] }
        let anchors: TrustAnchors
        let trusted = try database.trustAnchors().map(\.certificate)
        do throws(CMSError) { anchors = try TrustAnchors(trusted) } catch { throw .cryptography(error) }
        return lists.compactMap { list in
            // A CA with several keys under one trust anchor may sign its CRLs with any of them.
            let others = namesakes(of: list).filter {
                !anchors.isAuthorized(list, issuer: $0, knowing: authorities, at: instant)
            }
            let signers = authorities.filter(list.isIssued)
            return others.isEmpty ? nil : .namesakes(list, signers: signers, others: others)
        }
    }

    private static func deltasAlone(
        among lists: [RevocationList], in database: CertStore
    ) throws(CertStoreError) -> [RevocationListNotice] {
        guard lists.contains(where: \.isDelta) else { return [] }
        let complete = Set(try database.revocationLists().filter { !$0.isDelta }.map(\.issuer))
        return lists.filter { $0.isDelta && !complete.contains($0.issuer) }.map { .deltaAlone($0) }
    }
}

extension RevocationListNotice: CustomStringConvertible {
    /// Whether it is a warning.
    public var isWarning: Bool {
        switch self {
        case .imported, .alreadyThere, .superseded, .merged: false
        case .undecided, .notYetIssued, .outOfDate, .namesakes, .deltaAlone: true
        }
    }

    /// The notice, for people.
    public var description: String {
        switch self {
        case .imported(let list): "imported \(list.title): \(list.count) revoked, \(list.nextUpdateText)"
        case .alreadyThere(let list): "\(list.title) is already in the store"
        case .superseded(let list, let later):
            "skipped \(list.title): the store has a later one of the same CA, \(later.dateText)"
        case .merged(let list, let count, let isLater):
            "merged \(list.title): \(counted(count, "new revocation"))"
                + (isLater ? "" : "; its number is not higher than that of the last CRL here")
        case .undecided(_, let other):
            "cannot tell which is later, this CRL or that \(other.dateText): certificates that either "
                + "revokes are refused"
        case .notYetIssued: "it is from the future; until that time, certificates of its CA are refused"
        case .outOfDate:
            "it is out of date; until a later one is imported, certificates of its CA are refused"
        case .namesakes(let list, let signers, let others):
            "\(list.title), was signed by the CA \(Self.identifiers(signers)): "
                + "certificates of the CA \(Self.identifiers(others)), which has the "
                + "same name, are not covered"
        case .deltaAlone(let list):
            "\(list.title), is only a delta: until a complete CRL of the CA is imported too, its "
                + "certificates are refused"
        }
    }

    /// Returns the first 16 digits of the fingerprints, as lists of trust anchors show them.
    private static func identifiers(_ certificates: [Certificate]) -> String {
        certificates.prefix(4).map { String($0.fingerprint.prefix(16)) }.joined(separator: ", ")
            + (certificates.count > 4 ? " and \(certificates.count - 4) more" : "")
    }
}

extension RevocationList {
    /// "the CRL of CN=…, number 4, issued 2026-11-23T12:00:00Z", for people.
    public var title: String { "the \(isDelta ? "delta CRL" : "CRL") of \(printable(issuer)), \(dateText)" }

    fileprivate var dateText: String {
        (number.map { "number \($0), " } ?? "") + "issued \(thisUpdate.internetTime)"
    }

    fileprivate var nextUpdateText: String {
        nextUpdate.map { "next update \($0.internetTime)" } ?? "no next update"
    }
}
