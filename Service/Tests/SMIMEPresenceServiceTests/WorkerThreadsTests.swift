import Dispatch
import HTTPTypes
import Testing

@testable import SMIMEPresenceService

/// The bounded queue of the threads for cryptography.
struct WorkerThreadsTests {
    /// Occupies all places of the queue until `gate` opens.
    private func occupied(_ threads: WorkerThreads, _ count: Int, _ gate: DispatchSemaphore) async -> [Task<
        Void, Never
    >] {
        let tasks = (0..<count).map { _ in
            Task { _ = try? await threads.run { gate.wait() } }
        }
        while threads.load < count { await Task.yield() }
        return tasks
    }

    @Test func `work beyond the queue is refused at once, and accepted when there is room`() async throws {
        let threads = WorkerThreads(count: 1, capacity: 3)
        let gate = DispatchSemaphore(value: 0)
        let tasks = await occupied(threads, 3, gate)
        await #expect(throws: WorkerThreads.Refusal.full) { try await threads.run {} }
        for _ in tasks { gate.signal() }
        for task in tasks { await task.value }
        #expect(try await threads.run { 7 } == 7)
        #expect(threads.load == 0)
        await threads.stop()
        await #expect(throws: WorkerThreads.Refusal.stopped) { try await threads.run {} }
    }

    @Test func `a full queue is answered 503 with the time to wait`() async throws {
        let lab = try ServiceLab { $0.queue = 2 }
        let message = try await lab.protected(SampleMessages.publish())
        let gate = DispatchSemaphore(value: 0)
        let tasks = await occupied(lab.agents.threads, 2, gate)
        let answer = try await lab.post("/v1/open", message)
        #expect(answer.status == 503)
        #expect(answer.fields[.retryAfter] == "1")
        #expect(try answer.member("code") == "busy")
        #expect(try answer.member("sipStatus") == "503")
        for _ in tasks { gate.signal() }
        for task in tasks { await task.value }
        #expect(try await lab.post("/v1/open", message).status == 200)
    }
}
