import Foundation

/// The files of the project, found from the path of this file.
enum Project {
    /// The directory of the project.
    static let directory = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
}
