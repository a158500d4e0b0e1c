import CommandFiles
import CommandOptions

/// The program as a value: selects the command, runs it, prints errors, returns the status.
struct Program: Sendable {
    let commands: ProgramCommands

    func run(on console: Console) -> ExitStatus {
        do throws(CommandFailure) {
            switch try select(console.arguments) {
            case .nothing:
                console.writeError(HelpPage.shortUsage(commands))
                return .usage
            case .help: try console.print(HelpPage.program(commands))
            case .version: try console.print("\(commands.program) \(commands.version)\n")
            case .noun(let noun): try console.print(HelpPage.noun(noun, in: commands))
            case .command(let command, let arguments):
                try perform(command, arguments: arguments, on: console)
            }
            return .done
        } catch {
            // The reader closed the pipe (`| head`): exit silently.
            if error.isBrokenPipe, let end = console.endByBrokenPipe {
                end()
                return error.status
            }
            console.say("error: \(error.message)")
            console.say("hint: \(error.hint)")
            return error.status
        }
    }

    private func select(_ arguments: [String]) throws(CommandFailure) -> ProgramCommands.Selection {
        do throws(UsageError) {
            return try commands.select(arguments)
        } catch {
            throw CommandFailure(error, help: "\(commands.program) --help")
        }
    }

    private func perform<C: Command>(
        _ command: C.Type, arguments: [String], on console: Console
    ) throws(CommandFailure) {
        if HelpPage.isAskedFor(in: arguments) {
            return try console.print(HelpPage.command(C.self, in: commands))
        }
        let parsed: C
        do throws(UsageError) {
            parsed = try ArgumentParser<C>.parse(arguments)
        } catch {
            throw CommandFailure(error, help: "\(commands.program) \(C.name) --help")
        }
        if C.handlesOneMessage { console.prepareForOneMessage() }
        if !C.isTooShortToInterrupt { console.watchSignals() }
        try parsed.run(on: console)
    }
}
