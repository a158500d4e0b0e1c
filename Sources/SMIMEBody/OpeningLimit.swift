import CMS
import MIME
import SIPMessage

/// A limit of opening that a protected message would exceed; the number is the limit.
public enum OpeningLimit: Equatable, Sendable {
    /// The most fields in one header.
    case fields(Int)
    /// The longest header, in octets.
    case headerOctets(Int)
    /// The longest body or presence document, in octets.
    case octets(Int)
    /// The most parts in one multipart.
    case parts(Int)
    /// The most levels of multipart.
    case depth(Int)
    /// The most recipients.
    case recipients(Int)
    /// The most elements of a CMS structure; the name of the structure.
    case elements(String, Int)

    /// Returns the limit that `error` is about; nil if it is about something else.
    init?(_ error: SMIMEError) {
        if case .tooLarge(let limit) = error {
            self = .octets(limit)
            return
        }
        guard case .malformed(let malformation) = error else { return nil }
        if case .mime(let error) = malformation {
            self.init(error)
        } else if case .cms(let error) = malformation {
            self.init(error)
        } else if case .binding(.tooManyRecipients) = malformation {
            self = .recipients(BoundContent.maximumRecipients)
        } else if let error = malformation.messageError {
            self.init(error)
        } else {
            return nil
        }
    }

    init?(_ error: SIPMessageError) {
        if case .tooManyFields(let limit) = error {
            self = .fields(limit)
        } else if case .headerTooLarge(let limit) = error {
            self = .headerOctets(limit)
        } else if case .bodyTooLarge(let limit) = error {
            self = .octets(limit)
        } else {
            return nil
        }
    }

    private init?(_ error: MIMEError) {
        if case .tooManyFields(let limit) = error {
            self = .fields(limit)
        } else if case .headerTooLarge(let limit) = error {
            self = .headerOctets(limit)
        } else if case .bodyTooLarge(let limit) = error {
            self = .octets(limit)
        } else if case .tooManyParts(let limit) = error {
            self = .parts(limit)
        } else if case .nestedTooDeeply(let limit) = error {
            self = .depth(limit)
        } else {
            return nil
        }
    }

    private init?(_ error: CMSError) {
        if case .tooMany(.recipientInfo, let limit) = error {
            self = .recipients(limit)
        } else if case .tooMany(let structure, let limit) = error {
            self = .elements(structure.rawValue, limit)
        } else if case .tooLarge(_, let limit) = error {
            self = .octets(limit)
        } else {
            return nil
        }
    }
}

extension SMIMEError.Malformation {
    /// The error of the fields of a message or fragment.
    fileprivate var messageError: SIPMessageError? {
        if case .fragment(let error) = self { return error }
        if case .fields(let error) = self { return error }
        if case .tunnel(.message(let error)) = self { return error }
        return nil
    }
}

extension OpeningLimit: CustomStringConvertible {
    /// A sentence that names the limit.
    public var description: String {
        switch self {
        case .fields(let limit):
            "the protected message would have more than \(limit) header fields, which receivers refuse"
        case .headerOctets(let limit):
            "the protected message would have a header larger than \(limit) octets, which receivers refuse"
        case .octets(let limit):
            "the protected message would have a part larger than \(limit) octets, which receivers refuse"
        case .parts(let limit):
            "the protected message would have a multipart of more than \(limit) parts, which receivers refuse"
        case .depth(let limit):
            "the protected message would have more than \(limit) levels of multipart, which receivers refuse"
        case .recipients(let limit):
            "the protected message would have more than \(limit) recipients, which receivers refuse"
        case .elements(let structure, let limit):
            "the protected message would have more than \(limit) of \(structure), which receivers refuse"
        }
    }
}
