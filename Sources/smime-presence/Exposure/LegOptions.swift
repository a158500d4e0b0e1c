import AccessLeg
import CommandFiles
import CommandOptions
import Exposure
import SIPMessage
import SMIMEAgent

/// The options about access legs: a path file, or one option per fact.
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

    /// The options of every command that evaluates access legs: the path file and `--trust-network`.
    static func options<Root>(
        into path: @autoclosure @escaping () -> WritableKeyPath<Root, LegOptions>
    ) -> [Option<Root>] {
        [
            .value(
                "--leg", as: "FILE", into: path().appending(path: \.file),
                help: "path file: what is known of both access legs, as JSON (docs/path-file.md)"),
            .flag(
                "--trust-network", into: path().appending(path: \.trustsNetwork),
                help:
                    "accept network-provided P-Access-Network-Info and the confidentiality flag; only behind "
                    + "a proxy that removes forged ones"
            ).loosening(),
        ]
    }

    /// The options that describe one leg without a path file.
    static func single<Root>(into path: WritableKeyPath<Root, LegOptions>) -> [Option<Root>] {
        [
            .integer(
                "--pcscf-release", as: "N", in: LegDescription.releases,
                into: path.appending(path: \.release),
                help: "release of the P-CSCF; only reported, the negotiated protection decides"),
            .value(
                "--access-network", as: "TYPE", into: path.appending(path: \.accessNetwork),
                help: "type of the access network, as in P-Access-Network-Info"),
            .choice(
                "--access-ciphering", as: "STATE", into: path.appending(path: \.ciphering),
                help: "whether the access network encrypts its link"),
            .choice(
                "--hop", as: "PROTECTION", into: path.appending(path: \.hop),
                help: "protection of the hop between terminal and P-CSCF"),
            .choice(
                "--roaming", as: "STATE", into: path.appending(path: \.roaming),
                help: "whether the P-CSCF is in a visited network"),
            .choice(
                "--confidentiality-flag", as: "STATE", into: path.appending(path: \.flag),
                help: "confidentiality flag that the network reports for the registration"),
            .choice(
                "--direction", as: "WAY", into: path.appending(path: \.direction),
                help: "direction of the messages on the leg (default: that of their method)"),
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

    /// The path of the file, or what the options say about the leg of `role`.
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
