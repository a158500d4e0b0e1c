internal import SIPMessage

extension Catalogue {
    /// Subscriptions and publications: packages, states, versions and lifetimes.
    static let presenceRows = [
        event, eventID, allowEvents, subscriptionState, subscriptionStateReason, sipETag, sipIfMatch,
        suppressIfMatch, expires, minExpires,
    ]

    static let event = CatalogueRow(
        header: "Event", .endToEnd, [.content, .relation, .subscriptionState], .medium,
        reveals: "That it is about presence, one's own watchers, or a list.",
        userAgent: "Nothing: servers dispatch by it.",
        residual: "That the user watches or publishes; presence.winfo marks who owns the presence.",
        because: "The service is known anyway; the role is not.",
        mitigation: "It cannot be hidden; sign it in the inner message.",
        source: "RFC 6665 §8.2.1; RFC 3903 §4.1, §14.4; RFC 3857")

    static let eventID = CatalogueRow(
        "Event;id", .parameter, of: "Event", .endToEnd, [.subscriptionState], .info,
        reveals: "Which of several subscriptions in a dialog is meant.",
        userAgent: "Draw it at random.",
        residual: "How many subscriptions there are.",
        because: "Structure without meaning.",
        mitigation: "Random values.",
        source: "RFC 6665 §4.5.2, §8.2.1")

    static let allowEvents = CatalogueRow(
        header: "Allow-Events", .endToEnd, [.capabilities], .low,
        reveals: "Which event packages the terminal knows.",
        userAgent: "Leave it out.",
        residual: "A trait of the product.",
        because: "A fingerprint and no name.",
        mitigation: "Leave it out.",
        source: "RFC 6665 §8.2.2")

    static let subscriptionState = CatalogueRow(
        header: "Subscription-State", .endToEnd, [.subscriptionState, .policy, .relation], .high,
        reveals: "Whether the watcher is admitted, waiting or turned away, and for how long.",
        userAgent: "The server gives neutral reasons.",
        residual: "Waiting or turned away means that the presentity has not agreed.",
        because: "It tells the presentity's decision about the watcher.",
        mitigation:
            "Show polite blocking as active, leave reasons out, sign it inside, encrypt the hops.",
        source: "RFC 6665 §4.1.3, §6.5, §8.2.3; RFC 5025 §3.2.1; RFC 3856 §9.1")

    static let subscriptionStateReason = CatalogueRow(
        "Subscription-State;reason", .parameter, of: "Subscription-State", .endToEnd,
        [.subscriptionState, .policy], .high,
        reveals: "Why the subscription ended: rejected, timed out, no such user.",
        userAgent: "The server chooses a neutral word.",
        residual: "Rejected means blocked; noresource means that the user is gone.",
        because: "A rule of the presentity in one word.",
        mitigation: "timeout or deactivated for all cases, or polite blocking.",
        source: "RFC 6665 §4.1.3")

    static let sipETag = CatalogueRow(
        header: "SIP-ETag", .endToEnd, [.activity, .subscriptionState], .medium,
        reveals: "The version of the publication, perhaps with a counter or time in it.",
        userAgent: "Nothing: the server draws it, at random where it is careful.",
        residual: "Publications are linked across addresses and identities.",
        because: "It recognises a publisher whose address has changed.",
        mitigation: "Random for each publication; it changes with every success by rule.",
        source: "RFC 3903 §6 step 6, §11.3.1")

    static let sipIfMatch = CatalogueRow(
        header: "SIP-If-Match", .endToEnd, [.activity, .subscriptionState], .medium,
        reveals: "Which publication is refreshed, changed or removed.",
        userAgent: "Nothing: the server needs it.",
        residual: "With or without a body, it tells the kind of update.",
        because: "It links updates and is what a replay would aim at.",
        mitigation: "Sign it in the inner message.",
        source: "RFC 3903 §4.1, §11.3.2, §14.4")

    static let suppressIfMatch = CatalogueRow(
        header: "Suppress-If-Match", .endToEnd, [.subscriptionState, .activity], .low,
        reveals: "The last state the watcher has.",
        userAgent: "Leave it out.",
        residual: "The answer shows whether anything has changed.",
        because: "It tells change, not content.",
        mitigation: "Leave it out.",
        source: "RFC 5839")

    static let expires = CatalogueRow(
        header: "Expires", .endToEnd, [.activity, .subscriptionState], .medium,
        reveals: "For how long; zero means a single look or the end.",
        userAgent: "Always the same usual value.",
        residual: "Zero tells that the user leaves.",
        because: "The end of activity shows, and an unusual value recognises the client.",
        mitigation: "One constant value, timers at the server, and a signed copy inside.",
        source: "RFC 3261 §23.4.1.2; RFC 3903 §4.1, §14.4")

    static let minExpires = CatalogueRow(
        header: "Min-Expires", .endToEnd, [.policy], .info,
        reveals: "The shortest lifetime the server takes.",
        userAgent: "Nothing: the server writes it.",
        residual: "A rule of the server.",
        because: "It says nothing about the user.",
        mitigation: "None needed.",
        source: "RFC 3261 §23.4.1.2")
}
