internal import SIPMessage

extension Catalogue {
    /// Fields that the operator's servers write for each other.
    static let operatorNetworkRows = [
        pVisitedNetworkID, pChargingVector, pChargingFunctionAddresses, pUserDatabase,
    ]

    static let pVisitedNetworkID = CatalogueRow(
        header: "P-Visited-Network-ID", .trustDomain, [.location, .topology], .medium,
        reveals: "The visited network, and with it country and operator.",
        userAgent: "Nothing: the visited P-CSCF adds it.",
        residual: "That the user roams.",
        because: "A place as coarse as a country.",
        mitigation: "Keep it to registration and remove it elsewhere.",
        source: "RFC 7315 §4.3, §6.3; RFC 7976 §3")

    static let pChargingVector = CatalogueRow(
        header: "P-Charging-Vector", .trustDomain, [.activity, .topology, .charging], .medium,
        reveals: "A charging identifier of world-wide uniqueness, and the operators of both sides.",
        userAgent: "Nothing: the P-CSCF adds it.",
        residual: "Both legs and the bill can be put together.",
        because: "Charging records keep it for long.",
        mitigation: "Remove it at the border.",
        source: "RFC 7315 §4.6, §6.6")

    static let pChargingFunctionAddresses = CatalogueRow(
        header: "P-Charging-Function-Addresses", .trustDomain, [.topology, .charging], .low,
        reveals: "Where charging records go.",
        userAgent: "Nothing: the S-CSCF adds it.",
        residual: "How the operator's network is built.",
        because: "It stays inside.",
        mitigation: "Remove it at the border.",
        source: "RFC 7315 §4.5, §6.5")

    static let pUserDatabase = CatalogueRow(
        header: "P-User-Database", .trustDomain, [.topology], .low,
        reveals: "The database that holds the subscriber.",
        userAgent: "Nothing: servers add it.",
        residual: "How the operator's network is built.",
        because: "It stays inside.",
        mitigation: "Remove it at the border.",
        source: "RFC 4457")
}
