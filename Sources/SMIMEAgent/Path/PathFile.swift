public import AccessLeg
import FoundationEssentials

/// A path file: the known facts about the two access legs, as JSON; docs/path-file.md describes it.
///
/// An unknown member is refused, because a misspelt one would leave a leg unprotected, or worse, protected.
public struct PathFile: Decodable {
    /// The largest accepted file, in octets.
    public static let maximumOctets = 65_536

    package let presentity: LegDescription
    package let watcher: LegDescription

    private enum Member: String, CaseIterable {
        case version, presentity, watcher
    }

    /// Reads the members of the file.
    ///
    /// - Throws: ``PathFileFault``, or an error of the decoder.
    public init(from decoder: any Decoder) throws {
        let members = try Members<Member>(decoder)
        guard try members.required(Int.self, .version) == 1 else {
            throw PathFileFault.wrongValue("version", wanted: "1")
        }
        presentity = try members.optional(LegMember.self, .presentity)?.description ?? LegDescription()
        watcher = try members.optional(LegMember.self, .watcher)?.description ?? LegDescription()
    }

    /// Reads the octets of a file.
    ///
    /// - Throws: the first ``PathFileFault`` found.
    public static func read(_ octets: [UInt8]) throws(PathFileFault) -> PathFile {
        // The decoder also accepts UTF-16, and the first of several members of one name.
        guard !octets.contains(0) else { throw .notAPath }
        do {
            let file = try JSONDecoder().decode(PathFile.self, from: Data(octets))
            if let name = RepeatedMember.first(in: octets) { throw PathFileFault.repeatedMember(name) }
            return file
        } catch {
            throw PathFileFault(error)
        }
    }

    /// The path that the file describes.
    public var path: PathDescription {
        var path = PathDescription()
        path.presentity = presentity
        path.watcher = watcher
        return path
    }
}
