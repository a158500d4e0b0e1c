internal import SIPMessage

extension Catalogue {
    /// Subscriptions and publications: packages, states, versions and lifetimes.
    static let presenceRows = [
        event, eventID, allowEvents, subscriptionState, subscriptionStateReason, sipETag, sipIfMatch,
        suppressIfMatch, expires, minExpires,
    ]

    static let event = CatalogueRow(
        header: "Event", .endToEnd, [.content, .relation, .subscriptionState], .medium,
        reveals: "Whether it concerns presence, the user's own watchers, or a list.",
        userAgent: "Nothing: servers need it for dispatch.",
        residual: "That the user watches or publishes; presence.winfo marks the owner of the presence.",
        because: "The service is known anyway; the role is not.",
        mitigation: "It cannot be hidden; sign it in the inner message.",
        source: "RFC 6665 §8.2.1; RFC 3903 §4.1, §14.4; RFC 3857")

    static let eventID = CatalogueRow(
        "Event;id", .parameter, of: "Event", .endToEnd, [.subscriptionState], .info,
        reveals: "The subscription, if a dialog has several.",
        userAgent: "Choose it at random.",
        residual: "How many subscriptions there are.",
        because: "It is structure without meaning.",
        mitigation: "Use random values.",
        source: "RFC 6665 §4.5.2, §8.2.1")

    static let allowEvents = CatalogueRow(
        header: "Allow-Events", .endToEnd, [.capabilities], .low,
        reveals: "The event packages the terminal supports.",
        userAgent: "Leave it out.",
        residual: "A characteristic of the product.",
        because: "A fingerprint, not a name.",
        mitigation: "Leave it out.",
        source: "RFC 6665 §8.2.2")

    static let subscriptionState = CatalogueRow(
        header: "Subscription-State", .endToEnd, [.subscriptionState, .policy, .relation], .high,
        reveals: "Whether the watcher is accepted, pending or rejected, and for how long.",
        userAgent: "The server gives neutral reasons.",
        residual: "Pending or rejected means that the presentity has not agreed.",
        because: "It reveals the presentity's decision about the watcher.",
        mitigation:
            "Show polite blocking as active, leave reasons out, sign it inside, encrypt the hops.",
        by: .others, source: "RFC 6665 §4.1.3, §6.5, §8.2.3; RFC 5025 §3.2.1; RFC 3856 §9.1")

    static let subscriptionStateReason = CatalogueRow(
        "Subscription-State;reason", .parameter, of: "Subscription-State", .endToEnd,
        [.subscriptionState, .policy], .high,
        reveals: "Why the subscription ended: rejected, timed out, no such user.",
        userAgent: "Nothing: the server chooses a neutral word.",
        residual: "Rejected means blocked; noresource means that the user no longer exists.",
        because: "It states a rule of the presentity in one word.",
        mitigation: "Send timeout or deactivated in all cases, or use polite blocking.",
        by: .others, source: "RFC 6665 §4.1.3")

    static let sipETag = CatalogueRow(
        header: "SIP-ETag", .endToEnd, [.activity, .subscriptionState], .medium,
        reveals: "The version of the publication, perhaps with a counter or a time.",
        userAgent: "Nothing: the server chooses it, at best at random.",
        residual: "Publications can be linked across addresses and identities.",
        because: "It identifies a publisher whose address has changed.",
        mitigation: "Choose it at random for each publication; by rule it changes with every success.",
        by: .others, source: "RFC 3903 §6 step 6, §11.3.1")

    static let sipIfMatch = CatalogueRow(
        header: "SIP-If-Match", .endToEnd, [.activity, .subscriptionState], .medium,
        reveals: "The publication that is refreshed, changed or removed.",
        userAgent: "Nothing: the server needs it.",
        residual: "With or without a body, it shows the kind of update.",
        because: "It links updates and a replay would target it.",
        mitigation: "Sign it in the inner message.",
        source: "RFC 3903 §4.1, §11.3.2, §14.4")

    static let suppressIfMatch = CatalogueRow(
        header: "Suppress-If-Match", .endToEnd, [.subscriptionState, .activity], .low,
        reveals: "The last state the watcher received.",
        userAgent: "Leave it out.",
        residual: "The response shows whether anything has changed.",
        because: "It reveals a change, not content.",
        mitigation: "Leave it out.",
        source: "RFC 5839")

    static let expires = CatalogueRow(
        header: "Expires", .endToEnd, [.activity, .subscriptionState], .medium,
        reveals: "The duration; zero means a single fetch or the end.",
        userAgent: "Always send the same common value.",
        residual: "Zero shows that the user leaves.",
        because: "It shows the end of activity, and an unusual value identifies the client.",
        mitigation: "Use one constant value, timers at the server, and a signed copy inside.",
        by: .others, source: "RFC 3261 §23.4.1.2; RFC 3903 §4.1, §14.4")

    static let minExpires = CatalogueRow(
        header: "Min-Expires", .endToEnd, [.policy], .info,
        reveals: "The shortest lifetime the server accepts.",
        userAgent: "Nothing: the server writes it.",
        residual: "A rule of the server.",
        because: "It says nothing about the user.",
        mitigation: "None needed.",
        source: "RFC 3261 §23.4.1.2")
}
