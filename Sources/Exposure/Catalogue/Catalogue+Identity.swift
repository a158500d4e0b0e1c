internal import SIPMessage

extension Catalogue {
    /// Who takes part: the originator and the target.
    static let identityRows = [
        from, fromDisplayName, fromTag, to, replyTo, pAssertedIdentity, pPreferredIdentity, pCalledPartyID,
        pAssociatedURI, pServedUser, pProfileKey, pPrivateNetworkIndication, organization, privacy,
    ]

    static let from = CatalogueRow(
        header: "From", .endToEnd, [.presentity, .watcher, .relation], .critical,
        reveals: "The sender: the watcher in SUBSCRIBE, the presentity in PUBLISH and NOTIFY.",
        userAgent: "Use the anonymous form outside and keep the tag.",
        residual:
            "In NOTIFY the address belongs to the subscription, so a server cannot "
            + "change it for older watchers.",
        because: "A lasting personal identifier, and one half of the pair of watcher and presentity.",
        mitigation:
            "Put the true From in an encrypted inner message; let the network assert the "
            + "identity under Privacy: id.",
        by: .others, source: "RFC 3261 §23.4.1.2, §23.4.3; RFC 3323 §4.1.1.3")

    static let fromDisplayName = CatalogueRow(
        "From;display-name", .displayName, of: "From", .endToEnd, [.presentity, .watcher], .high,
        reveals: "The sender's display name.",
        userAgent: "Leave it out or send \"Anonymous\".",
        residual: "Nothing once it is left out.",
        because: "A plain personal name that no proxy needs.",
        mitigation: "Send it only inside the protected part.",
        source: "RFC 3323 §4.1.1.1")

    static let fromTag = CatalogueRow(
        "From;tag / To;tag", .parameter, of: "From", .endToEnd, [.activity], .low,
        reveals: "Which dialog the message belongs to.",
        userAgent: "Choose tags at random, never from personal data.",
        residual: "All messages of one subscription can be linked.",
        because: "The link ends with the dialog.",
        mitigation: "Use at least 32 random bits, new for each dialog.",
        source: "RFC 3261 §19.3")

    static let to = CatalogueRow(
        header: "To", .endToEnd, [.presentity, .watcher, .relation], .critical,
        reveals: "The target: the presentity in SUBSCRIBE and PUBLISH, the watcher in NOTIFY.",
        userAgent: "Address an alias or a list: the Request-URI names the target too.",
        residual: "Changing To alone gains little.",
        because: "The other half of the pair of watcher and presentity.",
        mitigation: "Use a list address, or an address that names no person.",
        source: "RFC 3261 §23.4.1.2")

    static let replyTo = CatalogueRow(
        header: "Reply-To", .endToEnd, [.presentity, .watcher], .high,
        reveals: "Another address of the sender.",
        userAgent: "Leave it out.",
        residual: "Nothing once it is left out.",
        because: "A second personal address links two identities.",
        mitigation: "Send it only inside the protected part.",
        source: "RFC 3261 §23.4.1.2; RFC 3323 §4.1")

    static let pAssertedIdentity = CatalogueRow(
        header: "P-Asserted-Identity", .trustDomain, [.presentity, .watcher, .relation], .critical,
        reveals: "The verified identity, as a SIP address and often as a telephone number.",
        userAgent: "Ask for Privacy: id.",
        residual:
            "Every server of the trust domain reads it, and so does the far terminal "
            + "unless privacy is requested.",
        because: "A verified identity that an anonymous From does not hide.",
        mitigation: "Send Privacy: id, and remove it towards terminals and foreign domains.",
        by: .others, source: "RFC 3325 §5, §7; RFC 5876 §3.2, §4")

    static let pPreferredIdentity = CatalogueRow(
        header: "P-Preferred-Identity", .accessLeg, [.presentity, .watcher], .critical,
        reveals: "The public identity that the terminal wants to be asserted.",
        userAgent: "Leave it out; the P-CSCF then uses the default identity.",
        residual: "If sent, it is in clear on an unencrypted access leg.",
        because: "It reveals what an anonymous From hides.",
        mitigation: "Rely on the default identity, or register an alias separately.",
        source: "RFC 3325 §6; RFC 5876 §4; TS 24.229 §5.1.2A (not verified)")

    static let pCalledPartyID = CatalogueRow(
        header: "P-Called-Party-ID", .home, [.presentity, .watcher], .high,
        reveals: "The public identity that was addressed before the request was retargeted to the terminal.",
        userAgent: "Nothing: the S-CSCF adds it.",
        residual: "An alias is in clear on the terminating access leg.",
        because: "It shows which of several identities is in use.",
        mitigation: "Encrypt the access leg.",
        by: .others, source: "RFC 7315 §4.2, §6.2; RFC 7976 §3")

    static let pAssociatedURI = CatalogueRow(
        header: "P-Associated-URI", .registration, [.presentity, .watcher], .critical,
        reveals: "All public identities of the subscriber.",
        userAgent: "Nothing: the registrar adds it.",
        residual: "One header field contains all aliases.",
        because: "It links identities that were meant to be separate.",
        mitigation: "Send it only in registration, over an encrypted hop.",
        by: .others, source: "RFC 7315 §4.1, §6.1")

    static let pServedUser = CatalogueRow(
        header: "P-Served-User", .trustDomain, [.presentity, .watcher], .high,
        reveals: "The served user, the side, and whether the user is registered.",
        userAgent: "Nothing: the S-CSCF adds it.",
        residual: "The identity is present although Privacy: id was requested.",
        because: "It bypasses anonymity inside the trust domain.",
        mitigation: "Remove it at the border of the trust domain.",
        by: .others, source: "RFC 5502 §4-7")

    static let pProfileKey = CatalogueRow(
        header: "P-Profile-Key", .trustDomain, [.presentity], .low,
        reveals: "The profile that serves a group of identities.",
        userAgent: "Nothing: servers add it.",
        residual: "The group an identity belongs to.",
        because: "It stays inside the operator's network.",
        mitigation: "Remove it at the border.",
        by: .others, source: "RFC 5002")

    static let pPrivateNetworkIndication = CatalogueRow(
        header: "P-Private-Network-Indication", .trustDomain, [.watcher], .medium,
        reveals: "The private network of the traffic, usually an enterprise.",
        userAgent: "Nothing: proxies add it.",
        residual: "The employer of the user.",
        because: "It names an organisation, not a person.",
        mitigation: "Remove it at the border.",
        by: .others, source: "RFC 7316")

    static let organization = CatalogueRow(
        header: "Organization", .endToEnd, [.presentity, .watcher], .medium,
        reveals: "The company of the sender.",
        userAgent: "Leave it out.",
        residual: "A proxy may still add one.",
        because: "It names the employer.",
        mitigation: "Leave it out and ask a privacy service to remove it.",
        by: .others, source: "RFC 3261 §23.4.1.2; RFC 3323 §4.1")

    static let privacy = CatalogueRow(
        header: "Privacy", .endToEnd, [.policy], .low,
        reveals: "Which privacy the sender asks the network for.",
        userAgent: "Request id and header.",
        residual: "A request marks the user if few others make it.",
        because: "The network has to read it.",
        mitigation: "Make it the default for all users.",
        by: .others, source: "RFC 3323 §4.2; RFC 3325 §9.3; RFC 7044 §10.1")
}
