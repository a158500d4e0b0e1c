extension Catalogue {
    /// What the first line of a message reveals.
    static let startLineRows = [
        requestURI, method, statusLine,
    ]

    static let requestURI = CatalogueRow(
        "(Request-URI)", .startLine, .endToEnd, [.presentity, .watcher, .relation, .location, .topology], .no,
        .critical,
        reveals:
            "A SUBSCRIBE or PUBLISH is addressed to the presentity or its list, a NOTIFY "
            + "to the watcher's terminal.",
        userAgent: "Address an alias, a list or a temporary GRUU; the field cannot be left out.",
        residual: "Every hop must read the target of every request.",
        because: "With From or To it shows who watches whom, and routing does not allow hiding it.",
        mitigation:
            "Subscribe to a list, use addresses that name no person, give a temporary GRUU as "
            + "Contact, encrypt the hops.",
        by: .others, source: "RFC 3261 §23.4.1.1, §26.2; RFC 4662; RFC 5627")

    static let method = CatalogueRow(
        "(Method)", .startLine, .endToEnd, [.activity], .no, .medium,
        reveals: "Whether a user publishes, watches or is notified at this moment.",
        userAgent: "Nothing: routing and responses need the method.",
        residual: "The rhythm of requests stays visible: a burst of PUBLISH is a change of state.",
        because: "It shows activity without opening a body.",
        mitigation: "Smooth the rate of publications and encrypt the hops.",
        by: .others, source: "RFC 3261 §7.1")

    static let statusLine = CatalogueRow(
        "(Status-Line)", .startLine, .endToEnd, [.subscriptionState, .policy], .no, .high,
        reveals:
            "The outcome: authorised, address known, key present, and the reason phrase.",
        userAgent:
            "The responder uses the same codes for all cases, and the standard reason phrase.",
        residual:
            "The difference between 200, 403 and 404 reveals block lists; 493 shows a missing key.",
        because: "Whether a subscription was granted is itself private.",
        mitigation:
            "Respond to blocked and unknown watchers alike: in the same time, with plausible presence.",
        source: "RFC 3261 §21; RFC 5025 §3.2.1; RFC 6665 §6.2")
}
