package import Octets
package import SIPMessage
package import SMIMEBody

/// A message inside another, and the differences.
package struct ReportedTunnel: JSONEncodable {
    /// The parties that a message names.
    package struct Place: JSONEncodable {
        let from: String
        let to: String

        package init(_ message: SIPMessage) {
            from = message.from.uri
            to = message.to.uri
        }

        package func encode(into writer: inout JSONWriter) {
            writer.object {
                $0.member("from", from)
                $0.member("to", to)
            }
        }
    }

    package let inside: Place
    package let outside: Place
    /// The rule for the outer header; `encrypt` only.
    package var outerHeaders: String?
    /// The fields that are only inside; `encrypt` only.
    package var leftOut: [String]?

    package init(inside: SIPMessage, outside: SIPMessage) {
        self.inside = Place(inside)
        self.outside = Place(outside)
    }

    package init(_ tunnel: Tunnel, policy: String) {
        self.init(inside: tunnel.inner, outside: tunnel.outer)
        outerHeaders = policy
        leftOut = tunnel.omittedNames
    }

    package func encode(into writer: inout JSONWriter) {
        writer.object {
            $0.member("inside", inside)
            $0.memberIfPresent("leftOut", leftOut)
            $0.memberIfPresent("outerHeaders", outerHeaders)
            $0.member("outside", outside)
        }
    }
}
