import struct FoundationEssentials.Date

/// The search for the trust anchors of a certificate, independent of CRLs.
///
/// libcrypto chooses the issuers of a path by name and key identifier and does not try others. A certificate
/// crafted for that could mislead it, and a CRL would be ignored. This search considers only authorities that
/// descend from an anchor by verified signatures; libcrypto then validates each chain of them separately.
struct AnchorSearch {
    private let anchors: TrustAnchors
    private let instants: [Date]
    /// The anchors, and the authorities below them.
    private let authorities: [Certificate]

    /// - Parameter instants: a chain counts if it is valid at one of them.
    init(_ anchors: TrustAnchors, knowing known: [Certificate], at instants: [Date]) {
        self.anchors = anchors
        self.instants = instants
        var found = anchors.certificates
        var others = known.filter { $0.facts.isCertificationAuthority && !found.contains($0) }
        var begin = 0
        while begin < found.count {
            let parents = found[begin...]
            begin = found.count
            let children = others.filter { child in parents.contains(where: child.isIssued) }
            others.removeAll(where: children.contains)
            found += children
        }
        authorities = found
    }

    /// Returns every anchor that a valid chain of authorities leads to.
    func anchors(of certificate: Certificate) -> Set<Certificate> {
        var found: Set<Certificate> = []
        var chains = [[certificate]]
        // An anchor has few authorities below it; the limit guards against renewed
        // ones, which multiply chains.
        var attempts = 0
        while let chain = chains.popLast(), let last = chain.last, attempts < Self.maximumChains {
            attempts += 1
            if anchors.certificates.contains(last) {
                if isValid(chain) { found.insert(last) }
                continue
            }
            guard chain.count < Self.maximumLength else { continue }
            for issuer in authorities where !chain.contains(issuer) && last.isIssued(by: issuer) {
                chains.append(chain + [issuer])
            }
        }
        return found
    }

    /// Returns whether a chain is valid; a weak algorithm must not hide a revocation.
    private func isValid(_ chain: [Certificate]) -> Bool {
        guard let certificate = chain.first else { return false }
        return instants.contains { instant in
            let search = PathSearch(
                anchors: anchors, certificate: certificate, helpers: Array(chain.dropFirst()),
                instant: instant,
                strength: .anyIncludingWeak)
            return (try? search.path(checking: nil))?.last == chain.last
        }
    }

    private static let maximumLength = 6
    private static let maximumChains = 100
}
