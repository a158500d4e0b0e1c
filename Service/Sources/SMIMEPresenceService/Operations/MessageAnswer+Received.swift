import CMS
import SIPMessage
import SMIMEAgent
import SMIMEBody

extension MessageAnswer {
    /// Creates the answer with an opened message in clear.
    init(_ received: ReceivedMessage) throws(Problem) {
        let plain: (octets: [UInt8], message: SIPMessage?)
        do throws(AgentError) { plain = try received.plain() } catch {
            throw Problem(error, isReceiving: true)
        }
        try self.init(
            plain.octets, isMessage: plain.message != nil,
            signer: received.signerAddresses, warnings: received.report.warnings.map(\.code),
            exposure: received.worstExposure
        ) { received.reportWithComparison(to: plain.message) }
    }
}

extension ReceivedMessage {
    /// The addresses in the signer's certificate; empty if the content is unsigned.
    var signerAddresses: [String] { body.signature?.signer.facts.uris ?? [] }
}
