internal import SIPMessage

extension Catalogue {
    /// Fields that the operator's servers write for each other.
    static let operatorNetworkRows = [
        pVisitedNetworkID, pChargingVector, pChargingFunctionAddresses, pUserDatabase,
    ]

    static let pVisitedNetworkID = CatalogueRow(
        header: "P-Visited-Network-ID", .trustDomain, [.location, .topology], .medium,
        reveals: "The visited network, and so the country and the operator.",
        userAgent: "Nothing: the visited P-CSCF adds it.",
        residual: "That the user roams.",
        because: "It is a place, but as coarse as a country.",
        mitigation: "Keep it to registration and remove it elsewhere.",
        by: .others, source: "RFC 7315 §4.3, §6.3; RFC 7976 §3")

    static let pChargingVector = CatalogueRow(
        header: "P-Charging-Vector", .trustDomain, [.activity, .topology, .charging], .medium,
        reveals: "A globally unique charging identifier, and the operators of both sides.",
        userAgent: "Nothing: the P-CSCF adds it.",
        residual: "Both legs and the bill can be linked.",
        because: "Charging records keep it for a long time.",
        mitigation: "Remove it at the border.",
        by: .others, source: "RFC 7315 §4.6, §6.6")

    static let pChargingFunctionAddresses = CatalogueRow(
        header: "P-Charging-Function-Addresses", .trustDomain, [.topology, .charging], .low,
        reveals: "The addresses that receive charging records.",
        userAgent: "Nothing: the S-CSCF adds it.",
        residual: "The structure of the operator's network.",
        because: "It stays inside.",
        mitigation: "Remove it at the border.",
        by: .others, source: "RFC 7315 §4.5, §6.5")

    static let pUserDatabase = CatalogueRow(
        header: "P-User-Database", .trustDomain, [.topology], .low,
        reveals: "The database that holds the subscriber.",
        userAgent: "Nothing: servers add it.",
        residual: "The structure of the operator's network.",
        because: "It stays inside.",
        mitigation: "Remove it at the border.",
        by: .others, source: "RFC 4457")
}
