package import CMS
package import CertStore
package import CertificateAdministration
package import CommandFiles
import Octets

/// Writes a PKCS#12 file for each of several addresses, and a password file if each has its own password.
package struct ContainerWriting {
    let directory: String
    /// The password of all files; nil if each has its own.
    let password: SecretOctets?
    let passwordDirectory: String?
    let encryption: PKCS12.Encryption
    let passphrase: SecretOctets?
    let format: ListFormat

    package init(
        directory: String, password: SecretOctets?, passwordDirectory: String?, encryption: PKCS12.Encryption,
        passphrase: SecretOctets?, format: ListFormat
    ) {
        self.directory = directory
        self.password = password
        self.passwordDirectory = passwordDirectory
        self.encryption = encryption
        self.passphrase = passphrase
        self.format = format
    }

    /// Writes all files that can be made; if writing fails, none.
    package func write(_ selected: [SelectedAddress], from database: CertStore, on console: Console) throws {
        let export = try ContainerExport(of: selected, in: database, at: console.now())
        var outcomes = export.failures
        var written: [(job: ContainerExport.Job, outputs: [Output])] = []
        if !export.jobs.isEmpty {
            try console.makeDirectory(directory, forSecrets: true)
            if let passwordDirectory { try console.makeDirectory(passwordDirectory, forSecrets: true) }
            let passwords = try passwords(for: export, on: console)
            sayDerivations(of: export.jobs.count { passwords[$0.fileName]?.isNew != true }, on: console)
            let made = make(export, from: database, passwords: passwords, on: console)
            for (job, result) in zip(export.jobs, made) {
                switch result {
                case .failure(let error): outcomes.append(AddressOutcome(job.address, .failure(error)))
                case .success(let content):
                    outcomes.append(AddressOutcome(job.address, .success(job.stored)))
                    let file = Output(content, to: "\(directory)/\(job.fileName)")
                    let password = passwords[job.fileName].flatMap { $0.isNew ? $0.output : nil }
                    written.append((job, [file] + [password].compactMap(\.self)))
                }
            }
            try console.deliverFound(written.flatMap(\.outputs))
            console.say("wrote \(counted(written.count, "PKCS#12 file")) to '\(directory)'")
            sayPasswords(written.map(\.job), passwords, on: console)
            console.warnOfRevoked(written.filter(\.job.isRevoked).flatMap(\.job.stored).map(\.certificate))
        }
        try console.finish(
            outcomes, SeveralWords(done: "written", skipped: "the store has no private key for them"),
            as: format,
            reports: database.reports(of: written.flatMap(\.job.stored), at: console.now()),
            files: written.flatMap(\.outputs).compactMap(\.file))
    }

    /// A password for one file.
    private struct Password: Sendable {
        let line: SecretOctets
        /// Whether it is new and is written to a file.
        let isNew: Bool
        let output: Output
    }

    private func passwords(
        for export: ContainerExport, on console: Console
    ) throws -> [String: Password] {
        guard let passwordDirectory else { return [:] }
        var passwords: [String: Password] = [:]
        for job in export.jobs {
            let name = "\(passwordDirectory)/\(job.passwordFileName)"
            let isThere = FileAccess.status(of: console.path(of: name)) != nil
            guard !isThere || FileAccess.isOwnFile(console.path(of: name)) else {
                throw FileError.inTheWay(name)
            }
            let octets = isThere ? try console.secretLine(of: name) : try RandomPassword.line()
            passwords[job.fileName] = Password(
                line: octets.passphraseLine ?? octets, isNew: !isThere, output: Output(octets, to: name))
        }
        return passwords
    }

    private func make(
        _ export: ContainerExport, from database: CertStore, passwords: [String: Password],
        on console: Console
    ) -> [Result<ExportedContent, AdministrationError>] {
        let (common, lines) = (password ?? .empty, passwords.mapValues { ($0.line, $0.isNew) })
        var made: [Result<ExportedContent, AdministrationError>] = []
        defer { console.endProgress() }
        // In batches, so that a terminal shows progress.
        for start in stride(from: 0, to: export.jobs.count, by: 8 * CertStore.processors) {
            let end = min(export.jobs.count, start + 8 * CertStore.processors)
            made += export.make(
                start..<end, from: database, encryption: encryption, at: console.now(), passphrase: passphrase
            ) { lines[$0.fileName] ?? (common, false) }
            console.showProgress("made \(made.count) of \(export.jobs.count) PKCS#12 files")
        }
        return made
    }

    /// Says before the work begins why it takes long: a password that a person chose is protected against
    /// guessing, a new random one needs no such protection.
    private func sayDerivations(of count: Int, on console: Console) {
        guard count > 1 else { return }
        console.say(
            "the passwords of \(count) files are not new random ones: each takes about half a second of a "
                + "processor")
    }

    private func sayPasswords(
        _ jobs: [ContainerExport.Job], _ passwords: [String: Password], on console: Console
    ) {
        guard let passwordDirectory else { return }
        let new = jobs.count { passwords[$0.fileName]?.isNew == true }
        let others = new == jobs.count ? "" : ", used \(jobs.count - new) that were there"
        console.say("wrote \(counted(new, "password file")) to '\(passwordDirectory)'\(others)")
    }
}
