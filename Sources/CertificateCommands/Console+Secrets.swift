package import CMS
import CertStore
package import CommandFailures
package import CommandFiles
import Octets

extension Console {
    /// Warns if other users may read or write a file with a secret.
    package func warnIfOpenToOthers(_ name: String, holding secret: String) {
        guard name != Self.standardStream, let mode = FileAccess.modeOfRegularFile(path(of: name)),
            mode & 0o077 != 0
        else { return }
        say(
            "warning: others may read or write '\(name)' (mode \(String(mode, radix: 8))), which holds "
                + "\(secret): chmod 600 \(ShellWord.file(name))")
    }

    /// Returns the first line of a file with a passphrase or password, without its line end.
    package func secretLine(of name: String) throws(CommandFailure) -> SecretOctets {
        try passphrase(in: try describingErrors { try readSecret(name, limit: 1024) }, of: name)
    }

    /// Returns the first line of a password file, which may be empty.
    package func passwordLine(of name: String) throws(CommandFailure) -> SecretOctets {
        let octets = try describingErrors { try readSecret(name, limit: 1024) }
        return octets.hasEmptyFirstLine ? SecretOctets.empty : try passphrase(in: octets, of: name)
    }

    private func passphrase(
        in octets: SecretOctets, of name: String
    ) throws(CommandFailure) -> SecretOctets {
        warnIfOpenToOthers(name, holding: "a passphrase")
        if let line = octets.passphraseLine { return line }
        throw CommandFailure(
            .environment, "'\(name)' holds no passphrase", hint: "put the passphrase into its first line")
    }
}
