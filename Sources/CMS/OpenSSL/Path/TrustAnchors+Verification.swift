public import struct FoundationEssentials.Date

extension TrustAnchors {
    /// Finds a valid path from `certificate` to a trust anchor as of `instant`.
    ///
    /// The certificates of a message are `intermediates`: they may help to build the path, but not end it. A
    /// path has at most six certificates.
    ///
    /// Every certificate of the path except the anchor is checked against the CRLs of its issuer:
    /// - A certificate that any CRL revokes with a date up to `instant` is refused,
    ///   whether the CRL is current or not.
    /// - Only a complete CRL that is current at `instant`, from thisUpdate to nextUpdate, proves that a
    ///   certificate is not revoked. A CRL without nextUpdate is outdated from the start.
    /// - An outdated CRL is refused unless ``RevocationPolicy/outdated`` allows it.
    /// - A complete CRL with a broken signature or an unknown critical extension makes every certificate of
    ///   its issuer invalid, whatever the policy.
    ///
    /// Every certificate of the path, the anchor included, is refused if its key is one of
    /// ``compromisedKeys``.
    ///
    /// With `remembering`, a valid path is kept, and returned at once if the same certificates are asked
    /// about again before a certificate or CRL that was looked at begins or ends, or a revocation takes
    /// effect. Set it only if `instant` is the present. A refusal is never kept.
    ///
    /// - Throws: ``CMSError/expired(_:at:)``, ``CMSError/notYetValid(_:at:)``,
    ///   ``CMSError/revoked(_:at:reason:)``, ``CMSError/revocationUnknown(_:_:)`` or
    ///   ``CMSError/untrusted(_:code:reason:)``, each with the certificate at fault, or
    ///   ``CMSError/weakAlgorithm(_:)``. RFC 5280 §6.
    public func verify(
        _ certificate: Certificate, intermediates: [Certificate] = [], at instant: Date,
        strength: AlgorithmStrength = .current, revocation policy: RevocationPolicy = RevocationPolicy(),
        remembering: Bool = false
    ) throws(CMSError) -> TrustedPath {
        let question = RememberedPaths.Question(
            certificate: certificate, helpers: intermediates, strength: strength, policy: policy)
        if remembering, let known = remembered.path(for: question, at: instant) { return known }
        let path = try path(
            of: certificate, intermediates: intermediates, at: instant, strength: strength, policy: policy)
        if remembering, question.canBeKept(with: path),
            let span = steadySpan(around: instant, knowing: path.certificates)
        {
            remembered.keep(path, for: question, within: span)
        }
        return path
    }

    /// Searches for the path, whatever is remembered.
    private func path(
        of certificate: Certificate, intermediates: [Certificate], at instant: Date,
        strength: AlgorithmStrength, policy: RevocationPolicy
    ) throws(CMSError) -> TrustedPath {
        let search = PathSearch(
            anchors: self, certificate: certificate, helpers: intermediates + self.intermediates,
            instant: instant, strength: strength)
        let check = datedLists.map {
            RevocationCheck(revocationLists, in: $0, at: instant, isUndatedKnown: false)
        }
        let path = try search.path(checking: check)
        // libcrypto takes such a key for an issuer's.
        if let forgeable = path.first(where: { $0.facts.key == .ed25519OfSmallOrder }) {
            throw .untrusted(forgeable, code: Self.unspecifiedError, reason: "its key has a small order")
        }
        for certificate in path {
            guard let revoked = compromise(ofKeyIn: certificate, at: instant) else { continue }
            throw .revoked(certificate, at: revoked.revokedAt, reason: revoked.reason)
        }
        var outdated = check?.outdated ?? []
        if let check, let completeLists, !check.undated.isEmpty {
            // For certificates that only CRLs without nextUpdate cover: check again
            // whether these CRLs can be used.
            let all = RevocationCheck(revocationLists, in: completeLists, at: instant, isUndatedKnown: true)
            guard try search.path(checking: all) == path else {
                throw .untrusted(certificate, code: Self.unspecifiedError, reason: "no single path")
            }
            outdated += check.undated
        }
        // A revocation in a weakly signed CRL was accepted above; the absence of one is not.
        if strength == .current { try refuseWeakLists(of: path.dropFirst()) }
        return try trusted(path, outdated: outdated, check: check, policy: policy, at: instant)
    }

    private func refuseWeakLists(of issuers: ArraySlice<Certificate>) throws(CMSError) {
        for issuer in issuers {
            let weak = revocationLists.first { $0.weakAlgorithm != nil && $0.isIssued(by: issuer) }
            if let algorithm = weak?.weakAlgorithm { throw .weakAlgorithm(algorithm) }
        }
    }

    /// Returns the path, unless CRLs that the policy requires are missing or outdated.
    private func trusted(
        _ path: [Certificate], outdated: [(depth: Int, list: RevocationList)], check: RevocationCheck?,
        policy: RevocationPolicy, at instant: Date
    ) throws(CMSError) -> TrustedPath {
        guard let leaf = path.first, let anchor = path.last else { throw .noCertificate }
        let unlisted = check?.unlisted ?? Array(path.indices.dropLast())
        if policy.unlisted == .refuse, let depth = unlisted.first {
            throw .revocationUnknown(path.indices.contains(depth) ? path[depth] : leaf, .noCRL)
        }
        if policy.outdated == .refuse, let (depth, list) = outdated.first {
            throw .revocationUnknown(
                path.indices.contains(depth) ? path[depth] : leaf,
                RevocationObstacle(outdated: list, at: instant))
        }
        return TrustedPath(
            certificates: path, anchor: anchor,
            unlisted: unlisted.compactMap { path.indices.contains($0 + 1) ? path[$0 + 1] : nil },
            outdated: outdated.map(\.list))
    }

    /// X509_V_ERR_UNSPECIFIED.
    private static let unspecifiedError: Int32 = 1
}

extension RevocationObstacle {
    /// Creates the obstacle of a CRL that cannot prove, as of an instant, that a certificate is not revoked.
    init(outdated list: RevocationList, at instant: Date) {
        guard list.thisUpdate <= instant else {
            self = .notYetIssued(thisUpdate: list.thisUpdate)
            return
        }
        self = list.nextUpdate.map { .expired(nextUpdate: $0) } ?? .noNextUpdate(thisUpdate: list.thisUpdate)
    }
}
