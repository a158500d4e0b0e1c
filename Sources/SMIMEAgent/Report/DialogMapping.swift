package import Octets
import SIPMessage
package import SMIMEBody

/// Which message inside a tunnel belongs to the one outside, under whose From and Call-ID its response comes.
package struct DialogMapping: JSONEncodable {
    /// What names the dialog or transaction.
    private struct Names: JSONEncodable {
        let message: SIPMessage

        func encode(into writer: inout JSONWriter) {
            writer.object {
                $0.member("callID", message.callID)
                $0.member("from", message.values(of: "From").first ?? "")
            }
        }
    }

    private let inner: Names
    private let outer: Names

    /// The mapping of one tunnel.
    package init(_ tunnel: Tunnel) {
        inner = Names(message: tunnel.inner)
        outer = Names(message: tunnel.outer)
    }

    /// Writes its members.
    package func encode(into writer: inout JSONWriter) {
        writer.object {
            $0.member("inner", inner)
            $0.member("outer", outer)
        }
    }
}
