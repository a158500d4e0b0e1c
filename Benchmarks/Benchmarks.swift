/// Prints the cost of protecting and opening a presence document next to the bare primitives, in one run.
@main
struct Benchmarks {
    static func main() throws {
        if CommandLine.arguments.dropFirst() == ["store"] {
            var isWithin = try ListCost.measure()
            isWithin = try StoreCost.measure() && isWithin
            return sayWhether(try BulkCost.measure() && isWithin)
        }
        if CommandLine.arguments.dropFirst() == ["primitives"] {
            let isWithin = try PrimitiveCost.measure()
            return sayWhether(try SizeCost.measure() && isWithin)
        }
        if CommandLine.arguments.dropFirst().first == "repeat" { return try PrimitiveCost.repeatCase() }
        if CommandLine.arguments.dropFirst().first == "size" { return try SizeCost.repeatCase() }
        if CommandLine.arguments.dropFirst().first == "way" { return try TunnelCost.repeatCase() }
        if CommandLine.arguments.dropFirst() == ["tunnel"] { return sayWhether(try TunnelCost.measure()) }
        if CommandLine.arguments.dropFirst() == ["fanout"] { return sayWhether(try FanOutCost.measure()) }
        if CommandLine.arguments.dropFirst() == ["timing"] { return try FailureTiming.measure() }
        // First: the memory of a process counts that of the one that starts it.
        var isWithin = try ProcessCost.measure()
        isWithin = try ListCost.measure() && isWithin
        isWithin = try PrimitiveCost.measure() && isWithin
        isWithin = try TunnelCost.measure() && isWithin
        isWithin = try FanOutCost.measure() && isWithin
        isWithin = try StoreCost.measure() && isWithin
        isWithin = try BulkCost.measure() && isWithin
        isWithin = try SizeCost.measure() && isWithin
        try FailureTiming.measure()
        sayWhether(isWithin)
    }

    private static func sayWhether(_ isWithin: Bool) {
        print(isWithin ? "\nall within their limits" : "\nNOT all within their limits")
    }
}

func decimals(_ value: Double, _ count: Int) -> String {
    let scale = [1.0, 10, 100][count]
    let scaled = Int((value * scale).rounded())
    guard count > 0 else { return "\(scaled)" }
    let digits = String(scaled % Int(scale))
    return "\(scaled / Int(scale))." + String(repeating: "0", count: count - digits.count) + digits
}

/// Prints a measured case beside its floor; returns whether the ratio is within the limit, if there is one.
func printRatio(
    _ name: String, _ floor: Double, _ ours: Double, limit: Double?, limitDecimals: Int = 1,
    decimals places: Int = 1
) -> Bool {
    let bound = limit.map { decimals($0, limitDecimals) } ?? "-"
    print(row(name, decimals(floor, places), decimals(ours, places), decimals(ours / floor, 2), bound))
    return limit.map { ours / floor <= $0 } ?? true
}

func row(_ cells: String..., widths: [Int] = [34, 10, 10, 8, 9]) -> String {
    return zip(cells, widths).enumerated().map { index, cell in
        let padding = String(repeating: " ", count: max(0, cell.1 - cell.0.count))
        return index == 0 ? cell.0 + padding : padding + cell.0
    }.joined()
}
