package import Exposure
package import MIME
package import SIPMessage
package import SMIMEBody

extension MIMEEntity {
    /// Whether the entity itself is S/MIME, as far as visible without a key.
    package var isProtected: Bool { (try? Inspection(of: self))?.layers.isEmpty == false }
}

extension [Layer] {
    /// Returns the layers that can be read on the path, which excludes those inside an envelope.
    package func visible(octets: Int) -> [VisibleLayer] {
        let envelope = firstIndex { if case .enveloped = $0 { true } else { false } }
        return prefix(through: envelope ?? count - 1).map { VisibleLayer($0, octets: octets) }
    }
}

extension ExposureReport {
    /// Returns what stays readable in a message whose body has these layers; nil if there is no message.
    package static func of(_ message: SIPMessage?, layers: [Layer]) -> ExposureReport? {
        message.map { .of($0, layers: layers.visible(octets: $0.body.count)) }
    }

    /// Returns the highest severity of what stays readable; nil if there is no message.
    static func worst(in message: SIPMessage?, layers: [Layer]) -> Severity? {
        message.map { worst(in: $0, layers: layers.visible(octets: $0.body.count)) }
    }
}
