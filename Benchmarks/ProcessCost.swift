enum ProcessCost { static func measure() throws -> Bool { true } }
