internal import SIPMessage

extension Catalogue {
    /// What an endpoint supports or asks for, and fields that the catalogue does not know.
    static let capabilitiesRows = [
        accept, acceptEncoding, acceptLanguage, allow, supported, unsupported, require, pAssertedService,
        pPreferredService, unknownHeader,
    ]

    static let accept = CatalogueRow(
        header: "Accept", .endToEnd, [.capabilities, .content], .low,
        reveals: "The supported body formats, including S/MIME.",
        userAgent: "List the types a server needs to avoid a 415 response.",
        residual: "application/pkcs7-mime is required, or a server may send in clear.",
        because: "A fingerprint, and a sign that S/MIME is in use.",
        mitigation: "Use one list for all users.",
        source: "RFC 3261 §23.4.1.2; RFC 3856 §6.7; RFC 4662 §7.3")

    static let acceptEncoding = CatalogueRow(
        header: "Accept-Encoding", .endToEnd, [.capabilities], .info,
        reveals: "The supported compressions.",
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
        because: "It hints at origin and narrows the anonymity set.",
        mitigation: "Leave it out of the outer message.",
        source: "RFC 3261 §20.3, §23.4.1.2")

    static let allow = CatalogueRow(
        header: "Allow", .endToEnd, [.capabilities], .info,
        reveals: "The supported methods.",
        userAgent: "Send a fixed list.",
        residual: "Nothing if the list is fixed.",
        because: "A weak fingerprint.",
        mitigation: "Use one list for all users.",
        source: "RFC 3261 §20.5")

    static let supported = CatalogueRow(
        header: "Supported", .endToEnd, [.capabilities], .low,
        reveals: "The supported extensions.",
        userAgent: "Send a fixed list.",
        residual: "eventlist shows a subscription to a list.",
        because: "A fingerprint, and sometimes the use of lists.",
        mitigation: "Use one list for all users.",
        source: "RFC 3261 §20.37, §23.4.1.2; RFC 4662 §4.1")

    static let unsupported = CatalogueRow(
        header: "Unsupported", .endToEnd, [.capabilities], .info,
        reveals: "The unsupported extensions.",
        userAgent: "Nothing: the response needs it.",
        residual: "A characteristic of the product.",
        because: "A capability only.",
        mitigation: "None needed.",
        source: "RFC 3261 §20.40")

    static let require = CatalogueRow(
        header: "Require", .endToEnd, [.capabilities], .low,
        reveals: "The extensions the other side must support.",
        userAgent: "Require as few as possible.",
        residual: "eventlist in a NOTIFY shows a list server at work.",
        because: "It shows the use of lists.",
        mitigation: "Require only extensions that are needed.",
        source: "RFC 3261 §20.32; RFC 4662")

    static let pAssertedService = CatalogueRow(
        header: "P-Asserted-Service", .trustDomain, [.content], .info,
        reveals: "The service the network has recognised.",
        userAgent: "Nothing: servers add it.",
        residual: "The kind of service.",
        because: "Event already shows it.",
        mitigation: "Remove it at the border.",
        by: .others, source: "RFC 6050 §4")

    static let pPreferredService = CatalogueRow(
        header: "P-Preferred-Service", .accessLeg, [.content], .info,
        reveals: "The service the terminal asks for.",
        userAgent: "Leave it out.",
        residual: "The kind of service.",
        because: "Event already shows it.",
        mitigation: "Leave it out.",
        source: "RFC 6050 §4")

    /// The row for header fields that no other row describes; the name decides whether one can be hidden.
    static let unknownHeader = CatalogueRow(
        "(unknown extension header)", .pattern, .endToEnd, [.content], .omitOuter, .medium,
        reveals: "Anything: the catalogue does not know the field.",
        userAgent: "Leave it out unless a server needs it.",
        residual: "The effect is unknown.",
        because: "An unknown field is not harmless; the severity is a cautious middle.",
        mitigation:
            "Drop it. encrypt --tunnel --outer-headers FILE leaves out the X- fields that FILE names, and no "
            + "other one that it does not know.",
        source: "RFC 3261 §23.4.1.2")
}
