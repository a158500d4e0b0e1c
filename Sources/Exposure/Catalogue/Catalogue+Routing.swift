internal import SIPMessage

extension Catalogue {
    /// The way a message takes, and what the proxies on it are asked or told.
    static let routingRows = [
        via, viaReceived, viaBranch, viaSigCompID, route, recordRoute, maxForwards, maxBreadth, path,
        serviceRoute, proxyRequire, requestDisposition, acceptContact, rejectContact, featureCaps,
        resourcePriority, warning,
    ]

    static let via = CatalogueRow(
        header: "Via", .endToEnd, [.topology, .device, .location], .high,
        reveals: "Address, port and transport of every hop; the lowest is the terminal itself.",
        userAgent: "Nothing: answers need it; a privacy service may take it off.",
        residual: "Terminal address and visited network stay visible up to the presence server.",
        because: "The address of the terminal, and whether TLS or UDP carries the message.",
        mitigation: "Privacy: header, topology hiding at the border, encrypted hops.",
        source: "RFC 3323 §5.1; RFC 3261 §20.42")

    static let viaReceived = CatalogueRow(
        "Via;received / rport", .parameter, of: "Via", .endToEnd, [.location, .topology], .medium,
        reveals: "The public address and port behind a NAT.",
        userAgent: "Nothing: the first proxy adds it.",
        residual: "The public address shows even where the terminal wrote another.",
        because: "An address can be placed on a map, roughly.",
        mitigation: "A privacy service.",
        source: "RFC 3261 §18.2.1; RFC 3581")

    static let viaBranch = CatalogueRow(
        "Via;branch", .parameter, of: "Via", .endToEnd, [.activity], .info,
        reveals: "Which transaction this is.",
        userAgent: "Draw it at random and keep addresses out of it.",
        residual: "Nothing where it is random.",
        because: "It means nothing beyond the transaction.",
        mitigation: "Random values.",
        source: "RFC 3261 §8.1.1.7")

    static let viaSigCompID = CatalogueRow(
        "Via;sigcomp-id", .parameter, of: "Via", .endToEnd, [.device], .medium,
        reveals: "A lasting identifier of the device, for compression.",
        userAgent: "Leave it out where signalling is not compressed.",
        residual: "The device can be recognised on the first hop.",
        because: "It survives a change of address.",
        mitigation: "Change it often or leave it out.",
        source: "RFC 5049 §9.1")

    static let route = CatalogueRow(
        header: "Route", .endToEnd, [.topology], .medium,
        reveals: "The next servers by name: visited and home network.",
        userAgent: "Nothing: the route was given at registration.",
        residual: "The access leg shows the home operator and the serving node.",
        because: "It names the operators; a user part may tell the direction of service.",
        mitigation: "Names that mean nothing outside, topology hiding, encrypted hops.",
        source: "RFC 3261 §23.4.1.1; RFC 3608")

    static let recordRoute = CatalogueRow(
        header: "Record-Route", .endToEnd, [.topology], .medium,
        reveals: "The proxies that stay in the dialog.",
        userAgent: "Nothing: proxies add it; a privacy service may take it off.",
        residual: "The other domain learns how the network is built.",
        because: "The name of a visited network shows that the user roams.",
        mitigation: "Topology hiding or Privacy: header; PUBLISH needs none.",
        source: "RFC 3323 §5.1; RFC 3903 §6")

    static let maxForwards = CatalogueRow(
        header: "Max-Forwards", .endToEnd, [.topology], .info,
        reveals: "How many hops the request has behind it.",
        userAgent: "Begin with 70 like all user agents.",
        residual: "The number of hops.",
        because: "With the usual start only the distance shows.",
        mitigation: "Begin with 70.",
        source: "RFC 3261 §20.22")

    static let maxBreadth = CatalogueRow(
        header: "Max-Breadth", .endToEnd, [.topology], .info,
        reveals: "How far the request may still fork.",
        userAgent: "Nothing worth doing.",
        residual: "Nothing of note.",
        because: "Proxies count it down; it says nothing about the user.",
        mitigation: "Expect it to change on the way.",
        source: "RFC 5393 §5.3.3")

    static let path = CatalogueRow(
        header: "Path", .registration, [.topology], .medium,
        reveals: "The edge proxies between terminal and registrar.",
        userAgent: "Nothing: proxies add it.",
        residual: "The visited network is named.",
        because: "It shows that the user roams, and where.",
        mitigation: "Encrypt the user part that holds the token.",
        source: "RFC 3327 §5")

    static let serviceRoute = CatalogueRow(
        header: "Service-Route", .registration, [.topology], .low,
        reveals: "The route to the serving node of the home network.",
        userAgent: "Nothing: the registrar writes it.",
        residual: "The serving node shows on the access leg.",
        because: "It names the operator and no more.",
        mitigation: "Names that mean nothing outside.",
        source: "RFC 3608 §5")

    static let proxyRequire = CatalogueRow(
        header: "Proxy-Require", .endToEnd, [.policy], .low,
        reveals: "That proxies are asked for privacy or security agreement.",
        userAgent: "Nothing where the extension is needed.",
        residual: "It marks a user who asks for privacy.",
        because: "Few others write it, so it narrows the crowd.",
        mitigation: "Use it only where privacy is critical.",
        source: "RFC 3323 §4.3; RFC 3329")

    static let requestDisposition = CatalogueRow(
        header: "Request-Disposition", .endToEnd, [.policy], .info,
        reveals: "How proxies should treat the request: fork, queue, redirect.",
        userAgent: "Leave it out where it is not needed.",
        residual: "Nothing of note.",
        because: "A wish about routing.",
        mitigation: "Keep no-fork where one device alone holds the key.",
        source: "RFC 3841 §9.1")

    static let acceptContact = CatalogueRow(
        header: "Accept-Contact", .endToEnd, [.capabilities, .content], .low,
        reveals: "Features wanted of the other terminal.",
        userAgent: "Ask for as little as the service needs.",
        residual: "The kind of service or terminal.",
        because: "It tells a class of use, not a person.",
        mitigation: "The same value for all users of a service.",
        source: "RFC 3841 §9.2")

    static let rejectContact = CatalogueRow(
        header: "Reject-Contact", .endToEnd, [.capabilities], .info,
        reveals: "Features the sender does not want.",
        userAgent: "Leave it out.",
        residual: "Nothing once it is left out.",
        because: "Rare and of little meaning in presence.",
        mitigation: "Leave it out.",
        source: "RFC 3841 §9.2")

    static let featureCaps = CatalogueRow(
        header: "Feature-Caps", .endToEnd, [.capabilities, .topology], .info,
        reveals: "What the proxies on the way can do.",
        userAgent: "Nothing: proxies add it.",
        residual: "A hint at how the network is built.",
        because: "It says nothing about the user.",
        mitigation: "Remove it at the border.",
        source: "RFC 6809")

    static let resourcePriority = CatalogueRow(
        header: "Resource-Priority", .endToEnd, [.policy], .medium,
        reveals: "A claim to priority, as emergency services and governments have.",
        userAgent: "Leave it out unless entitled.",
        residual: "It marks an official user.",
        because: "It tells the class of the user.",
        mitigation: "Only where entitled, and then on protected hops.",
        source: "RFC 4412 §3.1, §11")

    static let warning = CatalogueRow(
        header: "Warning", .endToEnd, [.topology, .policy], .low,
        reveals: "Which host complains, and about what.",
        userAgent: "Write neutral words.",
        residual: "The host name of the reporter.",
        because: "A piece of topology and policy.",
        mitigation: "A pseudonym in place of the host name.",
        source: "RFC 3261 §20.43; RFC 3323 §4.1")
}
