import CMS
import CertStore
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import SIPMessage
import SMIMEAgent
import SMIMEBody

/// `GET /v1/certificates/{uri}`: returns the certificate to encrypt to, in DER (RFC 2585 §4.1).
enum CertificatePage {
    static func response(
        _ text: String, _ agents: ServiceAgents, _ profile: Profile
    ) async throws(Problem) -> Response {
        try profile.check(.certificates)
        let address = try QueryParameters.address(inPath: text)
        let certificate = try await agents.run { () throws(Problem) in
            do throws(AgentError) {
                return try agents.store.certificate(of: address, at: agents.now).der
            } catch {
                guard case .body = error else { throw Problem(error, isReceiving: false) }
                throw Problem(
                    .notFound, ReasonCode.noCertificate, "the address has no usable certificate")
            }
        }
        return .octets(certificate, type: "application/pkix-cert")
    }
}
