internal import SIPMessage

extension Catalogue {
    /// Order, time and ties between dialogs, and free text beside the body.
    static let dialogRows = [
        cSeq, date, timestamp, sessionID, targetDialog, sessionExpires, reason, retryAfter, errorInfo,
        alertInfo, priority, subject, userToUser,
    ]

    static let cSeq = CatalogueRow(
        header: "CSeq", .endToEnd, [.activity], .low,
        reveals: "How many requests came before in the dialog.",
        userAgent: "Begin at a random number.",
        residual: "How fast it grows is how active the user is.",
        because: "It counts changes of presence.",
        mitigation: "A random start, and a new dialog now and then.",
        source: "RFC 3261 §8.1.1.5, §20.16")

    static let date = CatalogueRow(
        header: "Date", .endToEnd, [.activity], .low,
        reveals: "When the message was written, and how wrong the clock is.",
        userAgent: "Write the same value outside and inside when tunnelling; freshness checks need it.",
        residual: "An observer sees the time of sending anyway.",
        because: "It adds little for an observer, more for a log.",
        mitigation: "UTC in whole seconds, kept for the replay check.",
        source: "RFC 3261 §20.17, §23.4, §23.4.1.2, §23.4.2")

    static let timestamp = CatalogueRow(
        header: "Timestamp", .endToEnd, [.activity, .device], .low,
        reveals: "The terminal's clock, at times how long it has been running.",
        userAgent: "Leave it out.",
        residual: "Nothing once it is left out.",
        because: "A clock can be recognised.",
        mitigation: "Leave it out.",
        source: "RFC 3261 §20.38, §23.4.1.2")

    static let sessionID = CatalogueRow(
        header: "Session-ID", .endToEnd, [.activity], .medium,
        reveals: "An identifier that outlives every change made on the way.",
        userAgent: "Draw it at random for each dialog.",
        residual: "Both sides of a privacy service can be put together.",
        because: "It links messages across domains.",
        mitigation: "None in anonymous use.",
        source: "RFC 7989 §12; RFC 7329")

    static let targetDialog = CatalogueRow(
        header: "Target-Dialog", .endToEnd, [.activity], .low,
        reveals: "Another dialog that this request belongs to.",
        userAgent: "Leave it out.",
        residual: "Two dialogs can be put together.",
        because: "It links a call and a subscription.",
        mitigation: "Leave it out or send it inside.",
        source: "RFC 4538")

    static let sessionExpires = CatalogueRow(
        header: "Session-Expires", .endToEnd, [.activity], .info,
        reveals: "A session timer, which presence has no use for.",
        userAgent: "Leave it out.",
        residual: "That something unusual goes on.",
        because: "It belongs to INVITE and UPDATE.",
        mitigation: "Ask why it is there.",
        source: "RFC 4028")

    static let reason = CatalogueRow(
        header: "Reason", .endToEnd, [.policy], .low,
        reveals: "Why something ended, as a code.",
        userAgent: "Write a neutral cause.",
        residual: "A decision may show.",
        because: "A cause without a name.",
        mitigation: "Leave it out.",
        source: "RFC 3326")

    static let retryAfter = CatalogueRow(
        header: "Retry-After", .endToEnd, [.policy, .presentity], .low,
        reveals: "When to try again, perhaps with a comment such as being in a meeting.",
        userAgent: "Write no comment.",
        residual: "A comment can explain an absence.",
        because: "Only the comment is about the person.",
        mitigation: "Seconds without comment.",
        source: "RFC 3261 §20.33")

    static let errorInfo = CatalogueRow(
        header: "Error-Info", .endToEnd, [.policy], .low,
        reveals: "Where an error is explained.",
        userAgent: "Leave it out.",
        residual: "Nothing once it is left out.",
        because: "The explanation may tell of rules.",
        mitigation: "Leave it out.",
        source: "RFC 3261 §23.4.1.2")

    static let alertInfo = CatalogueRow(
        header: "Alert-Info", .endToEnd, [.content], .low,
        reveals: "Where a ring tone is fetched.",
        userAgent: "Leave it out.",
        residual: "Nothing once it is left out.",
        because: "Without meaning in presence.",
        mitigation: "Leave it out and ask why it was there.",
        source: "RFC 3261 §23.4.1.2")

    static let priority = CatalogueRow(
        header: "Priority", .endToEnd, [.content], .info,
        reveals: "How urgent the sender finds it.",
        userAgent: "Leave it out.",
        residual: "Nothing once it is left out.",
        because: "Without meaning in presence.",
        mitigation: "Leave it out.",
        source: "RFC 3261 §23.4.1.2")

    static let subject = CatalogueRow(
        header: "Subject", .endToEnd, [.content], .medium,
        reveals: "Free text of the sender.",
        userAgent: "Leave it out.",
        residual: "Nothing once it is left out.",
        because: "Free text can hold anything.",
        mitigation: "Never in the outer message.",
        source: "RFC 3261 §23.4.1.2; RFC 3323 §4.1, §5.3")

    static let userToUser = CatalogueRow(
        header: "User-to-User", .endToEnd, [.content], .medium,
        reveals: "Data of an application, in whatever form.",
        userAgent: "Leave it out.",
        residual: "Whatever the application writes.",
        because: "Free content can hold anything.",
        mitigation: "Send it inside the protected part only.",
        source: "RFC 7433 §8")
}
