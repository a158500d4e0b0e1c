package import CommandFiles

extension MessageList {
    /// Refuses results of which two would have one name, or one would overwrite a message that is read.
    ///
    /// - Parameter directory: the directory of the results.
    /// - Throws: ``BatchError/sameResult(_:first:second:)`` or ``BatchError/overwritesInput(_:)``.
    package func checkResults(in directory: String, on console: Console) throws(BatchError) {
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
            if let identity = FileAccess.identity(of: console.path(of: result)), inputs.contains(identity) {
                throw .overwritesInput(result)
            }
        }
    }
}
