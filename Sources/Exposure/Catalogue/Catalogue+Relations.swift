internal import SIPMessage

extension Catalogue {
    /// Third parties, earlier targets and proofs of who requested what.
    static let relationsRows = [
        identity, identityInfo, referredBy, referTo, historyInfo, diversion, pRefusedURIList, triggerConsent,
        permissionMissing, callInfo, inReplyTo,
    ]

    static let identity = CatalogueRow(
        header: "Identity", .betweenDomains, [.presentity, .watcher, .credentials], .high,
        reveals: "A signed token with originator, target and time, readable in its full form.",
        userAgent: "Nothing: an authentication service adds it.",
        residual: "The signature proves the relation to every party that keeps the message.",
        because: "It turns traffic data into evidence.",
        mitigation: "Use the compact form, and not across domains for presence.",
        by: .others, source: "RFC 8224 §4; RFC 3893")

    static let identityInfo = CatalogueRow(
        header: "Identity-Info", .betweenDomains, [.topology], .low,
        reveals: "The address of the signing domain's certificate.",
        userAgent: "Nothing: an authentication service adds it.",
        residual: "The fetch shows the domain who verifies, and when.",
        because: "RFC 8224 made the field obsolete.",
        mitigation: "Treat it as a sign of old equipment.",
        by: .others, source: "RFC 4474")

    static let referredBy = CatalogueRow(
        header: "Referred-By", .endToEnd, [.watcher, .relation], .high,
        reveals: "The party that referred the sender to the target.",
        userAgent: "Leave it out.",
        residual: "The relation to a third party.",
        because: "It names another person and may contain a signed token about that person.",
        mitigation: "Send it only inside the protected part.",
        source: "RFC 3892")

    static let referTo = CatalogueRow(
        header: "Refer-To", .endToEnd, [.relation], .medium,
        reveals: "The party the receiver is asked to contact.",
        userAgent: "Nothing: a referral must name its target.",
        residual: "The relation between sender and target.",
        because: "Unusual in presence, but it names a person.",
        mitigation: "Find out why it is there.",
        source: "RFC 3515")

    static let historyInfo = CatalogueRow(
        header: "History-Info", .endToEnd, [.presentity, .relation, .topology], .high,
        reveals: "Earlier targets of the request: addresses, aliases and reasons for retargeting.",
        userAgent: "Request Privacy: history.",
        residual: "The list shows which address an alias stands for.",
        because: "It defeats an address chosen to name no person.",
        mitigation: "Send Privacy: history, and remove it at the border.",
        by: .others, source: "RFC 7044 §10.1")

    static let diversion = CatalogueRow(
        header: "Diversion", .trustDomain, [.presentity, .relation], .medium,
        reveals: "The party that diverted the request.",
        userAgent: "Nothing: proxies add it.",
        residual: "The first target stays visible.",
        because: "The older form of History-Info.",
        mitigation: "Remove it at the border.",
        by: .others, source: "RFC 5806")

    static let pRefusedURIList = CatalogueRow(
        header: "P-Refused-URI-List", .trustDomain, [.relation], .high,
        reveals: "Members of a list that a server refused.",
        userAgent: "Nothing: list servers add it.",
        residual: "The members are named.",
        because: "It names people who are not part of the exchange.",
        mitigation: "Remove it at the border.",
        by: .others, source: "RFC 5318")

    static let triggerConsent = CatalogueRow(
        header: "Trigger-Consent", .endToEnd, [.relation], .medium,
        reveals: "The address at which recipients of a list give consent.",
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
        residual: "An observer can see a fetch of the address.",
        because: "A picture or card identifies the person.",
        mitigation: "Leave it out; refer to content only over TLS.",
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
