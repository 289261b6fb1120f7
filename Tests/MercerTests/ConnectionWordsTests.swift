import Commerce
import TestSupport
import Testing

@testable import mercer

@Suite struct ConnectionWordsTests {
    private func words(_ code: String = "EUR") -> ConnectionWords {
        ConnectionWords(currency: Currency(code: code))
    }

    @Test func `rules survive being written as words and read again`() throws {
        var rules = ConnectionRules()
        rules.pushes = true
        rules.price = PriceRule(markupBasisPoints: -350, ending: 5)
        rules.buffer = 2
        rules.pausesAtZero = true
        rules.conflicts = [.price: .ours, .title: .theirs]
        rules.shared = [.title, .tags]
        rules.guardPercent = 30
        rules.floorPercent = 40
        rules.categories = ["Kitchen > Mugs": "Cups"]
        rules.paysBack = false
        rules.notifiesBuyers = false
        rules.everyMinutes = 15
        let spelling = words()
        let read = try spelling.words(of: rules).reduce(ConnectionRules()) {
            try spelling.taking("\($1.0)=\($1.1)", into: $0)
        }
        #expect(read == rules)
        #expect(spelling.words(of: rules).contains { $0 == ("ending", ".05") })
        #expect(spelling.words(of: rules).contains { $0 == ("markup", "-3.5%") })
    }

    @Test func `one word speaks for all fields`() throws {
        let rules = try words().taking("conflict=theirs", into: ConnectionRules())
        #expect(rules.conflicts[.price] == .theirs && rules.conflicts[.tags] == .theirs)
        #expect(rules.conflicts[.stock] == nil)
        #expect(try words().taking("conflict=ask", into: rules).conflicts.isEmpty)
    }

    @Test(arguments: [
        "markup=lots", "markup=1.234%", "ending=.999", "ending=1.99", "ending=-.5", "push=maybe",
        "colour=red",
        "conflict=always", "conflict.stock=ours", "conflict.colour=ours", "shared.stock=on", "buffer",
        "buffer=-1",
        "guard=1.5", "every=soon",
    ])
    func `a word that cannot be meant is refused`(word: String) throws {
        #expect(throws: Failure.self) { try words().taking(word, into: ConnectionRules()) }
    }

    @Test func `a currency without parts has no ending`() throws {
        #expect(throws: Failure.self) { try words("JPY").taking("ending=.99", into: ConnectionRules()) }
        #expect(try words("JPY").taking("ending=off", into: ConnectionRules()) == ConnectionRules())
    }
}
