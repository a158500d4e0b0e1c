/// What people type who know other programs, such as openssl, step and age, or who leave a noun out.
///
/// A word is suggested only if the program has it, so that the tables need not follow the commands.
enum ForeignWords {
    /// Returns the commands that were probably meant by unknown words, such as "cert delete".
    ///
    /// - Parameter known: what could stand in their place: first words, or commands with the same noun.
    static func commands(for name: String, among known: [String]) -> [String] {
        let words = name.split(separator: " ").map(String.init)
        guard let last = words.last else { return [] }
        let synonyms = verbs[last] ?? []
        let noun = words.dropLast().joined(separator: " ")
        let same = synonyms.map { noun.isEmpty ? $0 : "\(noun) \($0)" }.filter(known.contains)
        // For a verb whose meaning is known, a similar word would be a wrong guess.
        guard same.isEmpty, synonyms.isEmpty else { return same }
        return [NearestWord.to(name, among: known)].compactMap(\.self)
    }

    /// Returns the commands, at most three, that have an unknown first word such as "revoke" after a noun.
    static func commands(withoutNoun word: String, among all: [String]) -> [String] {
        let verbs = [word] + (verbs[word] ?? [])
        return Array(
            all.filter { $0.split(separator: " ").dropFirst().contains { verbs.contains(String($0)) } }
                .prefix(3))
    }

    /// Returns the option of a command that another program calls by this name; nil if there is none.
    static func option(for name: String, among known: [String]) -> String? {
        let stem = name.drop { $0 == "-" }.lowercased().filter { $0 != "_" && $0 != "-" }
        return options[stem]?.first(where: known.contains)
    }

    private static let verbs: [String: [String]] = [
        "add": ["import", "issue"], "create": ["issue", "init"], "del": ["remove"], "delete": ["remove"],
        "display": ["show"], "gen": ["issue", "init"], "gencrl": ["crl"],
        "generate": ["issue", "init"], "info": ["show"], "load": ["import"], "ls": ["list"],
        "make": ["issue", "init"], "new": ["issue", "init"], "ocspd": ["ocsp"], "print": ["show"],
        "protect": ["encrypt"], "rekey": ["rotate", "renew"], "rm": ["remove"], "save": ["export"],
        "unhold": ["release"], "unprotect": ["decrypt"], "unrevoke": ["release"], "view": ["show"],
    ]

    private static let options: [String: [String]] = [
        "anchor": ["--trust"], "cacert": ["--trust"], "cafile": ["--trust"], "cert": ["--signer"],
        "certfile": ["--chain"], "crlreason": ["--reason"], "i": ["--key"], "identity": ["--key"],
        "inkey": ["--key"], "out": ["--output"], "p12": ["--pkcs12"], "pass": ["--password-file"],
        "passin": ["--passphrase-file"], "pfx": ["--pkcs12"], "recip": ["--recipient"],
        "root": ["--trust"], "threads": ["--jobs"], "j": ["--jobs"],
    ]
}
