import CertStore
import CertificateAdministration
import CommandFiles
import CommandOptions

/// The options that several commands about the store's CA share.
enum AuthorityOption {
    /// The key, by its certificate.
    static func id<Root>(_ path: WritableKeyPath<Root, String?>) -> Option<Root> {
        .value(
            "--ca", as: "ID", into: path,
            help: "the CA certificate whose ID, as in 'trust list', begins with ID (default: the current)")
    }

    /// The format of what is printed about the CA.
    static func format<Root>(_ path: WritableKeyPath<Root, ListFormat>) -> Option<Root> {
        .choice(
            "--format", as: "FORMAT", into: path,
            help: "text, or one JSON object about every key of the CA (default: text)")
    }

    /// Refuses JSON if something else goes to standard output.
    static func check(_ format: ListFormat, output: String?) throws(UsageError) {
        guard format == .json, output == nil || output == Console.standardStream else { return }
        throw .optionNeeds("--format json", other: "--output FILE")
    }
}

extension Console {
    /// Reports on the CA after a command: lines on standard error, or a JSON object on standard output.
    func report(
        on database: CertStore, as format: ListFormat, lines: [String], issued: Int? = nil
    ) throws {
        switch format {
        case .text: for line in lines { say(line) }
        case .json: try print(AuthorityDocument(of: database, issued: issued))
        }
    }
}
