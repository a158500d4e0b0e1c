import Foundation
import TestSupport

/// The seeds: files of the repository.
enum Seeds {
    static let repository = Vectors.directory.appending(path: "../..").standardized

    /// The files in the folders at `paths` with one of these endings, excluding subfolders.
    static func files(
        in paths: String..., ending endings: [String] = [""], atMost maximumOctets: Int
    ) throws -> [(name: String, octets: [UInt8])] {
        var files: [(name: String, octets: [UInt8])] = []
        for path in paths {
            let folder = repository.appending(path: path)
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
            for name in names where endings.contains(where: { $0.isEmpty || name.hasSuffix($0) }) {
                let file = folder.appending(path: name)
                guard try file.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true else {
                    continue
                }
                let octets = [UInt8](try Data(contentsOf: file))
                if octets.count <= maximumOctets {
                    files.append((path.replacing("/", with: "-") + "-" + name, octets))
                }
            }
        }
        return files
    }
}
