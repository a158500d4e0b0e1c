/// A value that writes itself as JSON.
public protocol JSONEncodable {
    /// Writes exactly one JSON value.
    func encode(into writer: inout JSONWriter)
}

extension JSONEncodable where Self: RawRepresentable, RawValue == String {
    /// Writes the raw value.
    public func encode(into writer: inout JSONWriter) { writer.string(rawValue) }
}

extension String: JSONEncodable {
    /// Writes a string.
    public func encode(into writer: inout JSONWriter) { writer.string(self) }
}

extension Bool: JSONEncodable {
    /// Writes `true` or `false`.
    public func encode(into writer: inout JSONWriter) { writer.boolean(self) }
}

extension Int: JSONEncodable {
    /// Writes a number in decimal digits.
    public func encode(into writer: inout JSONWriter) { writer.number(self) }
}

extension Double: JSONEncodable {
    /// Writes a number, or `null` for an infinity or NaN.
    public func encode(into writer: inout JSONWriter) { writer.number(self) }
}

extension Optional: JSONEncodable where Wrapped: JSONEncodable {
    /// Writes the value, or `null`.
    public func encode(into writer: inout JSONWriter) {
        if let self { self.encode(into: &writer) } else { writer.null() }
    }
}

extension Array: JSONEncodable where Element: JSONEncodable {
    /// Writes an array in its order.
    public func encode(into writer: inout JSONWriter) { writer.array(self) }
}

extension Dictionary: JSONEncodable where Key == String, Value: JSONEncodable {
    /// Writes an object with a member for each key.
    public func encode(into writer: inout JSONWriter) {
        writer.object { members in
            for (name, value) in self { members.member(name, value) }
        }
    }
}
