/// A word of a command line that a person can copy into a shell.
public enum ShellWord {
    /// Returns the word in single quotes, so that a shell takes every character as it is.
    public static func quoted(_ word: String) -> String {
        "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}
