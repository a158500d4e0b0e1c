import CommandOptions
import Configuration
import FoundationEssentials
import SMIMEAgent

/// The members of `service` in a configuration file, and the kind of each value.
///
/// A reader of single values ignores unknown members, so a misspelt restriction would have no effect.
/// Therefore every member is checked before any is read.
struct ConfigurationMembers {
    /// A kind of value.
    private indirect enum Kind {
        case text, truth, texts, numbers
        case number(ClosedRange<Int>)
        case object([String: Kind])
        /// Objects with these members, under any names.
        case named([String: Kind])
    }

    private static let socket: [String: Kind] = [
        "path": .text, "port": .number(1...65_535), "token-file": .text, "profile": .text,
    ]

    private static let profile: [String: Kind] = [
        "operations": .texts, "sign-for": .texts, "peers": .numbers,
        "any-sender": .truth, "any-entity": .truth, "any-target": .truth, "allow-unsigned": .truth,
        "allow-weak": .truth, "allow-domain-signer": .truth, "allow-unbound": .truth,
        "allow-stale-crl": .truth, "trust-asserted-identity": .truth, "require-aead": .truth,
        "require-revocation": .truth, "require-binding": .truth, "strict-pidf": .truth,
        "rewrite-dialog": .truth, "allow-cbc": .truth, "allow-pkcs1": .truth, "policy": .text, "leg": .text,
        "policy-directory": .text,
        "trust-network": .truth, "polite-block": .truth, "outer-headers": .text,
        "require-protection": .texts, "prefer-protection": .texts, "without-protection": .texts,
    ]

    private static let service: [String: Kind] = [
        "store": .text, "passphrase-file": .text, "sockets": .texts, "socket": .named(socket),
        "profile": .named(profile), "threads": .number(1...256), "queue": .number(1...65_536),
        "connections": .number(1...65_536), "peer-connections": .number(1...65_536),
        "body-octets": .number(1 << 21...1 << 34),
        "messages-per-second": .number(1...1_000_000), "max-age": .number(1...3600),
        "pad": .number(0...65_536), "log-identities": .truth, "log-level": .text,
    ]

    /// The key of the names of all profiles, which no file can contain.
    static let profileNames = AbsoluteConfigKey(["service", " profiles"])

    /// The values by their keys.
    private(set) var values: [AbsoluteConfigKey: ConfigValue] = [:]

    /// Reads all members of `service`; other members belong to the command line, unless `service` is missing
    /// and one is similar.
    ///
    /// - Throws: ``ConfigurationFault`` for the first member that is repeated, unknown or of the wrong kind.
    init(_ octets: Data, file: String) throws(ConfigurationFault) {
        // The decoder reads UTF-16 too, in which a repeated member would not be found.
        guard !octets.contains(0),
            case .object(let root) = try? JSONDecoder().decode(JSONValue.self, from: octets)
        else {
            throw .unreadable(file: file, reason: "not a JSON object")
        }
        if let name = RepeatedMember.first(in: [UInt8](octets)) { throw .repeatedMember(name) }
        if case .object(let service) = root["service"], case .object(let profiles) = service["profile"] {
            values[Self.profileNames] = ConfigValue(.stringArray(profiles.keys.sorted()), isSecret: false)
        }
        if let value = root["service"] {
            try add(value, as: .object(Self.service), at: ["service"])
        } else if let name = root.keys.sorted().first(where: {
            NearestWord.to($0.lowercased(), among: ["service"]) != nil
        }) {
            throw .unknownMember(name, nearest: "service")
        }
    }

    private mutating func add(
        _ value: JSONValue, as kind: Kind, at path: [String]
    ) throws(ConfigurationFault) {
        switch (kind, value) {
        case (.text, .text(let text)): set(path, .string(text))
        case (.truth, .truth(let truth)): set(path, .bool(truth))
        case (.number(let range), .number(let number)) where range.contains(number):
            set(path, .int(number))
        case (.texts, .list(let list)):
            let texts = list.compactMap { if case .text(let text) = $0 { text } else { nil } }
            guard texts.count == list.count else { throw Self.fault(path, kind) }
            set(path, .stringArray(texts))
        case (.numbers, .list(let list)):
            let numbers = list.compactMap { if case .number(let number) = $0 { number } else { nil } }
            guard numbers.count == list.count else { throw Self.fault(path, kind) }
            set(path, .intArray(numbers))
        case (.object(let members), .object(let object)):
            for (name, value) in object.sorted(by: { $0.key < $1.key }) {
                guard let kind = members[name] else {
                    throw .unknownMember(
                        (path + [name]).joined(separator: "."),
                        nearest: NearestWord.to(name.lowercased(), among: members.keys.sorted()))
                }
                try add(value, as: kind, at: path + [name])
            }
        case (.named(let members), .object(let object)):
            for (name, value) in object.sorted(by: { $0.key < $1.key }) {
                try add(value, as: .object(members), at: path + [name])
            }
        case (.text, _), (.truth, _), (.number, _), (.texts, _), (.numbers, _), (.object, _), (.named, _):
            throw Self.fault(path, kind)
        }
    }

    private mutating func set(_ path: [String], _ content: ConfigContent) {
        values[AbsoluteConfigKey(path)] = ConfigValue(content, isSecret: false)
    }

    private static func fault(_ path: [String], _ kind: Kind) -> ConfigurationFault {
        let expected =
            switch kind {
            case .text: "a string"
            case .truth: "true or false"
            case .number(let range): "a number from \(range.lowerBound) to \(range.upperBound)"
            case .texts: "a list of strings"
            case .numbers: "a list of numbers"
            case .object, .named: "an object"
            }
        return .invalidValue(member: path.joined(separator: "."), expected: expected)
    }
}
