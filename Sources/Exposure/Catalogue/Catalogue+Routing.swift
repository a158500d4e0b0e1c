internal import SIPMessage

extension Catalogue {
    /// The path of a message, and requests to the proxies on it.
    static let routingRows = [
        via, viaReceived, viaBranch, viaSigCompID, route, recordRoute, maxForwards, maxBreadth, path,
        serviceRoute, proxyRequire, requestDisposition, acceptContact, rejectContact, featureCaps,
        resourcePriority, warning,
    ]

    static let via = CatalogueRow(
        header: "Via", .endToEnd, [.topology, .device, .location], .high,
        reveals: "Address, port and transport of every hop; the lowest is the terminal.",
        userAgent: "Nothing: responses need it; a privacy service may remove it.",
        residual: "Terminal address and visited network stay visible up to the presence server.",
        because: "The address of the terminal, and whether TLS or UDP carries the message.",
        mitigation: "Use Privacy: header, topology hiding at the border, and encrypted hops.",
        by: .others, source: "RFC 3323 §5.1; RFC 3261 §20.42")

    static let viaReceived = CatalogueRow(
        "Via;received / rport", .parameter, of: "Via", .endToEnd, [.location, .topology], .medium,
        reveals: "The public address and port outside a NAT.",
        userAgent: "Nothing: the first proxy adds it.",
        residual: "The public address shows even if the terminal wrote another.",
        because: "An address can be located roughly on a map.",
        mitigation: "Use a privacy service.",
        by: .others, source: "RFC 3261 §18.2.1; RFC 3581")

    static let viaBranch = CatalogueRow(
        "Via;branch", .parameter, of: "Via", .endToEnd, [.activity], .info,
        reveals: "The transaction.",
        userAgent: "Choose it at random, without addresses.",
        residual: "Nothing if it is random.",
        because: "It has no meaning beyond the transaction.",
        mitigation: "Use random values.",
        source: "RFC 3261 §8.1.1.7")

    static let viaSigCompID = CatalogueRow(
        "Via;sigcomp-id", .parameter, of: "Via", .endToEnd, [.device], .medium,
        reveals: "A lasting identifier of the device, for compression.",
        userAgent: "Leave it out if signalling is not compressed.",
        residual: "The device can be recognised on the first hop.",
        because: "It survives a change of address.",
        mitigation: "Change it often or leave it out.",
        source: "RFC 5049 §9.1")

    static let route = CatalogueRow(
        header: "Route", .endToEnd, [.topology], .medium,
        reveals: "The next servers by name: visited and home network.",
        userAgent: "Nothing: the route was given at registration.",
        residual: "The access leg shows the home operator and the serving node.",
        because: "It names the operators; a user part may show the direction of service.",
        mitigation: "Use names without meaning outside, topology hiding, and encrypted hops.",
        by: .others, source: "RFC 3261 §23.4.1.1; RFC 3608")

    static let recordRoute = CatalogueRow(
        header: "Record-Route", .endToEnd, [.topology], .medium,
        reveals: "The proxies that stay in the dialog.",
        userAgent: "Nothing: proxies add it; a privacy service may remove it.",
        residual: "The other domain learns the structure of the network.",
        because: "The name of a visited network shows that the user roams.",
        mitigation: "Use topology hiding or Privacy: header; PUBLISH needs none.",
        by: .others, source: "RFC 3323 §5.1; RFC 3903 §6")

    static let maxForwards = CatalogueRow(
        header: "Max-Forwards", .endToEnd, [.topology], .info,
        reveals: "How many hops the request has passed.",
        userAgent: "Start at 70 like all user agents.",
        residual: "The number of hops.",
        because: "With the usual start, it shows only the distance.",
        mitigation: "Start at 70.",
        source: "RFC 3261 §20.22")

    static let maxBreadth = CatalogueRow(
        header: "Max-Breadth", .endToEnd, [.topology], .info,
        reveals: "How far the request may still fork.",
        userAgent: "Nothing useful.",
        residual: "Nothing of note.",
        because: "Proxies count it down; it says nothing about the user.",
        mitigation: "Expect it to change on the path.",
        source: "RFC 5393 §5.3.3")

    static let path = CatalogueRow(
        header: "Path", .registration, [.topology], .medium,
        reveals: "The edge proxies between terminal and registrar.",
        userAgent: "Nothing: proxies add it.",
        residual: "The visited network is named.",
        because: "It shows that the user roams, and where.",
        mitigation: "Encrypt the user part that contains the token.",
        by: .others, source: "RFC 3327 §5")

    static let serviceRoute = CatalogueRow(
        header: "Service-Route", .registration, [.topology], .low,
        reveals: "The route to the serving node of the home network.",
        userAgent: "Nothing: the registrar writes it.",
        residual: "The serving node shows on the access leg.",
        because: "It names only the operator.",
        mitigation: "Use names without meaning outside.",
        by: .others, source: "RFC 3608 §5")

    static let proxyRequire = CatalogueRow(
        header: "Proxy-Require", .endToEnd, [.policy], .low,
        reveals: "That proxies are asked for privacy or security agreement.",
        userAgent: "Nothing if the extension is needed.",
        residual: "It marks a user who asks for privacy.",
        because: "Few others send it, so it narrows the anonymity set.",
        mitigation: "Use it only if privacy is critical.",
        source: "RFC 3323 §4.3; RFC 3329")

    static let requestDisposition = CatalogueRow(
        header: "Request-Disposition", .endToEnd, [.policy], .info,
        reveals: "How proxies should treat the request: fork, queue, redirect.",
        userAgent: "Leave it out if it is not needed.",
        residual: "Nothing of note.",
        because: "It is a preference about routing.",
        mitigation: "Keep no-fork if only one device has the key.",
        source: "RFC 3841 §9.1")

    static let acceptContact = CatalogueRow(
        header: "Accept-Contact", .endToEnd, [.capabilities, .content], .low,
        reveals: "Features wanted of the other terminal.",
        userAgent: "Request as little as the service needs.",
        residual: "The kind of service or terminal.",
        because: "It shows a class of use, not a person.",
        mitigation: "Send the same value for all users of a service.",
        source: "RFC 3841 §9.2")

    static let rejectContact = CatalogueRow(
        header: "Reject-Contact", .endToEnd, [.capabilities], .info,
        reveals: "Features the sender does not want.",
        userAgent: "Leave it out.",
        residual: "Nothing once it is left out.",
        because: "It is rare and has little meaning in presence.",
        mitigation: "Leave it out.",
        source: "RFC 3841 §9.2")

    static let featureCaps = CatalogueRow(
        header: "Feature-Caps", .endToEnd, [.capabilities, .topology], .info,
        reveals: "Capabilities of the proxies on the path.",
        userAgent: "Nothing: proxies add it.",
        residual: "A hint at the structure of the network.",
        because: "It says nothing about the user.",
        mitigation: "Remove it at the border.",
        by: .others, source: "RFC 6809")

    static let resourcePriority = CatalogueRow(
        header: "Resource-Priority", .endToEnd, [.policy], .medium,
        reveals: "A claim to priority, as emergency services and governments have.",
        userAgent: "Leave it out unless entitled.",
        residual: "It marks an official user.",
        because: "It shows the class of the user.",
        mitigation: "Send it only if entitled, on protected hops.",
        by: .others, source: "RFC 4412 §3.1, §11")

    static let warning = CatalogueRow(
        header: "Warning", .endToEnd, [.topology, .policy], .low,
        reveals: "The host that warns, and the subject.",
        userAgent: "Use neutral words.",
        residual: "The host name of the reporter.",
        because: "It shows topology and policy.",
        mitigation: "Use a pseudonym instead of the host name.",
        source: "RFC 3261 §20.43; RFC 3323 §4.1")
}
