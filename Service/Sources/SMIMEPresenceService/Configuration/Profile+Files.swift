import AccessLeg
import Configuration
import Foundation
import PresenceRules
import SIPMessage
import SMIMEAgent
import SMIMEBody

extension Profile {
    /// The largest list of header fields, in octets.
    private static let maximumListOctets = 65_536
    /// The largest number of presentities with rules of their own.
    private static let maximumRuleFiles = 16_384

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
        try readRules(member)
    }

    /// Reads the rules of `policy`, or those of each presentity in `policy-directory`.
    private mutating func readRules(_ member: ConfigReader) throws(ConfigurationFault) {
        let (file, directory) = (member.string(forKey: "policy"), member.string(forKey: "policy-directory"))
        if file != nil, directory != nil {
            throw .exclusive("policy", "policy-directory")
        }
        guard file != nil || directory != nil else {
            // Without rules these members have no effect, so they are probably a mistake.
            for name in ["leg", "trust-network", "polite-block"] where values(member, have: name) {
                throw .missingMember(for: name, anyOf: ["policy", "policy-directory"])
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
        let blocksPolitely = member.bool(forKey: "polite-block", default: false)
        let policy = { (octets: [UInt8]) throws(PresenceRulesError) in
            MessagePolicy(try Ruleset.read(octets), path: path, blocksPolitely: blocksPolitely)
        }
        if let file {
            rules = .same(try Self.policy(in: file, policy))
        } else if let directory {
            rules = try Self.rules(in: directory, policy)
        }
    }

    /// Reads the rules of each presentity: the file `sip:alice@example.test.xml` has those of that address.
    private static func rules(
        in directory: String, _ policy: ([UInt8]) throws(PresenceRulesError) -> MessagePolicy
    ) throws(ConfigurationFault) -> ProfileRules {
        let names: [String]
        do { names = try FileManager.default.contentsOfDirectory(atPath: directory) } catch {
            throw .unreadable(file: directory, reason: "not a readable directory")
        }
        let files = names.filter { $0.hasSuffix(".xml") }.sorted()
        guard files.count <= maximumRuleFiles else {
            throw .unreadable(file: directory, reason: "more than \(maximumRuleFiles) files")
        }
        var rules: [String: MessagePolicy] = [:]
        for name in files {
            let file = directory + "/" + name
            guard let address = AddressURI.parse(String(name.dropLast(".xml".count))) else {
                throw .invalidFile(file, reason: "its name is not an address with '.xml'")
            }
            let read = try Self.policy(in: file, policy)
            guard rules.updateValue(read, forKey: address.nameInRecords) == nil else {
                throw .invalidFile(file, reason: "another file has rules of this address")
            }
        }
        let empty = Array("<ruleset xmlns=\"urn:ietf:params:xml:ns:common-policy\"/>".utf8)
        do throws(PresenceRulesError) {
            return .ofPresentities(rules, others: try policy(empty))
        } catch {
            throw .invalidFile(directory, reason: "\(error)")
        }
    }

    private static func policy(
        in file: String, _ policy: ([UInt8]) throws(PresenceRulesError) -> MessagePolicy
    ) throws(ConfigurationFault) -> MessagePolicy {
        let octets = try octets(file, Ruleset.maximumOctets)
        do throws(PresenceRulesError) { return try policy(octets) } catch {
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
