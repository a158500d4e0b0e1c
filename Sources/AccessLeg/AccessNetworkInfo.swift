internal import SIPMessage

/// One element of P-Access-Network-Info (RFC 7315 §5.4): the access network according to
/// the terminal or its network.
///
/// An element from the terminal is an unverified claim (RFC 7315 §6.4). It names the kind of network, but
/// not whether its link ciphers.
public struct AccessNetworkInfo: Sendable, Equatable {
    /// The largest number of elements that are read; a message has one or two.
    public static let maximum = 16
    /// The parameter of alternative 0: whether the registration has confidentiality from terminal to P-CSCF.
    ///
    /// It is defined by this project: an `extension-access-info` of the element that the P-CSCF adds.
    public static let confidentialityParameter = "access-confidentiality"

    /// The access type or class.
    public let type: AccessType
    /// Whether the element states that the network wrote it; a sender that is no proxy can state that too.
    public let isNetworkProvided: Bool
    /// The value of the confidentiality parameter: on or off; nil if it is absent.
    public let confidentialityFlag: Bool?

    /// Parses one element; nil if it does not follow the grammar.
    public static func parse(_ value: String) -> AccessNetworkInfo? {
        guard let element = TokenWithParameters.parse(value) else { return nil }
        let flag = element.parameters.named(confidentialityParameter)
        return AccessNetworkInfo(
            type: AccessType(element.token),
            isNetworkProvided: element.parameters.named("network-provided")?.value == nil
                && element.parameters.named("network-provided") != nil,
            confidentialityFlag: flag.map { $0.value?.lowercased() == "on" })
    }

    /// Returns the elements of a message in order, and whether one is malformed or there are too many.
    static func all(of message: SIPMessage) -> (elements: [AccessNetworkInfo], hasFault: Bool) {
        let values = message.values(of: "P-Access-Network-Info")
        let elements = values.prefix(maximum).compactMap(parse)
        return (elements, elements.count != values.count)
    }
}
