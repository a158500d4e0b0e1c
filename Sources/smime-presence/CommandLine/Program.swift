/// The program as a value: finds the command, runs it, says what went wrong, returns the status.
struct Program: Sendable {
    let catalogue: Catalogue

    func run(on console: Console) -> ExitStatus {
        do throws(CommandFailure) {
            switch try select(console.arguments) {
            case .nothing:
                console.writeError(HelpPage.shortUsage(catalogue))
                return .usage
            case .help: try console.print(HelpPage.program(catalogue))
            case .version: try console.print("\(catalogue.program) \(catalogue.version)\n")
            case .noun(let noun): try console.print(HelpPage.noun(noun, in: catalogue))
            case .command(let command, let arguments):
                try perform(command, arguments: arguments, on: console)
            }
            return .done
        } catch {
            // Who has read enough need not be told that there was more.
            if error.isBrokenPipe, let end = console.endByBrokenPipe {
                end()
                return error.status
            }
            console.say("error: \(error.message)")
            console.say("hint: \(error.hint)")
            return error.status
        }
    }

    private func select(_ arguments: [String]) throws(CommandFailure) -> Catalogue.Selection {
        do throws(UsageError) {
            return try catalogue.select(arguments)
        } catch {
            throw CommandFailure(error, help: "\(catalogue.program) --help")
        }
    }

    private func perform<C: Command>(
        _ command: C.Type, arguments: [String], on console: Console
    ) throws(CommandFailure) {
        if HelpPage.isAskedFor(in: arguments) {
            return try console.print(HelpPage.command(C.self, program: catalogue.program))
        }
        let parsed: C
        do throws(UsageError) {
            parsed = try ArgumentParser<C>.parse(arguments)
        } catch {
            throw CommandFailure(error, help: "\(catalogue.program) \(C.name) --help")
        }
        if !C.isOverAtOnce { console.watchSignals() }
        try parsed.run(on: console)
    }
}
