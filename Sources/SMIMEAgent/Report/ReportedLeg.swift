package import AccessLeg
package import Octets

/// The known facts about the leg of a message.
package struct ReportedLeg: JSONEncodable {
    package let role: LegRole
    package let direction: Direction
    package let pcscfRelease: Int?
    package let transport: String?
    package let accessNetwork: String?
    package let accessNetworkClaimed: Bool?
    package let mechanism: String?
    package let encryptionAlgorithm: String?
    package let roaming: Bool?
    /// Whether the whole leg counts as confidential.
    package let isProtected: Bool
    package let confidentiality: LegConfidentiality
    /// The confidentiality of the access network's link, which ends before the P-CSCF.
    package let link: LegConfidentiality
    /// The network's statement about the registration.
    package let flag: LegConfidentiality

    package init(_ leg: MessageLeg) {
        role = leg.role
        direction = leg.direction
        pcscfRelease = leg.description.pCSCFRelease
        transport = leg.transport
        accessNetwork = leg.accessNetwork?.token
        accessNetworkClaimed = leg.accessNetwork == nil ? nil : leg.isAccessNetworkClaimed
        mechanism = leg.mechanism?.name
        encryptionAlgorithm = leg.mechanism?.encryptionAlgorithm
        roaming = leg.description.isRoaming
        isProtected = leg.confidentiality.isProtected
        confidentiality = leg.confidentiality
        link = leg.link
        flag = leg.flag
    }

    package func encode(into writer: inout JSONWriter) {
        writer.object {
            $0.memberIfPresent("accessNetwork", accessNetwork)
            $0.memberIfPresent("accessNetworkClaimed", accessNetworkClaimed)
            $0.member("confidentiality", confidentiality)
            $0.member("direction", direction)
            $0.memberIfPresent("encryptionAlgorithm", encryptionAlgorithm)
            $0.member("flag", flag)
            $0.member("isProtected", isProtected)
            $0.member("link", link)
            $0.memberIfPresent("mechanism", mechanism)
            $0.memberIfPresent("pcscfRelease", pcscfRelease)
            $0.memberIfPresent("roaming", roaming)
            $0.member("role", role)
            $0.memberIfPresent("transport", transport)
        }
    }
}
