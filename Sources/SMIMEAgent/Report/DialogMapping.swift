public import Octets
import SIPMessage
public import SMIMEBody

/// The mapping of a tunnel's inner message to the outer one, whose From and Call-ID its response has.
public struct DialogMapping: JSONEncodable, Sendable {
    /// The fields that identify the dialog or transaction.
    private struct Names: JSONEncodable, Sendable {
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

    /// Creates the mapping of one tunnel.
    public init(_ tunnel: Tunnel) {
        inner = Names(message: tunnel.inner)
        outer = Names(message: tunnel.outer)
    }

    /// Writes its members.
    public func encode(into writer: inout JSONWriter) {
        writer.object {
            $0.member("inner", inner)
            $0.member("outer", outer)
        }
    }
}
