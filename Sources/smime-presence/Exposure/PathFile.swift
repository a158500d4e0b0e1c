import AccessLeg
import FoundationEssentials
import Octets

/// A path file: what is known of the two access legs, as JSON; docs/path-file.md describes it.
///
/// A member that nobody knows is refused: a misspelt one would otherwise leave a leg unprotected, or worse, protected.
struct PathFile: Decodable {
    /// The largest file that is read, in octets.
    static let maximumOctets = 65_536

    let presentity: LegDescription
    let watcher: LegDescription

    private enum Member: String, CaseIterable {
        case version, presentity, watcher
    }

    init(from decoder: any Decoder) throws {
        let members = try Members<Member>(decoder)
        guard try members.required(Int.self, .version) == 1 else {
            throw PathFileFault.wrongValue("version", wanted: "1")
        }
        presentity = try members.optional(LegMember.self, .presentity)?.description ?? LegDescription()
        watcher = try members.optional(LegMember.self, .watcher)?.description ?? LegDescription()
    }

    /// Reads a file that the command line names.
    static func read(_ file: String, on console: Console) throws(CommandFailure) -> PathFile {
        let octets: [UInt8]
        do throws(FileError) {
            octets = try console.read(file, limit: maximumOctets)
        } catch .tooLarge {
            throw PathFileFault.tooLarge.failure(of: file)
        } catch {
            throw CommandFailure(error)
        }
        do {
            // The decoder takes UTF-16 as well, and the first of several members of one name.
            guard !octets.contains(0) else { throw PathFileFault.notAPath }
            let file = try JSONDecoder().decode(PathFile.self, from: Data(octets))
            if let name = RepeatedMember.first(in: octets) { throw PathFileFault.repeatedMember(name) }
            return file
        } catch let fault as PathFileFault {
            throw fault.failure(of: file)
        } catch {
            throw PathFileFault(error).failure(of: file)
        }
    }

    /// The path it describes.
    var path: PathDescription {
        var path = PathDescription()
        path.presentity = presentity
        path.watcher = watcher
        return path
    }
}

/// What is wrong with a path file.
enum PathFileFault: Error, Equatable {
    /// It is no JSON object, or a value is of another kind.
    case notAPath
    /// It has more octets than ``PathFile/maximumOctets``.
    case tooLarge
    /// A member that nobody knows, by its place: `watcher.cipher`.
    case unknownMember(String)
    /// A member that stands twice in one object, by its name.
    case repeatedMember(String)
    /// A member that must be there is not.
    case missingMember(String)
    /// A value that the member does not take.
    case wrongValue(String, wanted: String)

    fileprivate init(_ error: any Error) {
        if case .typeMismatch(_, let context) = error as? DecodingError, !context.codingPath.isEmpty {
            self = .wrongValue(context.codingPath.place, wanted: "a value of another kind")
        } else {
            self = .notAPath
        }
    }
}

extension PathFileFault: CustomStringConvertible {
    /// What is wrong with the file, as the end of a sentence that names it.
    var description: String {
        switch self {
        case .notAPath: "is not a path file: it must be one JSON object"
        case .tooLarge: "is not a path file: it holds more than \(PathFile.maximumOctets) octets"
        case .unknownMember(let member): "has an unknown member '\(printable(member))'"
        case .repeatedMember(let member): "has the member '\(printable(member))' twice in one object"
        case .missingMember(let member): "has no member '\(printable(member))'"
        case .wrongValue(let member, _): "has an invalid value for '\(printable(member))'"
        }
    }
}

/// The member that describes one leg.
private struct LegMember: Decodable {
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
            guard LegOptions.releases.contains(release) else {
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
            guard LegOptions.transports.contains(transport) else {
                throw members.wrong(.transport, wanted: LegOptions.transports.joined(separator: ", "))
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

/// The members of one object, all of them known.
private struct Members<Member: RawRepresentable<String> & CaseIterable> {
    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    private let container: KeyedDecodingContainer<Key>

    init(_ decoder: any Decoder) throws { try self.init(decoder.container(keyedBy: Key.self)) }

    private init(_ container: KeyedDecodingContainer<Key>) throws {
        for key in container.allKeys.sorted(by: { $0.stringValue < $1.stringValue })
        where Member(rawValue: key.stringValue) == nil {
            throw PathFileFault.unknownMember((container.codingPath + [key]).place)
        }
        self.container = container
    }

    func optional<Value: Decodable>(_ type: Value.Type, _ member: Member) throws -> Value? {
        try container.decodeIfPresent(type, forKey: key(member))
    }

    func required<Value: Decodable>(_ type: Value.Type, _ member: Member) throws -> Value {
        guard let value = try optional(type, member) else {
            throw PathFileFault.missingMember(place(member))
        }
        return value
    }

    func nested<Inner>(_ type: Inner.Type, _ member: Member) throws -> Members<Inner>? {
        guard container.contains(key(member)) else { return nil }
        return try Members<Inner>(
            container.nestedContainer(keyedBy: Members<Inner>.Key.self, forKey: key(member)))
    }

    /// One of the words of an enumeration.
    func choice<Choice: RawRepresentable<String> & CaseIterable>(_ member: Member) throws -> Choice? {
        guard let word = try optional(String.self, member) else { return nil }
        guard let choice = Choice(rawValue: word) else {
            throw wrong(member, wanted: Choice.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return choice
    }

    /// `on` or `off`.
    func isOn(_ member: Member) throws -> Bool? {
        let choice: OnOff? = try choice(member)
        return choice.map { $0 == .on }
    }

    func wrong(_ member: Member, wanted: String) -> PathFileFault {
        .wrongValue(place(member), wanted: wanted)
    }

    private func key(_ member: Member) -> Key { Key(stringValue: member.rawValue) }

    private func place(_ member: Member) -> String { (container.codingPath + [key(member)]).place }
}

extension [any CodingKey] {
    /// The place of a member: `watcher.hops.pcscfToHome`.
    fileprivate var place: String { map(\.stringValue).joined(separator: ".") }
}
