import AccessLeg
import Testing

@Suite("Access networks")
struct AccessNetworkInfoTests {
    /// access-type and access-class of RFC 7315 §5.4, as its grammar lists them.
    static let published: [(AccessFamily, String)] = [
        (.wlan, "IEEE-802.11 IEEE-802.11a IEEE-802.11b IEEE-802.11g IEEE-802.11n 3GPP-WLAN"),
        (
            .ethernet,
            "IEEE-802.3 IEEE-802.3a IEEE-802.3ab IEEE-802.3ae IEEE-802.3ak IEEE-802.3ah IEEE-802.3aq IEEE-802.3an "
                + "IEEE-802.3e IEEE-802.3i IEEE-802.3j IEEE-802.3u IEEE-802.3y IEEE-802.3z"
        ),
        (.geran, "3GPP-GERAN"), (.utran, "3GPP-UTRAN-FDD 3GPP-UTRAN-TDD 3GPP-UTRAN 3GPP-HSPA"),
        (.eUTRAN, "3GPP-E-UTRAN-FDD 3GPP-E-UTRAN-TDD 3GPP-E-UTRAN"),
        (.cdma2000, "3GPP2-1X-Femto 3GPP2-UMB 3GPP2-1X-HRPD 3GPP2-1X 3GPP2"), (.genericAccess, "3GPP-GAN"),
        (.subscriberLine, "ADSL ADSL2 ADSL2+ RADSL SDSL HDSL HDSL2 G.SHDSL VDSL IDSL"), (.cable, "DOCSIS"),
        (.telephone, "GSTN"), (.fibre, "GPON XGPON1"), (.satellite, "DVB-RCS2"),
    ]

    @Test("every access type and class of RFC 7315 is known, in any case")
    func known() {
        for (family, tokens) in Self.published {
            for token in tokens.split(separator: " ").map(String.init) {
                #expect(AccessType(token).family == family, "\(token)")
                #expect(AccessNetworkInfo.parse(token.lowercased())?.type.family == family, "\(token)")
            }
        }
        let names = Self.published.flatMap { $0.1.split(separator: " ").map(String.init) }
        #expect(Set(AccessType.known) == Set(names + ["3GPP-NR", "3GPP-NR-FDD", "3GPP-NR-TDD"]))
        #expect(AccessType("Carrier-Pigeon").family == .other)
    }

    @Test("only an operator's radio can cipher")
    func ciphering() {
        let ciphering = AccessFamily.allCases.filter(\.canCipher)
        #expect(ciphering == [.geran, .utran, .eUTRAN, .nr, .genericAccess, .cdma2000])
    }

    @Test("distinguishes elements of the network from the terminal's, and reads the flag of alternative 0")
    func elements() throws {
        let terminal = try #require(
            AccessNetworkInfo.parse("3GPP-UTRAN-TDD; utran-cell-id-3gpp=234151D0FCE11"))
        #expect(!terminal.isNetworkProvided && terminal.confidentialityFlag == nil)
        let network = try #require(
            AccessNetworkInfo.parse("3GPP-UTRAN-TDD;network-provided;access-confidentiality=on"))
        #expect(network.isNetworkProvided && network.confidentialityFlag == true)
        for value in ["off", "yes", "\"\"", "1"] {
            #expect(
                AccessNetworkInfo.parse("ADSL;access-confidentiality=\(value)")?.confidentialityFlag == false)
        }
        #expect(AccessNetworkInfo.parse("ADSL;access-confidentiality")?.confidentialityFlag == false)
        #expect(AccessNetworkInfo.parse("ADSL;network-provided=no")?.isNetworkProvided == false)
    }

    @Test(
        "refuses elements outside the grammar",
        arguments: [
            "", ";network-provided", "3GPP UTRAN",
            "ADSL;access-confidentiality=on;access-confidentiality=off",
        ])
    func refused(value: String) {
        #expect(AccessNetworkInfo.parse(value) == nil)
    }
}
