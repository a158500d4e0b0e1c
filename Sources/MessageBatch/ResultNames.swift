package import CommandFiles

extension MessageList {
    /// Refuses results of which two would have one name, or one would overwrite a message that is read.
    ///
    /// - Parameters:
    ///   - directory: the directory of the results.
    ///   - report: the file of the report, which no result may be.
    /// - Throws: ``BatchError/sameResult(_:first:second:)``, ``BatchError/overwritesInput(_:)`` or
    ///   ``BatchError/file(_:)`` with `FileError.sameFile`.
    package func checkResults(
        in directory: String, report: String?, on console: Console
    ) throws(BatchError) {
        var sources: [String: Int] = [:]
        var inputs: Set<FileIdentity> = []
        for (index, message) in messages.enumerated() {
            if let other = sources.updateValue(index, forKey: message.resultName) {
                throw .sameResult(
                    message.resultName, first: messages[other].name, second: message.name)
            }
            if let identity = FileAccess.identity(of: console.path(of: message.file)) {
                inputs.insert(identity)
            }
        }
        for name in sources.keys {
            let result = directory + "/" + name
            if let report, report.split(separator: "/").last == name.split(separator: "/").last,
                FileAccess.areSame(console.path(of: report), console.path(of: result))
            {
                throw .file(.sameFile(result, report))
            }
            if let identity = FileAccess.identity(of: console.path(of: result)), inputs.contains(identity) {
                throw .overwritesInput(result)
            }
        }
    }
}
