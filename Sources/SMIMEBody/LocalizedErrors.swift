public import FoundationEssentials
public import MIME
public import PIDF
public import SIPMessage

// `localizedDescription` for the errors of rooms without Foundation, and for the types that wrap them.

extension MIMEError: LocalizedError {
    /// The description, as `localizedDescription` of Foundation shows it.
    public var errorDescription: String? { description }
}

extension SIPMessageError: LocalizedError {
    /// The description, as `localizedDescription` of Foundation shows it.
    public var errorDescription: String? { description }
}

extension PIDFError: LocalizedError {
    /// The description, as `localizedDescription` of Foundation shows it.
    public var errorDescription: String? { description }
}

extension OpeningRefusal: CustomStringConvertible, LocalizedError {
    /// The sentence of the reason.
    public var description: String { reason.description }

    /// The same sentence, as `localizedDescription` of Foundation shows it.
    public var errorDescription: String? { description }
}
