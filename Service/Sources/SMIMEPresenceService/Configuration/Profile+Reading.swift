import CMS
import Configuration
import SMIMEAgent
import SMIMEBody

extension Profile {
    /// Reads a profile; the default profile may be missing or have no `operations`.
    ///
    /// - Throws: ``ConfigurationFault``.
    static func read(
        _ name: String, from file: ConfigReader, isDefault: Bool
    ) throws(ConfigurationFault) -> Profile {
        let member = file.scoped(to: ConfigKey(["profile", name]))
        var profile = Profile(name: name)
        let operations = member.stringArray(forKey: "operations")
        if let operations {
            profile.operations = []
            for word in operations {
                guard let operation = Operation(rawValue: word) else {
                    throw .invalidValue(
                        member: "service.profile.\(name).operations",
                        expected: "a list of " + Operation.allCases.map(\.rawValue).joined(separator: ", ")
                            + ", not '\(word)'")
                }
                profile.operations.insert(operation)
            }
        } else if !isDefault, !file.stringArray(forKey: ConfigKey([" profiles"]), default: []).contains(name)
        {
            throw .unknownProfile(name)
        }
        if let patterns = try profile.patterns("sign-for", of: member) { profile.signing = .only(patterns) }
        for (list, demand) in [
            ("require-protection", ProtectionDemand.required), ("prefer-protection", .preferred),
            ("without-protection", .off),
        ] {
            for pattern in try profile.patterns(list, of: member) ?? [] {
                profile.protection.add(demand, for: pattern)
            }
        }
        profile.peers = Set(member.intArray(forKey: "peers", default: []).compactMap { UInt32(exactly: $0) })
        profile.readChecks(member)
        try profile.readFiles(member)
        return profile
    }

    /// Returns the patterns of addresses in a member; nil if the profile does not have it.
    ///
    /// - Throws: ``ConfigurationFault`` for the first text that is no pattern.
    private func patterns(
        _ name: String, of member: ConfigReader
    ) throws(ConfigurationFault) -> [AddressPattern]? {
        guard let texts = member.stringArray(forKey: ConfigKey([name])) else { return nil }
        var patterns: [AddressPattern] = []
        for text in texts {
            guard let pattern = AddressPattern(text) else {
                throw .invalidValue(
                    member: "service.profile.\(self.name).\(name)",
                    expected: "addresses such as sip:alice@example.com or sip:*@example.com, not '\(text)'")
            }
            patterns.append(pattern)
        }
        return patterns
    }

    private mutating func readChecks(_ member: ConfigReader) {
        func isSet(_ name: String) -> Bool { member.bool(forKey: ConfigKey([name]), default: false) }
        if isSet("any-entity") { opening.entity = .any }
        if isSet("any-target") { opening.target = .any }
        if isSet("allow-unsigned") { opening.unsigned = .allow }
        if isSet("allow-weak") { opening.strength = .anyIncludingWeak }
        if isSet("require-aead") { opening.encryption = .authenticated }
        if isSet("strict-pidf") { opening.presence = .strict }
        if isSet("allow-domain-signer") { opening.domainSigner = .anyMessage }
        if isSet("allow-unbound") { opening.unbound = .allow }
        if isSet("require-binding") { opening.unbound = .refuse }
        if isSet("require-revocation") { opening.revocation.unlisted = .refuse }
        if isSet("allow-stale-crl") { opening.revocation.outdated = .allow }
        acceptsAnySender = isSet("any-sender")
        trustsAssertedIdentity = isSet("trust-asserted-identity")
        rewritesDialog = isSet("rewrite-dialog")
        allowsCBC = isSet("allow-cbc")
        allowsPKCS1 = isSet("allow-pkcs1")
    }
}
