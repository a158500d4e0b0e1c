public import FoundationEssentials
import Octets
public import XML

extension PresenceRulesError: CustomStringConvertible, LocalizedError {
    /// A sentence on what is wrong, with its place: lower case, no full stop, untrusted values escaped.
    public var description: String {
        switch self {
        case .xml(let error): error.description
        case .wrongRoot(let name): "the root is \(name), not a ruleset of RFC 4745"
        case .unexpectedElement(let name, "confidentiality", let position):
            "\(position): \(name) is a second demand in 'confidentiality'"
        case .unexpectedElement(let name, let parent, let position):
            "\(position): \(name) has no place in '\(printable(parent))'"
        case .repeatedElement(let name, let position):
            "\(position): '\(printable(name))' stands again, or too late"
        case .emptyElement(let name, let position): "\(position): '\(printable(name))' is empty"
        case .unexpectedAttribute(let name, let element, let position):
            "\(position): '\(printable(element))' has no attribute '\(printable(name))'"
        case .missingAttribute(let name, let element, let position):
            "\(position): '\(printable(element))' lacks '\(printable(name))'"
        case .unexpectedText(let parent, let position): "\(position): text in '\(printable(parent))'"
        case .invalidRuleID(let id, let position): "\(position): '\(printable(id))' is no identifier"
        case .duplicateRuleID(let id, let position): "\(position): a second rule '\(printable(id))'"
        case .invalidURI(let text, let position): "\(position): '\(printable(text))' is no URI"
        case .invalidDomain(let text, let position): "\(position): '\(printable(text))' is no domain"
        case .ambiguousException(let position): "\(position): 'except' needs 'id' or 'domain', and not both"
        case .unpairedPeriod(let position): "\(position): 'from' and 'until' do not come in pairs"
        case .invalidTime(let text, let position):
            "\(position): '\(printable(text))' is no date and time with a zone"
        case .invalidValue(let value, let name, let position):
            "\(position): '\(printable(value))' is no value of '\(printable(name))'"
        case .demandTooDeep(let limit, let position): "\(position): demands nest more than \(limit) deep"
        }
    }

    /// The same sentence, as `localizedDescription` of Foundation shows it.
    public var errorDescription: String? { description }
}

extension XMLError: LocalizedError {
    /// The description, as `localizedDescription` of Foundation shows it.
    public var errorDescription: String? { description }
}
