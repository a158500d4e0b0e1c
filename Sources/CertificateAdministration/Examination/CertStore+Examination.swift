import CMS
public import CertStore
public import FoundationEssentials
import Octets

extension CertStore {
    /// Checks what in the store expires, is missing or is dated after `instant`: its CA, the certificates
    /// with private keys, its CRLs, and the clock of this machine.
    ///
    /// - Throws: the errors of the store.
    public func examine(at instant: Date) throws(CertStoreError) -> [Finding] {
        let anchors = try trustAnchors()
        let lists = try revocationLists()
        var latest = lists.map(\.thisUpdate).max()
        let certificates = try examineCertificates(at: instant, latest: &latest)
        return try examineAuthority(at: instant) + certificates
            + anchorFindings(anchors, lists: lists, at: instant)
            + lists.compactMap { Finding(about: $0, at: instant) }
            + [Finding(aboutClock: instant, latest: latest)]
    }

    private func examineAuthority(at instant: Date) throws(CertStoreError) -> [Finding] {
        guard let current = try ownAuthorities().first(where: { $0.standing == .current }) else { return [] }
        switch current.use {
        case .inUse: break
        case .exported:
            return [
                Finding(
                    "CA", .note, "exported: it signs nothing in this store", remedy: "use the other store")
            ]
        case .awaitsLastList:
            return [
                Finding(
                    "CA", .warning, "signs nothing yet, because it comes from a copy or an import",
                    remedy: "smime-presence ca crl --merge LAST.crl, or --no-crl-was-lost")
            ]
        }
        let end = current.certificate.facts.notAfter
        let text = "valid until \(end.internetTime)"
        if end < instant {
            return [
                Finding("CA", .broken, "expired on \(end.internetTime)", remedy: "smime-presence ca renew")
            ]
        }
        guard end < instant + Self.days(90) else { return [Finding("CA", .ok, text)] }
        return [Finding("CA", .warning, text, remedy: "smime-presence ca renew")]
    }

    private func examineCertificates(
        at instant: Date, latest: inout Date?
    ) throws(CertStoreError) -> [Finding] {
        var (count, ending, expired) = (0, 0, 0)
        var newest = latest
        try forEachEntry(CertificateFilter(), at: instant) { entry in
            newest = max(newest ?? entry.notBefore, entry.notBefore)
            guard entry.hasPrivateKey, !entry.isSuperseded, !entry.isRevoked else { return }
            count += 1
            if entry.notAfter < instant {
                expired += 1
            } else if entry.notAfter < instant + Self.days(CertificateTable.soon) {
                ending += 1
            }
        }
        latest = newest
        guard ending + expired > 0 else {
            return [
                Finding("certificates", .ok, "\(counted(count, "current certificate")) with private keys")
            ]
        }
        var findings: [Finding] = []
        if expired > 0 {
            findings.append(
                Finding(
                    "certificates", .warning, "\(counted(expired, "certificate")) with private keys expired",
                    remedy: "smime-presence cert list --state expired, then cert renew or cert remove"))
        }
        if ending > 0 {
            findings.append(
                Finding(
                    "certificates", .warning,
                    "\(counted(ending, "certificate")) with private keys "
                        + "\(ending == 1 ? "ends" : "end") within \(CertificateTable.soon) days",
                    remedy:
                        "smime-presence cert list --expires-within \(CertificateTable.soon), then cert renew"
                ))
        }
        return findings
    }

    private func anchorFindings(
        _ anchors: [TrustAnchor], lists: [RevocationList], at instant: Date
    ) -> [Finding] {
        guard !anchors.isEmpty else {
            return [
                Finding(
                    "trust", .warning, "there is no trust anchor: every certificate is refused",
                    remedy: "smime-presence trust add FILE")
            ]
        }
        var findings: [Finding] = []
        for anchor in anchors {
            let (name, facts) = (printable(anchor.certificate.facts.subject), anchor.certificate.facts)
            if anchor.isTestAuthorityWithPublishedKeys {
                findings.append(
                    Finding(
                        "trust", .warning, "the keys of \(name) are public: its certificates prove nothing",
                        remedy: "smime-presence trust remove \(anchor.identifier)"))
            }
            if facts.notAfter < instant, !anchor.isFormer {
                findings.append(
                    Finding(
                        "trust", .broken, "\(name) expired on \(facts.notAfter.internetTime)",
                        remedy: "smime-presence trust add FILE with its new certificate"))
            }
            if !anchor.isOwnAuthority, !lists.contains(where: { $0.isIssued(by: anchor.certificate) }) {
                findings.append(
                    Finding(
                        "CRLs", .note,
                        "no CRL for \(name): revoked certificates will not be detected",
                        remedy: "smime-presence trust crl import FILE"))
            }
        }
        return findings.isEmpty ? [Finding("trust", .ok, counted(anchors.count, "trust anchor"))] : findings
    }

    fileprivate static func days(_ number: Int) -> Double { Double(number) * 86_400 }
}

extension Finding {
    /// The number of days before the next update of a CRL from which a warning is given.
    private static let listSoon = 7

    /// Nil if nothing is wrong with the CRL.
    fileprivate init?(about list: RevocationList, at instant: Date) {
        let remedy = "smime-presence trust crl import FILE with a later one"
        if list.thisUpdate > instant {
            self.init(
                "CRLs", .broken, "\(list.title), is from the future: certificates of its CA are refused",
                remedy: "check the clock")
        } else if list.nextUpdate.map({ $0 <= instant }) ?? true {
            self.init(
                "CRLs", .broken, "\(list.title), is out of date: certificates of its CA are refused",
                remedy: remedy)
        } else if let end = list.nextUpdate, end < instant + CertStore.days(Self.listSoon) {
            self.init("CRLs", .warning, "\(list.title), ends on \(end.internetTime)", remedy: remedy)
        } else {
            return nil
        }
    }

    fileprivate init(aboutClock instant: Date, latest: Date?) {
        // Certificates of this store become valid some minutes before they are issued.
        if let latest, instant < latest {
            self.init(
                "clock", .broken,
                "\(instant.internetTime) is before \(latest.internetTime), a date in the store",
                remedy: "set the clock, and synchronize it with a time server")
        } else {
            self.init("clock", .ok, instant.internetTime)
        }
    }
}
