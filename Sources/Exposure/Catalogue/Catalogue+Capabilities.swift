internal import SIPMessage

extension Catalogue {
    /// What an endpoint can do or asks for, and what the catalogue does not know.
    static let capabilitiesRows = [
        accept, acceptEncoding, acceptLanguage, allow, supported, unsupported, require, pAssertedService,
        pPreferredService, unknownHeader,
    ]

    static let accept = CatalogueRow(
        header: "Accept", .endToEnd, [.capabilities, .content], .low,
        reveals: "Which body formats are understood, S/MIME among them.",
        userAgent: "Write what a server needs in order not to answer 415.",
        residual: "application/pkcs7-mime has to be named, or a server may send in clear.",
        because: "A fingerprint, and a sign that S/MIME is in use.",
        mitigation: "One list for all users.",
        source: "RFC 3261 §23.4.1.2; RFC 3856 §6.7; RFC 4662 §7.3")

    static let acceptEncoding = CatalogueRow(
        header: "Accept-Encoding", .endToEnd, [.capabilities], .info,
        reveals: "Which compressions are understood.",
        userAgent: "Leave it out.",
        residual: "Nothing once it is left out.",
        because: "A weak fingerprint.",
        mitigation: "Leave it out.",
        source: "RFC 3261 §20.2")

    static let acceptLanguage = CatalogueRow(
        header: "Accept-Language", .endToEnd, [.watcher, .presentity], .medium,
        reveals: "The languages of the user.",
        userAgent: "Leave it out.",
        residual: "Nothing once it is left out.",
        because: "It hints at origin and narrows the crowd.",
        mitigation: "Leave it out of the outer message.",
        source: "RFC 3261 §20.3, §23.4.1.2")

    static let allow = CatalogueRow(
        header: "Allow", .endToEnd, [.capabilities], .info,
        reveals: "Which methods are understood.",
        userAgent: "A fixed list.",
        residual: "Nothing where the list is fixed.",
        because: "A weak fingerprint.",
        mitigation: "One list for all users.",
        source: "RFC 3261 §20.5")

    static let supported = CatalogueRow(
        header: "Supported", .endToEnd, [.capabilities], .low,
        reveals: "Which extensions are understood.",
        userAgent: "A fixed list.",
        residual: "eventlist shows that a list is subscribed to.",
        because: "A fingerprint, and at times the use of lists.",
        mitigation: "One list for all users.",
        source: "RFC 3261 §20.37, §23.4.1.2; RFC 4662 §4.1")

    static let unsupported = CatalogueRow(
        header: "Unsupported", .endToEnd, [.capabilities], .info,
        reveals: "Which extensions are not understood.",
        userAgent: "Nothing: the answer needs it.",
        residual: "A trait of the product.",
        because: "A capability and no more.",
        mitigation: "None needed.",
        source: "RFC 3261 §20.40")

    static let require = CatalogueRow(
        header: "Require", .endToEnd, [.capabilities], .low,
        reveals: "Which extensions the other side has to understand.",
        userAgent: "As few as possible.",
        residual: "eventlist in a NOTIFY shows a list server at work.",
        because: "It tells the use of lists.",
        mitigation: "Ask for no extension without need.",
        source: "RFC 3261 §20.32; RFC 4662")

    static let pAssertedService = CatalogueRow(
        header: "P-Asserted-Service", .trustDomain, [.content], .info,
        reveals: "The service the network has recognised.",
        userAgent: "Nothing: servers add it.",
        residual: "The kind of service.",
        because: "Event has told it already.",
        mitigation: "Remove it at the border.",
        source: "RFC 6050 §4")

    static let pPreferredService = CatalogueRow(
        header: "P-Preferred-Service", .accessLeg, [.content], .info,
        reveals: "The service the terminal asks for.",
        userAgent: "Leave it out.",
        residual: "The kind of service.",
        because: "Event has told it already.",
        mitigation: "Leave it out.",
        source: "RFC 6050 §4")

    /// The row for header fields that no other row describes; whether one can be hidden depends on its name.
    static let unknownHeader = CatalogueRow(
        "(unknown extension header)", .pattern, .endToEnd, [.content], .omitOuter, .medium,
        reveals: "Anything: this catalogue does not know the field.",
        userAgent: "Leave it out unless a server needs it.",
        residual: "Without bound.",
        because: "What is not known is not harmless; the severity is a careful middle.",
        mitigation:
            "Drop it. encrypt --tunnel --outer-headers FILE leaves out the X- fields that FILE names, and no other one that it does not know.",
        source: "RFC 3261 §23.4.1.2")
}
