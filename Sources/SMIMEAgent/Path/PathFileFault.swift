import Octets

/// What is wrong with a path file.
package enum PathFileFault: Error, Equatable {
    /// It is no JSON object, or a value is of another kind.
    case notAPath
    /// It has more octets than ``PathFile/maximumOctets``.
    case tooLarge
    /// An unknown member, by its place: `watcher.cipher`.
    case unknownMember(String)
    /// A member that stands twice in one object, by its name.
    case repeatedMember(String)
    /// A member that must be there is not.
    case missingMember(String)
    /// A value that the member does not take.
    case wrongValue(String, wanted: String)

    /// Takes what a decoder threw.
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
    /// What is wrong with the file, as the end of a sentence that names it.
    package var description: String {
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
