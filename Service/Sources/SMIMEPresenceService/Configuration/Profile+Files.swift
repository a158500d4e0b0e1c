import AccessLeg
import Configuration
import FoundationEssentials
import PresenceRules
import SMIMEAgent
import SMIMEBody

extension Profile {
    /// The largest list of header fields, in octets.
    private static let maximumListOctets = 65_536

    /// Reads the files that a profile names: rules, the description of the path, and the fields to omit.
    ///
    /// - Throws: ``ConfigurationFault`` if one cannot be read, others can write it, or it is invalid.
    mutating func readFiles(_ member: ConfigReader) throws(ConfigurationFault) {
        if let file = member.string(forKey: "outer-headers") {
            let list = String(decoding: try Self.octets(file, Self.maximumListOctets), as: UTF8.self)
            do throws(SMIMEError) {
                outerHeaders = .init(.omitting(try OmittedFields(list: list)), name: file)
            } catch {
                throw .invalidFile(file, reason: error.description)
            }
        }
        guard let file = member.string(forKey: "policy") else {
            // Without rules these members have no effect, so they are probably a mistake.
            for name in ["leg", "trust-network", "polite-block"] where values(member, have: name) {
                throw .invalidValue(member: name, expected: "the member 'policy'")
            }
            return
        }
        var path = PathDescription()
        if let leg = member.string(forKey: "leg") {
            let octets = try Self.octets(leg, PathFile.maximumOctets)
            do throws(PathFileFault) { path = try PathFile.read(octets).path } catch {
                throw .invalidFile(leg, reason: "\(error)")
            }
        }
        path.trust = member.bool(forKey: "trust-network", default: false) ? .proxies : .none
        let octets = try Self.octets(file, Ruleset.maximumOctets)
        do throws(PresenceRulesError) {
            rules = MessagePolicy(
                try Ruleset.read(octets), path: path,
                blocksPolitely: member.bool(forKey: "polite-block", default: false))
        } catch {
            throw .invalidFile(file, reason: "\(error)")
        }
    }

    private func values(_ member: ConfigReader, have name: String) -> Bool {
        name == "leg" ? member.string(forKey: "leg") != nil : member.bool(forKey: ConfigKey([name])) == true
    }

    private static func octets(_ file: String, _ limit: Int) throws(ConfigurationFault) -> [UInt8] {
        Array(try FileSettings.octets(of: file, limit: limit) ?? Data())
    }
}
