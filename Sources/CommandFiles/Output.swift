package import CMS

/// An output of a command: content, target, and who may read it.
package struct Output: Sendable {
    package enum Form: Sendable {
        /// Readable on a terminal.
        case text
        /// Not for a terminal, unless `-o -` names standard output.
        case binary
    }

    package enum Content: Sendable {
        case open([UInt8], Form)
        /// Decrypted content: never for another user; a new file is for its owner only.
        case decrypted([UInt8], Form)
        /// A private key: only for its owner, never for a terminal.
        case secret(SecretOctets)
    }

    package let content: Content
    /// A file, "-" for explicit standard output, nil for standard output by default.
    package let file: String?

    package init(_ octets: [UInt8], _ form: Form, to file: String?) {
        content = .open(octets, form)
        self.file = file
    }

    package init(decrypted octets: [UInt8], _ form: Form, to file: String?) {
        content = .decrypted(octets, form)
        self.file = file
    }

    package init(_ secret: SecretOctets, to file: String?) {
        content = .secret(secret)
        self.file = file
    }

    package func withOctets<Result>(
        _ body: (Span<UInt8>) throws(SystemError) -> Result
    ) throws(SystemError) -> Result {
        switch content {
        case .open(let octets, _), .decrypted(let octets, _): try body(octets.span)
        case .secret(let secret): try secret.withOctets(body)
        }
    }

    package var goesToStandardOutput: Bool { file == nil || file == Console.standardStream }
}

extension Console {
    /// Refuses, before any work is done, an output file that is the input file.
    ///
    /// - Throws: ``FileError/sameFile(_:_:)``.
    package func refuseSameFile(input: String?, outputs: [String?]) throws(FileError) {
        let names = ([input] + outputs).compactMap { $0 }.filter { $0 != Self.standardStream }
        for (index, name) in names.enumerated() {
            for other in names[..<index] where FileAccess.areSame(path(of: name), path(of: other)) {
                throw .sameFile(other, name)
            }
        }
    }

    /// Writes the outputs of a command that has succeeded, each of them whole or not at all.
    ///
    /// Files are first written under temporary names, then devices and standard output are
    /// written, and only then are the files renamed: a full disk or a closed pipe leaves no partial
    /// output.
    package func deliver(_ outputs: [Output]) throws(FileError) {
        let staged = try stage(outputs)
        defer { staged.discard() }
        try write(staged)
        try staged.commit()
    }

    /// Writes the outputs that can still be undone: a command that also changes the store does so after this
    /// call, and then calls ``write(_:)`` and ``StagedOutputs/commit()``.
    package func stage(_ outputs: [Output]) throws(FileError) -> StagedOutputs {
        for output in outputs {
            if output.goesToStandardOutput {
                try refuseTerminal(output)
            } else {
                try refuseTarget(of: output)
            }
        }
        var staged = StagedOutputs()
        do throws(FileError) {
            for output in outputs {
                guard let name = output.file, !output.goesToStandardOutput,
                    !StagedFile.isWrittenInPlace(path(of: name))
                else {
                    staged.others.append(output)
                    continue
                }
                staged.files.append((name, try stage(output, as: name)))
            }
        } catch {
            staged.discard()
            throw error
        }
        return staged
    }

    /// Writes the outputs that cannot be undone: devices, then standard output.
    package func write(_ staged: StagedOutputs) throws(FileError) {
        for output in staged.others where !output.goesToStandardOutput {
            if let name = output.file { _ = try stage(output, as: name) }
        }
        for output in staged.others where output.goesToStandardOutput {
            do throws(SystemError) {
                try output.withOctets(writeOutput)
            } catch {
                throw .cannotWrite(Self.standardStream, error)
            }
        }
    }

    private func stage(_ output: Output, as name: String) throws(FileError) -> StagedFile {
        do throws(SystemError) {
            return try output.withOctets { (octets) throws(SystemError) in
                try StagedFile.write(octets, for: path(of: name), audience: output.content.audience)
            }
        } catch {
            throw .cannotWrite(name, error)
        }
    }

    /// Refuses a file that would disclose secret or decrypted content to another user.
    private func refuseTarget(of output: Output) throws(FileError) {
        guard let name = output.file, output.content.audience != .anyUser else { return }
        do throws(OutputTarget.Fault) { try OutputTarget.check(path(of: name)) } catch {
            throw .targetOfOthers(name, error)
        }
    }

    private func refuseTerminal(_ output: Output) throws(FileError) {
        switch (outputKind, output.content) {
        case (.terminal, .secret): throw .secretOnTerminal
        case (.terminal, .open(_, .binary)) where output.file == nil,
            (.terminal, .decrypted(_, .binary)) where output.file == nil:
            throw .binaryOnTerminal
        case (.file(let mode), .secret) where mode & 0o077 != 0:
            throw .secretReadableByOthers(Self.standardStream)
        case (.terminal, .open), (.terminal, .decrypted), (.file, _), (.other, _): break
        }
    }
}

extension Output.Content {
    fileprivate var audience: StagedFile.Audience {
        switch self {
        case .open: .anyUser
        case .decrypted: .ownerUnlessThere
        case .secret: .owner
        }
    }
}

/// The outputs of a command; files are written under temporary names.
package struct StagedOutputs {
    fileprivate(set) var files: [(name: String, file: StagedFile)] = []
    /// Outputs that are written in place.
    fileprivate(set) var others: [Output] = []

    package init() {}

    /// Gives the files their final names.
    package func commit() throws(FileError) {
        for (name, file) in files {
            do throws(SystemError) {
                try file.commit()
            } catch {
                throw .cannotWrite(name, error)
            }
        }
    }

    /// Removes the files that do not have their final names.
    package func discard() {
        for (_, file) in files { file.discard() }
    }
}
