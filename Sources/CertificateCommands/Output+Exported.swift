package import CertificateAdministration
package import CommandFiles

extension Output {
    /// An output for exported content, by its kind.
    package init(_ content: ExportedContent, to file: String?) {
        switch content {
        case .text(let octets): self.init(octets, .text, to: file)
        case .binary(let octets): self.init(octets, .binary, to: file)
        case .secret(let octets): self.init(octets, to: file)
        }
    }
}
