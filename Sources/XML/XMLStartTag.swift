/// The start of an element; not copyable, since it is invalid after the event.
///
/// Names and attributes become text on access only: for most elements of a document the membership is enough.
public struct XMLStartTag: ~Copyable {
    private let parser: ExpatParser
    /// The relation of the element to the handler's vocabulary.
    public let membership: XMLMembership

    init(of parser: ExpatParser, _ membership: XMLMembership) {
        self.parser = parser
        self.membership = membership
    }

    /// The position of the tag.
    public var place: XMLPlace { XMLPlace(of: parser) }

    /// The name of the element.
    public var name: ExpandedName { parser.currentName }

    /// The local part of the name.
    public var localName: String { parser.currentLocalName }

    /// The attributes without namespace declarations, with normalized values; the name of one in a namespace
    /// is namespace, line feed, local part.
    public var attributes: [String: String] { parser.currentAttributes }

    /// Returns the value of the attribute without a namespace that has this name; nil if there is none.
    public func value(of attribute: StaticString) -> String? { parser.currentValue(of: attribute) }
}
