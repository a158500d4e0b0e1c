import AccessLeg

/// The member that describes one leg.
struct LegMember: Decodable {
    var description = LegDescription()

    private enum Member: String, CaseIterable {
        case pcscfRelease, accessNetwork, ciphering, cipheringSource, hops, transport, agreementVerified,
            roaming
        case confidentialityFlag, direction
    }

    private enum HopMember: String, CaseIterable {
        case terminalToPCSCF = "terminalToPcscf"
        case pcscfToHome
    }

    init(from decoder: any Decoder) throws {
        let members = try Members<Member>(decoder)
        if let release = try members.optional(Int.self, .pcscfRelease) {
            guard LegDescription.releases.contains(release) else {
                throw members.wrong(.pcscfRelease, wanted: "a number from 5 to 99")
            }
            description.pCSCFRelease = release
        }
        if let token = try members.optional(String.self, .accessNetwork) {
            guard AccessType.isToken(token) else {
                throw members.wrong(.accessNetwork, wanted: "an access type such as 3GPP-UTRAN-TDD")
            }
            description.accessNetwork = AccessType(token)
        }
        description.ciphering = try members.isOn(.ciphering)
        description.cipheringSource = try members.choice(.cipheringSource) ?? .network
        if let transport = try members.optional(String.self, .transport) {
            guard LegDescription.transports.contains(transport) else {
                throw members.wrong(.transport, wanted: LegDescription.transports.joined(separator: ", "))
            }
            description.transport = transport
        }
        description.isAgreementVerified = try members.optional(Bool.self, .agreementVerified) ?? false
        description.isRoaming = try members.optional(Bool.self, .roaming)
        description.confidentialityFlag = try members.isOn(.confidentialityFlag)
        description.direction = try members.choice(.direction)
        guard let hops = try members.nested(HopMember.self, .hops) else { return }
        description.hop = try hops.choice(.terminalToPCSCF)
        let home: LegDescription.HopProtection? = try hops.choice(.pcscfToHome)
        description.areLinksHomeConfidential = home?.isConfidential
    }
}
