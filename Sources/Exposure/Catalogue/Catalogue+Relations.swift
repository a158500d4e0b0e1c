internal import SIPMessage

extension Catalogue {
    /// Third parties, earlier targets and proofs of who asked whom.
    static let relationsRows = [
        identity, identityInfo, referredBy, referTo, historyInfo, diversion, pRefusedURIList, triggerConsent,
        permissionMissing, callInfo, inReplyTo,
    ]

    static let identity = CatalogueRow(
        header: "Identity", .betweenDomains, [.presentity, .watcher, .credentials], .high,
        reveals: "A signed token with originator, target and time, readable in its full form.",
        userAgent: "Nothing: an authentication service adds it.",
        residual: "The signature proves the relation to all who keep the message.",
        because: "It turns traffic data into evidence.",
        mitigation: "Use the compact form, and not across domains for presence.",
        source: "RFC 8224 §4; RFC 3893")

    static let identityInfo = CatalogueRow(
        header: "Identity-Info", .betweenDomains, [.topology], .low,
        reveals: "Where the certificate of the signing domain is fetched.",
        userAgent: "Nothing: an authentication service adds it.",
        residual: "The fetch tells the domain who verifies, and when.",
        because: "RFC 8224 has made the header obsolete.",
        mitigation: "Treat it as a sign of old equipment.",
        source: "RFC 4474")

    static let referredBy = CatalogueRow(
        header: "Referred-By", .endToEnd, [.watcher, .relation], .high,
        reveals: "Who pointed the sender to the target.",
        userAgent: "Leave it out.",
        residual: "The tie to a third party.",
        because: "It names another person and may bring a signed token about them.",
        mitigation: "Send it inside the protected part only.",
        source: "RFC 3892")

    static let referTo = CatalogueRow(
        header: "Refer-To", .endToEnd, [.relation], .medium,
        reveals: "Whom the receiver is asked to contact.",
        userAgent: "Nothing: a referral has to name its target.",
        residual: "The relation between sender and target.",
        because: "Unusual in presence, but it names a person.",
        mitigation: "Ask why it is there.",
        source: "RFC 3515")

    static let historyInfo = CatalogueRow(
        header: "History-Info", .endToEnd, [.presentity, .relation, .topology], .high,
        reveals: "Earlier targets of the request: addresses, aliases and why it was sent on.",
        userAgent: "Ask for Privacy: history.",
        residual: "The list says which address stands behind an alias.",
        because: "It undoes an address chosen to name no person.",
        mitigation: "Privacy: history, and removal at the border.",
        source: "RFC 7044 §10.1")

    static let diversion = CatalogueRow(
        header: "Diversion", .trustDomain, [.presentity, .relation], .medium,
        reveals: "Who had the request diverted.",
        userAgent: "Nothing: proxies add it.",
        residual: "The first target stays visible.",
        because: "The older form of History-Info.",
        mitigation: "Remove it at the border.",
        source: "RFC 5806")

    static let pRefusedURIList = CatalogueRow(
        header: "P-Refused-URI-List", .trustDomain, [.relation], .high,
        reveals: "Members of a list that a server refused.",
        userAgent: "Nothing: list servers add it.",
        residual: "The members are named.",
        because: "It names people who take no part in the exchange.",
        mitigation: "Remove it at the border.",
        source: "RFC 5318")

    static let triggerConsent = CatalogueRow(
        header: "Trigger-Consent", .endToEnd, [.relation], .medium,
        reveals: "Where the recipients of a list are asked for consent.",
        userAgent: "Leave it out.",
        residual: "The address can lead to the members of the list.",
        because: "It shows a relation to the members.",
        mitigation: "Send it inside the protected part.",
        source: "RFC 5360 §5.11.2")

    static let permissionMissing = CatalogueRow(
        header: "Permission-Missing", .endToEnd, [.relation], .medium,
        reveals: "Recipients who have not consented.",
        userAgent: "Nothing: the relay writes it.",
        residual: "The members are named.",
        because: "It shows a relation to the members.",
        mitigation: "Answer inside the protected part.",
        source: "RFC 5360 §5.9.3")

    static let callInfo = CatalogueRow(
        header: "Call-Info", .endToEnd, [.presentity, .watcher, .content], .high,
        reveals: "Addresses of a picture, a card or a page about the sender.",
        userAgent: "Leave it out.",
        residual: "A fetch of the address can be observed.",
        because: "A picture or card identifies the person.",
        mitigation: "Leave it out; refer to content over TLS only.",
        source: "RFC 3323 §4.1; RFC 3261 §20.9")

    static let inReplyTo = CatalogueRow(
        header: "In-Reply-To", .endToEnd, [.relation, .activity], .medium,
        reveals: "Call-IDs of earlier exchanges.",
        userAgent: "Leave it out.",
        residual: "Nothing once it is left out.",
        because: "It links past contacts with this one.",
        mitigation: "Leave it out.",
        source: "RFC 3261 §20.21; RFC 3323 §4.1")
}
