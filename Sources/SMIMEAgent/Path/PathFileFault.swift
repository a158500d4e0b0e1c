import Octets

/// A fault in a path file.
public enum PathFileFault: Error, Equatable {
    /// It is no JSON object, or a value is of another kind.
    case notAPath
    /// It has more octets than ``PathFile/maximumOctets``.
    case tooLarge
    /// An unknown member, by its place: `watcher.cipher`.
    case unknownMember(String)
    /// A member that occurs twice in one object, by its name.
    case repeatedMember(String)
    /// A required member that is missing.
    case missingMember(String)
    /// An invalid value of a member.
    case wrongValue(String, wanted: String)

    /// Converts an error of a decoder.
    init(_ error: any Error) {
        if let fault = error as? PathFileFault {
            self = fault
        } else if case .typeMismatch(_, let context) = error as? DecodingError, !context.codingPath.isEmpty {
            self = .wrongValue(context.codingPath.place, wanted: "a value of another kind")
        } else {
            self = .notAPath
        }
    }
}

extension PathFileFault: CustomStringConvertible {
    /// The fault, as the end of a sentence that begins with the file.
    public var description: String {
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
