import AccessLeg
import CommandOptions
import Exposure
import SIPMessage
import SMIMEAgent

/// What options say of access legs: by a path file, or by an option each.
struct LegOptions {
    var file: String?
    var trustsNetwork = false
    var release: Int?
    var accessNetwork: String?
    var ciphering: OnOff?
    var hop: LegDescription.HopProtection?
    var roaming: OnOff?
    var flag: OnOff?
    var direction: Direction?

    /// The path file, and whether the network's word is taken: what every command takes that goes by legs.
    static func options<Root>(
        into path: @autoclosure @escaping () -> WritableKeyPath<Root, LegOptions>
    ) -> [Option<Root>] {
        [
            .value(
                "--leg", as: "FILE", into: path().appending(path: \.file),
                help: "what is known of both access legs, as JSON (docs/path-file.md)"),
            .flag(
                "--trust-network", into: path().appending(path: \.trustsNetwork),
                help:
                    "believe P-Access-Network-Info that says network-provided, and the confidentiality flag: only for what came from a proxy that removes what others wrote there"
            ),
        ]
    }

    /// What can be said of the leg without a file.
    static func single<Root>(into path: WritableKeyPath<Root, LegOptions>) -> [Option<Root>] {
        [
            .integer(
                "--pcscf-release", as: "N", in: LegDescription.releases,
                into: path.appending(path: \.release),
                help: "the release of the P-CSCF; reported, what is negotiated decides"),
            .value(
                "--access-network", as: "TYPE", into: path.appending(path: \.accessNetwork),
                help: "the access network, as P-Access-Network-Info names it"),
            .choice(
                "--access-ciphering", as: "STATE", into: path.appending(path: \.ciphering),
                help: "whether its link ciphers"),
            .choice(
                "--hop", as: "PROTECTION", into: path.appending(path: \.hop),
                help: "how the hop between terminal and P-CSCF is protected"),
            .choice(
                "--roaming", as: "STATE", into: path.appending(path: \.roaming),
                help: "whether the P-CSCF is one of a visited network"),
            .choice(
                "--confidentiality-flag", as: "STATE", into: path.appending(path: \.flag),
                help: "what the network reports of the registration"),
            .choice(
                "--direction", as: "WAY", into: path.appending(path: \.direction),
                help: "which way the messages pass the leg; default: as their method implies"),
        ]
    }

    func validate() throws(UsageError) {
        if let accessNetwork, !AccessType.isToken(accessNetwork) {
            throw .notOfKind(
                name: "'--access-network'", value: accessNetwork,
                wanted: "an access type such as 3GPP-UTRAN-TDD")
        }
        guard file != nil else { return }
        let given: [(String, Bool)] = [
            ("--pcscf-release", release != nil), ("--access-network", accessNetwork != nil),
            ("--access-ciphering", ciphering != nil), ("--hop", hop != nil), ("--roaming", roaming != nil),
            ("--confidentiality-flag", flag != nil), ("--direction", direction != nil),
        ]
        if let other = given.first(where: \.1) { throw .conflictingOptions("--leg", other.0) }
    }

    /// The path: that of the file, or what the options say of the leg of `role`.
    func path(for role: LegRole, on console: Console) throws(CommandFailure) -> PathDescription {
        var path = PathDescription()
        if let file { path = try PathFile.read(file, on: console).path }
        path.trust = trustsNetwork ? .proxies : .none
        guard file == nil else { return path }
        path[role].pCSCFRelease = release
        path[role].accessNetwork = accessNetwork.map { AccessType($0) }
        path[role].ciphering = ciphering.map { $0 == .on }
        path[role].hop = hop
        path[role].isRoaming = roaming.map { $0 == .on }
        path[role].confidentialityFlag = flag.map { $0 == .on }
        path[role].direction = direction
        return path
    }
}
