internal import SIPMessage

extension Catalogue {
    /// Authentication and the negotiation of protection on the access leg.
    static let securityRows = [
        authorization, authorizationUsername, authorizationURI, wwwAuthenticate, proxyAuthorization,
        proxyAuthenticate, authenticationInfo, securityClient, securityServer, securityVerify,
    ]

    static let authorization = CatalogueRow(
        header: "Authorization", .home, [.credentials, .presentity, .watcher], .critical,
        reveals: "User name, realm, target and the response to a challenge; in IMS the private identity.",
        userAgent: "Avoid it: authenticate by a security association.",
        residual: "The password can be guessed offline, and the private identity is in clear.",
        because: "A private identity together with proof of its password.",
        mitigation: "Authenticate by AKA or TLS; no Digest on unencrypted access; a hashed user name.",
        by: .others, source: "RFC 3261 §20.7, §22.4; RFC 3323 §6; RFC 8760; RFC 7616")

    static let authorizationUsername = CatalogueRow(
        "Authorization;username", .parameter, of: "Authorization", .home,
        [.presentity, .watcher, .credentials], .critical,
        reveals: "The private identity of the subscription.",
        userAgent: "Send a hashed user name.",
        residual: "In IMS it often contains the IMSI.",
        because: "A permanent identifier that links all public ones.",
        mitigation: "Use userhash=true, or TLS.",
        by: .others, source: "RFC 7616 §3.4.4; 3GPP TS 23.003 §13.3 (not verified)")

    static let authorizationURI = CatalogueRow(
        "Authorization;uri", .parameter, of: "Authorization", .home, [.presentity, .relation], .medium,
        reveals: "The original target.",
        userAgent: "Nothing: the digest covers it.",
        residual: "A privacy proxy cannot change it, so the original target stays.",
        because: "It reveals the original of a changed target.",
        mitigation: "Do not use Digest towards targets that must stay hidden.",
        source: "RFC 3261 §22.4")

    static let wwwAuthenticate = CatalogueRow(
        header: "WWW-Authenticate", .home, [.credentials, .topology], .medium,
        reveals: "Realm and challenge; with AKA, the network's challenge to the SIM card.",
        userAgent: "Nothing: the server writes it.",
        residual: "A challenge can identify a subscriber.",
        because: "Challenge material; session keys in it must not pass the P-CSCF.",
        mitigation: "Encrypt the hop.",
        by: .others, source: "RFC 3261 §20.44; RFC 3310")

    static let proxyAuthorization = CatalogueRow(
        header: "Proxy-Authorization", .home, [.credentials, .presentity, .watcher], .high,
        reveals: "The same as Authorization, addressed to a proxy.",
        userAgent: "Avoid it.",
        residual: "The password can be guessed offline.",
        because: "A credential, although the proxy removes it.",
        mitigation: "Use TLS or a security association.",
        by: .others, source: "RFC 3261 §20.28, §23.4.1.1")

    static let proxyAuthenticate = CatalogueRow(
        header: "Proxy-Authenticate", .home, [.credentials, .topology], .low,
        reveals: "The realm of a proxy and its challenge.",
        userAgent: "Nothing: the proxy writes it.",
        residual: "The operator's domain.",
        because: "It names no user.",
        mitigation: "Encrypt the hop.",
        by: .others, source: "RFC 3261 §20.27")

    static let authenticationInfo = CatalogueRow(
        header: "Authentication-Info", .home, [.credentials], .low,
        reveals: "The server's proof and its next challenge.",
        userAgent: "Nothing: the server writes it.",
        residual: "Nothing of note.",
        because: "Authentication data without a name.",
        mitigation: "Encrypt the hop.",
        by: .others, source: "RFC 3261 §20.6, §23.4.1.2")

    static let securityClient = CatalogueRow(
        header: "Security-Client", .accessLeg, [.capabilities, .credentials], .low,
        reveals: "The protection the terminal offers, with algorithms and ports.",
        userAgent: "Nothing if protection is negotiated.",
        residual:
            "Sent before protection starts; a downgrade goes unnoticed until verification.",
        because: "It shows an eavesdropper where encryption will be missing.",
        mitigation: "Offer only encryption if clear text is not allowed.",
        source: "RFC 3329 §2.2-2.3, appendix A; TS 33.203 §7")

    static let securityServer = CatalogueRow(
        header: "Security-Server", .accessLeg, [.capabilities, .credentials], .low,
        reveals: "The protection the P-CSCF selects.",
        userAgent: "Nothing: the P-CSCF writes it.",
        residual: "Sent before protection starts.",
        because: "No ealg, or a null one, means that the access leg is not encrypted.",
        mitigation: "Read it and choose the body's protection accordingly.",
        source: "RFC 3329 appendix A")

    static let securityVerify = CatalogueRow(
        header: "Security-Verify", .accessLeg, [.capabilities, .credentials], .low,
        reveals: "The server's list repeated, including algorithms and ports.",
        userAgent: "Nothing if protection is negotiated.",
        residual: "Every request shows null encryption.",
        because: "It repeats the protection in use.",
        mitigation: "Compare it with Security-Server, and detect missing encryption.",
        by: .others, source: "RFC 3329 §2.3.1, §5")
}
