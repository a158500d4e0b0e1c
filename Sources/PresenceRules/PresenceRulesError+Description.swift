public import FoundationEssentials
import Octets
public import XML

extension PresenceRulesError: CustomStringConvertible, LocalizedError {
    /// A sentence that says what is wrong and at which position: lower case, no full
    /// stop, untrusted values escaped.
    public var description: String {
        switch self {
        case .xml(let error): error.description
        case .wrongRoot(let name): "the root is \(name), not a ruleset of RFC 4745"
        case .unexpectedElement(let name, "confidentiality", let position):
            "\(position): \(name) is a second demand in 'confidentiality'"
        case .unexpectedElement(let name, let parent, let position):
            "\(position): \(name) is not allowed in '\(printable(parent))'"
        case .repeatedElement(let name, let position):
            "\(position): '\(printable(name))' is repeated or out of order"
        case .emptyElement(let name, let position): "\(position): '\(printable(name))' is empty"
        case .unexpectedAttribute(let name, let element, let position):
            "\(position): '\(printable(element))' has no attribute '\(printable(name))'"
        case .missingAttribute(let name, let element, let position):
            "\(position): '\(printable(element))' lacks '\(printable(name))'"
        case .unexpectedText(let parent, let position):
            "\(position): unexpected text in '\(printable(parent))'"
        case .invalidRuleID(let id, let position): "\(position): '\(printable(id))' is not a valid identifier"
        case .duplicateRuleID(let id, let position): "\(position): duplicate rule id '\(printable(id))'"
        case .invalidURI(let text, let position): "\(position): '\(printable(text))' is not a URI"
        case .invalidDomain(let text, let position): "\(position): '\(printable(text))' is not a domain"
        case .ambiguousException(let position): "\(position): 'except' needs exactly one of 'id' and 'domain'"
        case .unpairedPeriod(let position): "\(position): 'from' and 'until' do not come in pairs"
        case .invalidTime(let text, let position):
            "\(position): '\(printable(text))' is not a date and time with a zone"
        case .invalidValue(let value, let name, let position):
            "\(position): invalid value '\(printable(value))' for '\(printable(name))'"
        case .demandTooDeep(let limit, let position):
            "\(position): demands are nested more than \(limit) deep"
        }
    }

    /// The same sentence, as `localizedDescription` of Foundation shows it.
    public var errorDescription: String? { description }
}

extension XMLError: LocalizedError {
    /// The description, as `localizedDescription` of Foundation shows it.
    public var errorDescription: String? { description }
}
