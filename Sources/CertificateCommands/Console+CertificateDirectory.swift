import CMS
package import CertificateAdministration
package import CommandFiles
import Octets

extension Console {
    /// Writes a certificate directory: all of its files or none.
    package func write(_ export: DirectoryExport, to directory: String) throws(FileError) {
        for certificate in export.unreadableKeys {
            say(
                "warning: skipped the unreadable private key of \(certificate.shortTitle); see 'store check'"
            )
        }
        try makeDirectory(directory, forSecrets: export.hasKeys)
        let outputs = export.files.map { Output($0.content, to: "\(directory)/\($0.name)") }
        try deliverFound(outputs)
        say("wrote \(counted(outputs.count, "file")) to '\(directory)'")
        if !export.leftOut.isEmpty {
            say(
                "warning: omitted revoked or unusable certificates of pairs; write them with "
                    + Self.firstFour(
                        export.leftOut.map { "'cert export \($0.uri) --serial \($0.serialNumber)'" }))
        }
        warnOfRevoked(export.revoked)
        for name in export.keysNotWritten.map({ "\(directory)/\($0)" })
        where FileAccess.status(of: path(of: name)) != nil {
            say("warning: '\(name)' already existed and was kept: it may be the key of another certificate")
        }
    }
}
