internal import SIPMessage

extension Catalogue {
    /// Order, time and links between dialogs, and free text outside the body.
    static let dialogRows = [
        cSeq, date, timestamp, sessionID, targetDialog, sessionExpires, reason, retryAfter, errorInfo,
        alertInfo, priority, subject, userToUser,
    ]

    static let cSeq = CatalogueRow(
        header: "CSeq", .endToEnd, [.activity], .low,
        reveals: "How many requests came before in the dialog.",
        userAgent: "Start at a random number.",
        residual: "Its growth rate shows how active the user is.",
        because: "It counts changes of presence.",
        mitigation: "Start at a random number, and begin a new dialog from time to time.",
        source: "RFC 3261 §8.1.1.5, §20.16")

    static let date = CatalogueRow(
        header: "Date", .endToEnd, [.activity], .low,
        reveals: "When the message was written, and the error of the clock.",
        userAgent: "Send the same value outside and inside a tunnel; freshness checks need it.",
        residual: "An observer sees the time of sending anyway.",
        because: "It adds little for an observer, but more for a log.",
        mitigation: "Send UTC in whole seconds; the replay check needs it.",
        source: "RFC 3261 §20.17, §23.4, §23.4.1.2, §23.4.2")

    static let timestamp = CatalogueRow(
        header: "Timestamp", .endToEnd, [.activity, .device], .low,
        reveals: "The terminal's clock, sometimes its uptime.",
        userAgent: "Leave it out.",
        residual: "Nothing once it is left out.",
        because: "A clock can identify a device.",
        mitigation: "Leave it out.",
        source: "RFC 3261 §20.38, §23.4.1.2")

    static let sessionID = CatalogueRow(
        header: "Session-ID", .endToEnd, [.activity], .medium,
        reveals: "An identifier that outlives every change made on the way.",
        userAgent: "Choose it at random for each dialog.",
        residual: "Both sides of a privacy service can be linked.",
        because: "It links messages across domains.",
        mitigation: "Omit it for anonymous use.",
        source: "RFC 7989 §12; RFC 7329")

    static let targetDialog = CatalogueRow(
        header: "Target-Dialog", .endToEnd, [.activity], .low,
        reveals: "Another dialog that the request refers to.",
        userAgent: "Leave it out.",
        residual: "Two dialogs can be linked.",
        because: "It links a call and a subscription.",
        mitigation: "Leave it out or send it inside.",
        source: "RFC 4538")

    static let sessionExpires = CatalogueRow(
        header: "Session-Expires", .endToEnd, [.activity], .info,
        reveals: "A session timer, which presence does not use.",
        userAgent: "Leave it out.",
        residual: "That something unusual happens.",
        because: "It belongs to INVITE and UPDATE.",
        mitigation: "Find out why it is there.",
        source: "RFC 4028")

    static let reason = CatalogueRow(
        header: "Reason", .endToEnd, [.policy], .low,
        reveals: "Why something ended, as a code.",
        userAgent: "Send a neutral cause.",
        residual: "A decision may show.",
        because: "It is a cause without a name.",
        mitigation: "Leave it out.",
        source: "RFC 3326")

    static let retryAfter = CatalogueRow(
        header: "Retry-After", .endToEnd, [.policy, .presentity], .low,
        reveals: "When to try again, perhaps with a comment such as 'in a meeting'.",
        userAgent: "Send no comment.",
        residual: "A comment can explain an absence.",
        because: "Only the comment is about the person.",
        mitigation: "Send seconds without comment.",
        source: "RFC 3261 §20.33")

    static let errorInfo = CatalogueRow(
        header: "Error-Info", .endToEnd, [.policy], .low,
        reveals: "The address of an explanation of the error.",
        userAgent: "Leave it out.",
        residual: "Nothing once it is left out.",
        because: "The explanation may reveal rules.",
        mitigation: "Leave it out.",
        source: "RFC 3261 §23.4.1.2")

    static let alertInfo = CatalogueRow(
        header: "Alert-Info", .endToEnd, [.content], .low,
        reveals: "The address of a ring tone.",
        userAgent: "Leave it out.",
        residual: "Nothing once it is left out.",
        because: "It has no meaning in presence.",
        mitigation: "Leave it out, and find out why it was there.",
        source: "RFC 3261 §23.4.1.2")

    static let priority = CatalogueRow(
        header: "Priority", .endToEnd, [.content], .info,
        reveals: "The urgency the sender assigns.",
        userAgent: "Leave it out.",
        residual: "Nothing once it is left out.",
        because: "It has no meaning in presence.",
        mitigation: "Leave it out.",
        source: "RFC 3261 §23.4.1.2")

    static let subject = CatalogueRow(
        header: "Subject", .endToEnd, [.content], .medium,
        reveals: "Free text from the sender.",
        userAgent: "Leave it out.",
        residual: "Nothing once it is left out.",
        because: "Free text can contain anything.",
        mitigation: "Never send it in the outer message.",
        source: "RFC 3261 §23.4.1.2; RFC 3323 §4.1, §5.3")

    static let userToUser = CatalogueRow(
        header: "User-to-User", .endToEnd, [.content], .medium,
        reveals: "Application data of any form.",
        userAgent: "Leave it out.",
        residual: "Anything the application writes.",
        because: "Free content can contain anything.",
        mitigation: "Send it only inside the protected part.",
        source: "RFC 7433 §8")
}
