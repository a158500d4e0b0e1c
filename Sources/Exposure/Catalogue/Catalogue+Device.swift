internal import SIPMessage

extension Catalogue {
    /// The terminal and the place it is in.
    static let deviceRows = [
        contact, contactInstance, contactGRUU, contactFeatureTags, callID, callIDHost, userAgent, server,
        pAccessNetworkInfo, cellularNetworkInfo, geolocation, geolocationRouting, geolocationError,
    ]

    static let contact = CatalogueRow(
        header: "Contact", .endToEnd, [.device, .location, .topology, .presentity, .watcher], .high,
        reveals: "Address and port of the terminal, its transport, and often the user's name.",
        userAgent: "Drop the user part; the host has to stay; a temporary GRUU hides both.",
        residual: "The address tells the access network and a rough place.",
        because: "The terminal's address travels as far as the presence server and the watcher's domain.",
        mitigation:
            "A temporary GRUU, no user part, Privacy: header; none at all in PUBLISH, which does not need it.",
        source: "RFC 3261 §23.4.1.2; RFC 3323 §4.1.1.2-3; RFC 3903 §6; RFC 5627")

    static let contactInstance = CatalogueRow(
        "Contact;+sip.instance", .parameter, of: "Contact", .endToEnd, [.device], .high,
        reveals: "A permanent name of the device: a UUID or its IMEI.",
        userAgent: "Send it in registration only.",
        residual: "The hardware is recognised under every identity of its owner.",
        because: "The device can be followed for its whole life.",
        mitigation: "None in PUBLISH and SUBSCRIBE; GRUUs in its place; a UUID rather than the IMEI.",
        source: "RFC 5626 §4.1; RFC 7254; RFC 5627 §3.1.2")

    static let contactGRUU = CatalogueRow(
        "Contact;gr / temporary GRUU", .parameter, of: "Contact", .endToEnd,
        [.device, .presentity, .watcher], .medium,
        reveals: "A public GRUU ties address and device together; a temporary one does not.",
        userAgent: "Choose the temporary GRUU.",
        residual: "The home network can always tell whose it is.",
        because: "A public GRUU is the address plus a lasting device.",
        mitigation: "Temporary GRUUs.",
        source: "RFC 5627 §3.1")

    static let contactFeatureTags = CatalogueRow(
        "Contact;feature-tags", .parameter, of: "Contact", .endToEnd, [.capabilities, .device], .low,
        reveals: "What the terminal can do, whether it moves, whether it is private or automatic.",
        userAgent: "Send them in registration only.",
        residual: "The set can tell the model.",
        because: "A fingerprint and no name.",
        mitigation: "As few as the service needs.",
        source: "RFC 3840 §9, §11.1")

    static let callID = CatalogueRow(
        header: "Call-ID", .endToEnd, [.device, .activity], .medium,
        reveals: "Which dialog this is, often with the terminal's host behind an at sign.",
        userAgent: "Draw it at random and write no host.",
        residual: "All messages of a subscription are linked, for days.",
        because: "The host can be avoided, the link cannot.",
        mitigation:
            "128 random bits without host, and a new one for each publication where that is allowed.",
        source: "RFC 3323 §4.1; RFC 3261 §8.1.1.4")

    static let callIDHost = CatalogueRow(
        "Call-ID;host part", .host, of: "Call-ID", .endToEnd, [.device, .location], .medium,
        reveals: "The terminal's address or host name.",
        userAgent: "Leave it out.",
        residual: "Nothing once it is left out.",
        because: "A leak of device and place that no server needs.",
        mitigation: "Call-IDs without an at sign.",
        source: "RFC 3323 §4.1")

    static let userAgent = CatalogueRow(
        header: "User-Agent", .endToEnd, [.device, .capabilities], .medium,
        reveals: "Product, version, operating system, model.",
        userAgent: "Leave it out or write a general word.",
        residual: "Nothing once it is left out.",
        because: "It recognises the device and tells which faults it has.",
        mitigation: "Leave it out of the outer message.",
        source: "RFC 3261 §20.41, §23.4.1.2; RFC 3323 §4.1")

    static let server = CatalogueRow(
        header: "Server", .endToEnd, [.device, .topology], .low,
        reveals: "Product and version of what answers, which for a NOTIFY is the watcher's terminal.",
        userAgent: "Leave it out.",
        residual: "Nothing once it is left out.",
        because: "A fingerprint of server or terminal.",
        mitigation: "Leave it out.",
        source: "RFC 3261 §20.35; RFC 3323 §4.1")

    static let pAccessNetworkInfo = CatalogueRow(
        header: "P-Access-Network-Info", .home, [.location], .critical,
        reveals:
            "The access type and the cell, access point or line the terminal is on, and the local time.",
        userAgent: "Leave it out where the path is not encrypted, as the specification demands.",
        residual:
            "The cell crosses an access leg without encryption in clear, and the presence server reads it.",
        because: "A cell is a place, sent anew with nearly every request.",
        mitigation:
            "None in PUBLISH and SUBSCRIBE without encryption; inside the protected part where the server needs it.",
        source: "RFC 7315 §4.4, §6.4; RFC 7976 §3")

    static let cellularNetworkInfo = CatalogueRow(
        header: "Cellular-Network-Info", .home, [.location], .critical,
        reveals: "The last cell and how old that is, while on another access.",
        userAgent: "Leave it out.",
        residual: "The cell crosses a WLAN in clear.",
        because: "It takes away what WLAN access leaves of location privacy.",
        mitigation: "None on unprotected paths.",
        source: "TS 24.229 §7.2.15 (not verified)")

    static let geolocation = CatalogueRow(
        header: "Geolocation", .endToEnd, [.location], .critical,
        reveals: "Where the sender is, or an address at which that can be asked.",
        userAgent: "Leave it out and put the location into the encrypted body.",
        residual: "The network may add a value, and a reference can be followed by others.",
        because: "A precise place or the handle to it.",
        mitigation: "Location in the protected body, and Geolocation-Routing: no.",
        source: "RFC 6442 §4.1, §7")

    static let geolocationRouting = CatalogueRow(
        header: "Geolocation-Routing", .endToEnd, [.policy], .low,
        reveals: "Whether proxies may use the location.",
        userAgent: "Write no.",
        residual: "That a location is being shared.",
        because: "It holds no place.",
        mitigation: "The value no.",
        source: "RFC 6442 §4.2")

    static let geolocationError = CatalogueRow(
        header: "Geolocation-Error", .endToEnd, [.location, .policy], .low,
        reveals: "What was wrong with a location.",
        userAgent: "Answer in neutral words.",
        residual: "That a location was sent.",
        because: "It holds no place.",
        mitigation: "Answer inside the protected part.",
        source: "RFC 6442 §4.4")
}
