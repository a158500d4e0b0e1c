import CMS
import SMIMEAgent
import SMIMEBody

/// The options of `protect`.
enum ProtectParameters {
    /// The parameters, which have the names of options of `encrypt` and `sign`.
    static let names: Set<String> = [
        "only", "form", "from", "to", "cipher", "derive-key", "rsa-key-transport", "rsa-signature",
        "transfer-encoding", "pad", "tunnel", "outer-headers", "strict-pidf", "require-revocation",
    ]

    private enum Only: String, CaseIterable { case sign }
    private enum Form: String, CaseIterable { case detached, opaque }
    private enum Outer: String, CaseIterable { case none, minimal, anonymous }

    /// Returns the options for the agent.
    ///
    /// - Throws: ``Problem`` with 400 if values are invalid, relax a check or cannot be combined.
    static func options(
        _ query: QueryParameters, profile: Profile, padding: Int?
    ) throws(Problem) -> SendingOptions {
        let form = try query.choice("form", of: Form.self)
        let signsOnly = try query.choice("only", of: Only.self) != nil
        if form != nil, !signsOnly { throw .invalid("parameter 'form' requires 'only=sign'") }
        let protection: SendingOptions.Protection =
            !signsOnly ? .signedAndEnveloped : form == .opaque ? .signedOpaque : .signedDetached
        var options = SendingOptions(protection, operation: "protect")
        options.sender = try query.addresses("from").first
        options.recipients = try query.addresses("to")
        options.rsaSignature = try query.choice("rsa-signature", of: Signer.RSASignature.self)
        options.transferEncoding = try query.choice(
            "transfer-encoding", of: ProtectionOptions.TransferEncoding.self)
        options.content.entity = profile.opening.entity
        options.content.presence = try query.flag("strict-pidf") ? .strict : profile.opening.presence
        if signsOnly {
            for name in [
                "cipher", "derive-key", "rsa-key-transport", "pad", "outer-headers", "require-revocation",
            ]
            where query.text(name) != nil {
                throw .invalid("parameters '\(name)' and 'only=sign' cannot be combined")
            }
            // A signed tunnel is readable, so leaving fields out of the outside would hide nothing.
            if try query.flag("tunnel") { options.tunnel = .init(.none, name: Outer.none.rawValue) }
            return options
        }
        try readEnvelope(query, profile, into: &options)
        options.padding =
            try query.number("pad", in: Padding.buckets).flatMap { Padding(bucket: $0) }
            ?? padding.flatMap { Padding(bucket: $0) }
        return options
    }

    private static func readEnvelope(
        _ query: QueryParameters, _ profile: Profile, into options: inout SendingOptions
    ) throws(Problem) {
        if let name = query.text("cipher") {
            guard let cipher = ContentCipher.preferred.first(where: { $0.name == name }) else {
                let all = ContentCipher.preferred.map(\.name).joined(separator: ", ")
                throw .invalid("parameter 'cipher' requires one of: \(all)")
            }
            guard cipher.isAuthenticated || profile.allowsCBC else {
                throw .invalid("this socket's profile does not allow ciphers without authentication")
            }
            options.content.cipher = cipher
        }
        options.content.keyDerivation = try query.flag("derive-key") ? .hkdfSHA256 : nil
        options.content.rsaKeyTransport =
            try query.choice("rsa-key-transport", of: Enveloper.RSAKeyTransport.self) ?? .oaep
        guard options.content.rsaKeyTransport != .pkcs1 || profile.allowsPKCS1 else {
            throw .invalid("this socket's profile does not allow the key transport of PKCS#1 v1.5")
        }
        options.revocation = profile.opening.revocation
        if try query.flag("require-revocation") { options.revocation.unlisted = .refuse }
        let outer = try query.choice("outer-headers", of: Outer.self)
        guard try query.flag("tunnel") else {
            if outer != nil { throw .invalid("parameter 'outer-headers' requires 'tunnel'") }
            return
        }
        if let headers = profile.outerHeaders {
            if outer != nil { throw .invalid("this socket's profile sets the outer headers") }
            options.tunnel = headers
            return
        }
        let policy: OuterHeaderPolicy =
            switch outer ?? .minimal {
            case .none: .none
            case .minimal: .minimal
            case .anonymous: .anonymous(profile.rewritesDialog ? .rewritten : .kept)
            }
        options.tunnel = .init(policy, name: (outer ?? .minimal).rawValue)
    }
}
