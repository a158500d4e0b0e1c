extension Catalogue {
    /// What the first line of a message gives away.
    static let startLineRows = [
        requestURI, method, statusLine,
    ]

    static let requestURI = CatalogueRow(
        "(Request-URI)", .startLine, .endToEnd, [.presentity, .watcher, .relation, .location, .topology], .no,
        .critical,
        reveals:
            "A SUBSCRIBE or PUBLISH is addressed to the presentity or its list, a NOTIFY to the watcher's terminal.",
        userAgent: "Address an alias, a list or a temporary GRUU; the field itself cannot be left out.",
        residual: "Every hop has to read the target of every request.",
        because: "Beside From or To it tells who watches whom, and routing forbids hiding it.",
        mitigation:
            "Subscribe to a list, use addresses that name no person, give a temporary GRUU as Contact, encrypt the hops.",
        source: "RFC 3261 §23.4.1.1, §26.2; RFC 4662; RFC 5627")

    static let method = CatalogueRow(
        "(Method)", .startLine, .endToEnd, [.activity], .no, .medium,
        reveals: "Whether a user publishes, watches or is notified at this moment.",
        userAgent: "Nothing: the method is needed to route and answer.",
        residual: "The rhythm of requests stays visible: a burst of PUBLISH is a change of state.",
        because: "Activity can be read off without opening a body.",
        mitigation: "Smooth the rate of publications and encrypt the hops.",
        source: "RFC 3261 §7.1")

    static let statusLine = CatalogueRow(
        "(Status-Line)", .startLine, .endToEnd, [.subscriptionState, .policy], .no, .high,
        reveals:
            "The outcome: authorised or not, address known or not, key held or not, and the words that go with it.",
        userAgent:
            "The answering side chooses: the same codes for all cases and the standard reason phrase.",
        residual:
            "Telling 200, 403 and 404 apart is enough to probe for block lists; 493 says that a key is missing.",
        because: "Whether a subscription was granted is itself private.",
        mitigation:
            "Answer blocked and unknown watchers alike, in the same time, with plausible presence.",
        source: "RFC 3261 §21; RFC 5025 §3.2.1; RFC 6665 §6.2")
}
