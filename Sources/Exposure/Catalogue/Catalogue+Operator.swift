extension Catalogue {
    /// Fields that the operator's servers write for each other.
    static let operatorNetwork: [CatalogueRow] = [
        CatalogueRow(
            "P-Visited-Network-ID", .header, .trustDomain, [.location, .topology], .networkAdded, .medium,
            reveals: "The visited network, and with it country and operator.",
            userAgent: "Nothing: the visited P-CSCF adds it.",
            residual: "That the user roams.",
            because: "A place as coarse as a country.",
            mitigation: "Keep it to registration and remove it elsewhere.",
            source: "RFC 7315 §4.3, §6.3; RFC 7976 §3"),
        CatalogueRow(
            "P-Charging-Vector", .header, .trustDomain, [.activity, .topology, .charging], .networkAdded,
            .medium,
            reveals: "A charging identifier of world-wide uniqueness, and the operators of both sides.",
            userAgent: "Nothing: the P-CSCF adds it.",
            residual: "Both legs and the bill can be put together.",
            because: "Charging records keep it for long.",
            mitigation: "Remove it at the border.",
            source: "RFC 7315 §4.6, §6.6"),
        CatalogueRow(
            "P-Charging-Function-Addresses", .header, .trustDomain, [.topology, .charging], .networkAdded,
            .low,
            reveals: "Where charging records go.",
            userAgent: "Nothing: the S-CSCF adds it.",
            residual: "How the operator's network is built.",
            because: "It stays inside.",
            mitigation: "Remove it at the border.",
            source: "RFC 7315 §4.5, §6.5"),
        CatalogueRow(
            "P-User-Database", .header, .trustDomain, [.topology], .networkAdded, .low,
            reveals: "The database that holds the subscriber.",
            userAgent: "Nothing: servers add it.",
            residual: "How the operator's network is built.",
            because: "It stays inside.",
            mitigation: "Remove it at the border.",
            source: "RFC 4457"),
    ]
}
