import Commerce
import Foundation
import Testing
import TestSupport

@testable import Shop

@Suite struct TakeBackTests {
    @Test func `a change is taken back and done again`() throws {
        let shop = try ShopFolder().open()
        try shop.perform(ChangeSetting(key: "name", value: "Kiln"))
        try shop.perform(ChangeSetting(key: "name", value: "Kiln & Clay"))

        let undone = try shop.undo()
        #expect(undone.summary == "undone: name Kiln → Kiln & Clay")
        #expect(try shop.settings().name == "Kiln")

        let redone = try shop.redo()
        #expect(redone.summary == "redone: name Kiln → Kiln & Clay")
        #expect(try shop.settings().name == "Kiln & Clay")

        _ = try shop.undo()
        _ = try shop.undo()
        #expect(try shop.settings().name == "My shop")
        #expect(throws: Refusal.self) { try shop.undo() }
    }

    @Test func `an entry is not taken back while something later stands on it`() throws {
        let shop = try ShopFolder().open()
        let first = try shop.perform(ChangeSetting(key: "name", value: "Kiln")).entry
        try shop.perform(ChangeSetting(key: "name", value: "Clay"))

        let refusal = #expect(throws: Refusal.self) { try shop.undo(first) }
        #expect(refusal?.code == "moved-on")
        #expect(try shop.settings().name == "Clay")
    }

    @Test func `nothing can be redone once something new was done`() throws {
        let shop = try ShopFolder().open()
        try shop.perform(ChangeSetting(key: "name", value: "Kiln"))
        _ = try shop.undo()
        try shop.perform(ChangeSetting(key: "name", value: "Clay"))
        #expect(throws: Refusal.self) { try shop.redo() }
    }

    @Test func `a second Mercer on the file hears of a change within a second`() throws {
        let folder = try ShopFolder()
        let here = try folder.open()
        let there = try folder.open()
        let heard = DispatchSemaphore(value: 0)
        there.observe { notice in if notice.fromElsewhere { heard.signal() } }
        try there.watchOthers()
        try here.perform(ChangeSetting(key: "name", value: "Kiln"))
        #expect(heard.wait(timeout: .now() + 1) == .success)
        #expect(try there.settings().name == "Kiln")
    }
}
