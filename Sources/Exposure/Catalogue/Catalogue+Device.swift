internal import SIPMessage

extension Catalogue {
    /// The terminal and its location.
    static let deviceRows = [
        contact, contactInstance, contactGRUU, contactFeatureTags, callID, callIDHost, userAgent, server,
        pAccessNetworkInfo, cellularNetworkInfo, geolocation, geolocationRouting, geolocationError,
    ]

    static let contact = CatalogueRow(
        header: "Contact", .endToEnd, [.device, .location, .topology, .presentity, .watcher], .high,
        reveals: "Address and port of the terminal, its transport, and often the user's name.",
        userAgent: "Omit the user part; the host must stay; a temporary GRUU hides both.",
        residual: "The address shows the access network and a rough place.",
        because: "The terminal's address travels as far as the presence server and the watcher's domain.",
        mitigation:
            "Use a temporary GRUU, no user part and Privacy: header; omit it in "
            + "PUBLISH, which does not need it.",
        by: .others, source: "RFC 3261 §23.4.1.2; RFC 3323 §4.1.1.2-3; RFC 3903 §6; RFC 5627")

    static let contactInstance = CatalogueRow(
        "Contact;+sip.instance", .parameter, of: "Contact", .endToEnd, [.device], .high,
        reveals: "A permanent identifier of the device: a UUID or its IMEI.",
        userAgent: "Send it only in registration.",
        residual: "The hardware can be recognised under every identity of its owner.",
        because: "The device can be followed for its whole life.",
        mitigation: "Omit it in PUBLISH and SUBSCRIBE; use GRUUs instead, and a UUID rather than the IMEI.",
        source: "RFC 5626 §4.1; RFC 7254; RFC 5627 §3.1.2")

    static let contactGRUU = CatalogueRow(
        "Contact;gr / temporary GRUU", .parameter, of: "Contact", .endToEnd,
        [.device, .presentity, .watcher], .medium,
        reveals: "A public GRUU ties address and device together; a temporary one does not.",
        userAgent: "Choose the temporary GRUU.",
        residual: "The home network always knows the owner.",
        because: "A public GRUU is the address plus a lasting device.",
        mitigation: "Use temporary GRUUs.",
        source: "RFC 5627 §3.1")

    static let contactFeatureTags = CatalogueRow(
        "Contact;feature-tags", .parameter, of: "Contact", .endToEnd, [.capabilities, .device], .low,
        reveals: "Capabilities of the terminal, and whether it is mobile, private or automatic.",
        userAgent: "Send them only in registration.",
        residual: "The set can reveal the model.",
        because: "A fingerprint, not a name.",
        mitigation: "Send as few as the service needs.",
        source: "RFC 3840 §9, §11.1")

    static let callID = CatalogueRow(
        header: "Call-ID", .endToEnd, [.device, .activity], .medium,
        reveals: "The dialog, often with the terminal's host after an at sign.",
        userAgent: "Choose it at random, without a host.",
        residual: "All messages of a subscription are linked, for days.",
        because: "The host can be avoided, but the link cannot.",
        mitigation:
            "Use 128 random bits without host, and a new one for each publication if that is allowed.",
        source: "RFC 3323 §4.1; RFC 3261 §8.1.1.4")

    static let callIDHost = CatalogueRow(
        "Call-ID;host part", .host, of: "Call-ID", .endToEnd, [.device, .location], .medium,
        reveals: "The terminal's address or host name.",
        userAgent: "Leave it out.",
        residual: "Nothing once it is left out.",
        because: "It leaks device and place, and no server needs it.",
        mitigation: "Use Call-IDs without an at sign.",
        source: "RFC 3323 §4.1")

    static let userAgent = CatalogueRow(
        header: "User-Agent", .endToEnd, [.device, .capabilities], .medium,
        reveals: "Product, version, operating system, model.",
        userAgent: "Leave it out or send a generic value.",
        residual: "Nothing once it is left out.",
        because: "It identifies the device and its known vulnerabilities.",
        mitigation: "Leave it out of the outer message.",
        source: "RFC 3261 §20.41, §23.4.1.2; RFC 3323 §4.1")

    static let server = CatalogueRow(
        header: "Server", .endToEnd, [.device, .topology], .low,
        reveals: "Product and version of the responder; for a NOTIFY that is the watcher's terminal.",
        userAgent: "Leave it out.",
        residual: "Nothing once it is left out.",
        because: "A fingerprint of server or terminal.",
        mitigation: "Leave it out.",
        source: "RFC 3261 §20.35; RFC 3323 §4.1")

    static let pAccessNetworkInfo = CatalogueRow(
        header: "P-Access-Network-Info", .home, [.location], .critical,
        reveals:
            "The access type, the terminal's cell, access point or line, and the local time.",
        userAgent: "Leave it out if the path is not encrypted, as the specification requires.",
        residual:
            "The cell is in clear on an unencrypted access leg, and the presence server reads it.",
        because: "A cell is a place, and nearly every request sends it again.",
        mitigation:
            "Omit it in unencrypted PUBLISH and SUBSCRIBE; send it inside the protected "
            + "part if the server needs it.",
        source: "RFC 7315 §4.4, §6.4; RFC 7976 §3")

    static let cellularNetworkInfo = CatalogueRow(
        header: "Cellular-Network-Info", .home, [.location], .critical,
        reveals: "The last cell and its age, while the terminal uses another access.",
        userAgent: "Leave it out.",
        residual: "The cell is in clear on a WLAN.",
        because: "It removes the location privacy that WLAN access provides.",
        mitigation: "Omit it on unprotected paths.",
        source: "TS 24.229 §7.2.15 (not verified)")

    static let geolocation = CatalogueRow(
        header: "Geolocation", .endToEnd, [.location], .critical,
        reveals: "The sender's location, or an address from which it can be fetched.",
        userAgent: "Leave it out and put the location into the encrypted body.",
        residual: "The network may add a value, and others can follow a reference.",
        because: "A precise place, or a reference to it.",
        mitigation: "Put the location into the protected body, and send Geolocation-Routing: no.",
        source: "RFC 6442 §4.1, §7")

    static let geolocationRouting = CatalogueRow(
        header: "Geolocation-Routing", .endToEnd, [.policy], .low,
        reveals: "Whether proxies may use the location.",
        userAgent: "Send the value no.",
        residual: "That a location is being shared.",
        because: "It contains no place.",
        mitigation: "Send the value no.",
        source: "RFC 6442 §4.2")

    static let geolocationError = CatalogueRow(
        header: "Geolocation-Error", .endToEnd, [.location, .policy], .low,
        reveals: "What was wrong with a location.",
        userAgent: "Respond in neutral words.",
        residual: "That a location was sent.",
        because: "It contains no place.",
        mitigation: "Respond inside the protected part.",
        source: "RFC 6442 §4.4")
}
