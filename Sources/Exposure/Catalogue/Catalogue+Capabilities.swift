extension Catalogue {
    /// What an endpoint can do or asks for, and what the catalogue does not know.
    static let capabilities: [CatalogueRow] = [
        CatalogueRow(
            "Accept", .header, .endToEnd, [.capabilities, .content], .innerAlternative, .low,
            reveals: "Which body formats are understood, S/MIME among them.",
            userAgent: "Write what a server needs in order not to answer 415.",
            residual: "application/pkcs7-mime has to be named, or a server may send in clear.",
            because: "A fingerprint, and a sign that S/MIME is in use.",
            mitigation: "One list for all users.",
            source: "RFC 3261 §23.4.1.2; RFC 3856 §6.7; RFC 4662 §7.3"),
        CatalogueRow(
            "Accept-Encoding", .header, .endToEnd, [.capabilities], .innerAlternative, .info,
            reveals: "Which compressions are understood.",
            userAgent: "Leave it out.",
            residual: "Nothing once it is left out.",
            because: "A weak fingerprint.",
            mitigation: "Leave it out.",
            source: "RFC 3261 §20.2"),
        CatalogueRow(
            "Accept-Language", .header, .endToEnd, [.watcher, .presentity], .omitOuter, .medium,
            reveals: "The languages of the user.",
            userAgent: "Leave it out.",
            residual: "Nothing once it is left out.",
            because: "It hints at origin and narrows the crowd.",
            mitigation: "Leave it out of the outer message.",
            source: "RFC 3261 §20.3, §23.4.1.2"),
        CatalogueRow(
            "Allow", .header, .endToEnd, [.capabilities], .innerAlternative, .info,
            reveals: "Which methods are understood.",
            userAgent: "A fixed list.",
            residual: "Nothing where the list is fixed.",
            because: "A weak fingerprint.",
            mitigation: "One list for all users.",
            source: "RFC 3261 §20.5"),
        CatalogueRow(
            "Supported", compact: "k", .header, .endToEnd, [.capabilities], .innerAlternative, .low,
            reveals: "Which extensions are understood.",
            userAgent: "A fixed list.",
            residual: "eventlist shows that a list is subscribed to.",
            because: "A fingerprint, and at times the use of lists.",
            mitigation: "One list for all users.",
            source: "RFC 3261 §20.37, §23.4.1.2; RFC 4662 §4.1"),
        CatalogueRow(
            "Unsupported", .header, .endToEnd, [.capabilities], .innerAlternative, .info,
            reveals: "Which extensions are not understood.",
            userAgent: "Nothing: the answer needs it.",
            residual: "A trait of the product.",
            because: "A capability and no more.",
            mitigation: "None needed.",
            source: "RFC 3261 §20.40"),
        CatalogueRow(
            "Require", .header, .endToEnd, [.capabilities], .innerAlternative, .low,
            reveals: "Which extensions the other side has to understand.",
            userAgent: "As few as possible.",
            residual: "eventlist in a NOTIFY shows a list server at work.",
            because: "It tells the use of lists.",
            mitigation: "Ask for no extension without need.",
            source: "RFC 3261 §20.32; RFC 4662"),
        CatalogueRow(
            "P-Asserted-Service", .header, .trustDomain, [.content], .networkAdded, .info,
            reveals: "The service the network has recognised.",
            userAgent: "Nothing: servers add it.",
            residual: "The kind of service.",
            because: "Event has told it already.",
            mitigation: "Remove it at the border.",
            source: "RFC 6050 §4"),
        CatalogueRow(
            "P-Preferred-Service", .header, .accessLeg, [.content], .no, .info,
            reveals: "The service the terminal asks for.",
            userAgent: "Leave it out.",
            residual: "The kind of service.",
            because: "Event has told it already.",
            mitigation: "Leave it out.",
            source: "RFC 6050 §4"),
        unknownHeader,
    ]

    /// The row for header fields that no other row describes.
    static let unknownHeader = CatalogueRow(
        "(unknown extension header)", .pattern, .endToEnd, [.content], .innerAlternative, .medium,
        reveals: "Anything: this catalogue does not know the field.",
        userAgent: "Leave it out unless a server needs it.",
        residual: "Without bound.",
        because: "What is not known is not harmless; the severity is a careful middle.",
        mitigation: "Send it inside the protected part, or drop it.",
        source: "RFC 3261 §23.4.1.2")
}
