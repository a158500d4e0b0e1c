package import Exposure
package import MIME
package import SIPMessage
package import SMIMEBody

extension MIMEEntity {
    /// Whether the entity is itself S/MIME, as far as can be read without a key.
    package var isProtected: Bool { (try? Inspection(of: self))?.layers.isEmpty == false }
}

extension [Layer] {
    /// The layers that can be read on the way: what is inside an envelope cannot.
    package func visible(octets: Int) -> [VisibleLayer] {
        let envelope = firstIndex { if case .enveloped = $0 { true } else { false } }
        return prefix(through: envelope ?? count - 1).map { VisibleLayer($0, octets: octets) }
    }
}

extension ExposureReport {
    /// What stays readable of a message whose body has these layers; nil where there is no message.
    package static func of(_ message: SIPMessage?, layers: [Layer]) -> ExposureReport? {
        message.map { .of($0, layers: layers.visible(octets: $0.body.count)) }
    }
}
