import CommandFiles
import Foundation
import TestSupport
import Testing

@testable import MessageBatch
@testable import smime_presence

@Suite("New files in a watched directory")
struct WatchedNamesTests {
    @Test("a file that is being written when the watch begins comes when it is closed, and once")
    func halfWritten() throws {
        let directory = try TemporaryDirectory()
        try directory.write([1], to: "whole")
        try directory.write([], to: "half")
        let writer = try FileHandle(forWritingTo: URL(filePath: directory.file("half")))
        try #require(FileAccess.isBeingWritten(directory.file("half")))
        #expect(!FileAccess.isBeingWritten(directory.file("whole")))
        #expect(!FileAccess.isBeingWritten(directory.file("absent")))
        let console = CommandRun.console(in: directory.path)
        var names = try WatchedNames(directory.path, on: console)
        #expect(names.next == ["whole"])
        try writer.write(contentsOf: [2])
        try writer.close()
        try names.wait(on: console)
        #expect(names.next == ["half"])
        try directory.write([3], to: "whole")
        try directory.write([3], to: "new")
        while names.next.isEmpty || names.next == ["half"] { try names.wait(on: console) }
        #expect(names.next == ["new"])
    }
}
