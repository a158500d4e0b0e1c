/// A word of a command line that a person can copy into a shell.
public enum ShellWord {
    /// Returns the word as it is if it has only characters that no shell changes, else in single quotes.
    public static func argument(_ word: String) -> String {
        let isPlain =
            !word.isEmpty
            && word.utf8.allSatisfy { octet in
                ASCII.isAlphanumeric(octet) || "./_-:@+%,".utf8.contains(octet)
            }
        return isPlain ? word : quoted(word)
    }

    /// Returns the name of a file as ``argument(_:)`` does; one with "-" first is not taken as an option.
    public static func file(_ name: String) -> String {
        argument(name.hasPrefix("-") ? "./" + name : name)
    }

    /// Returns the word in single quotes, so that a shell takes every character as it is.
    public static func quoted(_ word: String) -> String {
        "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}
