import CommandFiles
import CommandOptions

/// The program as a value: selects the command, runs it, prints errors, returns the status.
struct Program: Sendable {
    let commands: ProgramCommands

    func run(on console: Console) -> ExitStatus {
        do throws(CommandFailure) {
            var options = ProgramOptions()
            switch try select(console.arguments, options: &options) {
            case .nothing:
                console.writeError(HelpPage.shortUsage(commands))
                return .usage
            case .help: try console.print(HelpPage.program(commands))
            case .version: try console.print("\(commands.program) \(commands.version)\n")
            case .noun(let noun): try console.print(HelpPage.noun(noun, in: commands))
            case .command(let command, let arguments):
                try perform(command, arguments: arguments, options: options, on: console)
            }
            return .done
        } catch {
            // The reader closed the pipe (`| head`): exit silently.
            if error.isBrokenPipe, let end = console.endByBrokenPipe {
                end()
                return error.status
            }
            if error.isAnswer {
                console.say(error.message)
                return error.status
            }
            console.sayError("error: \(error.message)")
            if !error.hint.isEmpty { console.sayError("hint: \(error.hint)") }
            return error.status
        }
    }

    private func select(
        _ arguments: [String], options: inout ProgramOptions
    ) throws(CommandFailure) -> ProgramCommands.Selection {
        do throws(UsageError) {
            let rest = try options.takeLeading(arguments)
            return options.showsVersion ? .version : try commands.select(rest)
        } catch {
            throw CommandFailure(error, help: "\(commands.program) --help")
        }
    }

    private func perform<C: Command>(
        _ command: C.Type, arguments: [String], options: ProgramOptions, on console: Console
    ) throws(CommandFailure) {
        if HelpPage.isAskedFor(in: arguments) {
            return try console.print(HelpPage.command(C.self, in: commands))
        }
        if ProgramOptions.asksVersion(in: arguments) {
            return try console.print("\(commands.program) \(commands.version)\n")
        }
        let ignoresFiles =
            C.readsConfigurationItself || options.ignoresConfiguration
            || ProgramOptions.ignoresConfiguration(in: arguments)
        let settings = ignoresFiles ? [] : try console.settings(for: commands)
        let parsed: C
        var options = options
        do throws(UsageError) {
            parsed = try ArgumentParser<C>.parse(
                arguments, program: &options, configured: settings.filter { $0.command == C.name })
        } catch {
            throw CommandFailure(error, help: "\(commands.program) \(C.name) --help")
        }
        var console = console
        console.isQuiet = options.isQuiet
        console.isVerbose = options.isVerbose
        if C.handlesOneMessage { console.prepareForOneMessage() }
        if !C.isTooShortToInterrupt { console.watchSignals() }
        try parsed.run(on: console)
    }
}
