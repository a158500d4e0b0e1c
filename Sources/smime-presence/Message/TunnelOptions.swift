import CMS
import CommandFiles
import CommandOptions
import Exposure
import Octets
import SIPMessage
import SMIMEAgent
import SMIMEBody

/// How `encrypt` puts a whole message inside another.
struct TunnelOptions {
    var isTunnelled = false
    var outerHeaders: String?
    var dialogFile: String?

    /// The policy if the option is not given.
    private static let defaultPolicy = "minimal"
    /// The policies that are not files.
    private static let policies = ["none", "minimal", "anonymous"]
    private static let maximumListOctets = 65_536

    /// The name of the policy, as in the report.
    var policyName: String { outerHeaders ?? Self.defaultPolicy }

    /// The files that no other output may go to.
    var files: [String?] {
        [dialogFile, Self.policies.contains(policyName) ? nil : policyName]
    }

    func validate() throws(UsageError) {
        if !isTunnelled {
            if outerHeaders != nil { throw .optionNeeds("--outer-headers", other: "--tunnel") }
            if dialogFile != nil { throw .optionNeeds("--rewrite-dialog", other: "--tunnel") }
        }
        if outerHeaders == Console.standardStream {
            // The message may come from standard input, and no field would be omitted.
            throw .notOfKind(
                name: "'--outer-headers'", value: "-",
                wanted: "none, minimal, anonymous or the name of a file")
        }
        if dialogFile != nil, outerHeaders != "anonymous" {
            throw .optionNeeds("--rewrite-dialog", other: "--outer-headers anonymous")
        }
    }

    /// Returns the fields to keep outside; refuses a dialog file that exists already.
    func outerHeaders(on console: Console) throws(CommandFailure) -> SendingOptions.OuterHeaders {
        if dialogFile == Console.standardStream { throw CommandFailure(FileError.sharedStandardOutput) }
        if let dialogFile {
            // Without the mapping of an earlier message, its response cannot be assigned.
            let path = console.path(of: dialogFile)
            let exists = FileAccess.status(of: path) != nil && !StagedFile.isWrittenInPlace(path)
            guard !exists else { throw .dialogFileExists(dialogFile) }
        }
        return .init(try policy(on: console), name: policyName)
    }

    private func policy(on console: Console) throws(CommandFailure) -> OuterHeaderPolicy {
        switch policyName {
        case "none": return .none
        case "minimal": return .minimal
        case "anonymous": return .anonymous(dialogFile == nil ? .kept : .rewritten)
        case let file:
            do {
                let octets = try console.read(file, limit: Self.maximumListOctets)
                return .omitting(try OmittedFields(list: String(decoding: octets, as: UTF8.self)))
            } catch FileError.cannotRead(let name, let system) where system.isNoSuchFile {
                let failure = FileError.cannotRead(name, system).failure
                let nearest =
                    NearestWord.to(name, among: Self.policies).map { "did you mean '\($0)'? " } ?? ""
                throw CommandFailure(
                    failure.status, failure.message,
                    hint: "\(nearest)--outer-headers takes none, minimal, anonymous or the name of a file")
            } catch {
                throw commandFailure(for: error)
            }
        }
    }

    /// Returns the mapping to match the response, readable by its owner only; empty if the dialog was kept.
    func mapping(of tunnel: Tunnel?) throws(CommandFailure) -> [Output] {
        guard let dialogFile, let tunnel else { return [] }
        var octets = JSONWriter.document(DialogMapping(tunnel))
        return [Output(SecretOctets(wiping: &octets), to: dialogFile)]
    }
}
