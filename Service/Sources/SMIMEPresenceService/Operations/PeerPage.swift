import CertStore
import Foundation
import Hummingbird
import Octets
import SIPMessage
import SMIMEAgent

/// `/v1/peers/{uri}`: what is known of the protection of an address's messages.
///
/// GET returns it. PUT raises it, as a protected message would. Nothing here lowers it: that is a command of
/// the administrator, `smime-presence peer clear`.
enum PeerPage {
    static func response(
        to request: Request, _ text: String, _ agents: ServiceAgents, _ profile: Profile
    ) async throws(Problem) -> Response {
        try profile.check(.peers)
        let address = try QueryParameters.address(inPath: text)
        let raises = request.method == .put
        let known = try await agents.run { () throws(Problem) in
            do throws(CertStoreError) {
                if raises { try agents.store.recordProtected(address, at: agents.now) }
                return try agents.store.protectedAddress(address)
            } catch {
                throw Problem(error)
            }
        }
        return .json(JSONWriter.document(Peer(address: address.nameInRecords, since: known?.since)))
    }
}

/// An address as JSON: `protected`, and if it is, `since`.
private struct Peer: JSONEncodable {
    let address: String
    let since: Date?

    func encode(into writer: inout JSONWriter) {
        writer.object {
            $0.member("address", address)
            $0.member("protected", since != nil)
            $0.memberIfPresent("since", since.map { $0.ISO8601Format() })
        }
    }
}
