internal import SIPMessage

/// One element of P-Access-Network-Info (RFC 7315 §5.4): where the terminal says, or its network, that it is.
///
/// What the terminal writes is its word and nobody's check (RFC 7315 §6.4). It names the kind of network, and never
/// whether its link ciphers.
public struct AccessNetworkInfo: Sendable, Equatable {
    /// The most elements that are looked at; a message has one or two.
    public static let maximum = 16
    /// The parameter of answer 0: whether the registration has confidentiality between terminal and P-CSCF.
    ///
    /// It is this project's own, an `extension-access-info` of the element that the P-CSCF adds.
    public static let confidentialityParameter = "access-confidentiality"

    /// The access type or class.
    public let type: AccessType
    /// Whether the element says that the network wrote it; who is no proxy can say so too.
    public let isNetworkProvided: Bool
    /// What the confidentiality parameter says: on or off; nil where it is absent.
    public let confidentialityFlag: Bool?

    /// Reads one element; nil where it does not follow the grammar.
    public static func parse(_ value: String) -> AccessNetworkInfo? {
        guard let element = TokenWithParameters.parse(value) else { return nil }
        let flag = element.parameters.named(confidentialityParameter)
        return AccessNetworkInfo(
            type: AccessType(element.token),
            isNetworkProvided: element.parameters.named("network-provided")?.value == nil
                && element.parameters.named("network-provided") != nil,
            confidentialityFlag: flag.map { $0.value?.lowercased() == "on" })
    }

    /// The elements of a message in their order, and whether one of them cannot be read or there are too many.
    static func all(of message: SIPMessage) -> (elements: [AccessNetworkInfo], hasFault: Bool) {
        let values = message.values(of: "P-Access-Network-Info")
        let elements = values.prefix(maximum).compactMap(parse)
        return (elements, elements.count != values.count)
    }
}
