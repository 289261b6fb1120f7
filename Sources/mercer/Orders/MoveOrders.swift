import ArgumentParser
import Commerce
import Shop

struct AdvanceOrdersCommand: ShopCommand {
    static let configuration = CommandConfiguration(
        commandName: "advance", abstract: "Take orders on to their next step: packed, shipped, delivered.")

    @Argument(help: "Orders by number.") var orders: [String]
    @Flag(help: "Ship without a tracking number.") var withoutTracking = false
    @Option(help: "Why, where the step wants a reason.") var reason = ""
    @OptionGroup var options: GlobalOptions

    func run(in session: Session) throws -> Outcome {
        try session.onOrders(orders) {
            AdvanceOrders(orders: $0, withoutTracking: withoutTracking, reason: reason)
        }
    }
}

struct BackOrders: ShopCommand {
    static let configuration = CommandConfiguration(
        commandName: "back", abstract: "Take the last step of orders back.")

    @Argument(help: "Orders by number.") var orders: [String]
    @OptionGroup var options: GlobalOptions

    func run(in session: Session) throws -> Outcome {
        try session.onOrders(orders) { TakeBackOrders(orders: $0) }
    }
}

struct HoldOrders: ShopCommand {
    static let configuration = CommandConfiguration(
        commandName: "hold", abstract: "Let nothing of orders go out until they are woken.")

    @Argument(help: "Orders by number.") var orders: [String]
    @Option(help: "Why.") var reason = ""
    @OptionGroup var options: GlobalOptions

    func run(in session: Session) throws -> Outcome {
        try session.onOrders(orders) { MoveOrders(orders: $0, move: .hold, reason: reason) }
    }
}

struct WakeOrders: ShopCommand {
    static let configuration = CommandConfiguration(
        commandName: "wake", abstract: "Let orders on hold go on.")

    @Argument(help: "Orders by number.") var orders: [String]
    @OptionGroup var options: GlobalOptions

    func run(in session: Session) throws -> Outcome {
        try session.onOrders(orders) { MoveOrders(orders: $0, move: .wake) }
    }
}

struct CancelOrdersCommand: ShopCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel", abstract: "Cancel orders.",
        discussion:
            "With --refund what was paid is entered as paid back; money itself moves where it was paid.")

    @Argument(help: "Orders by number.") var orders: [String]
    @Option(help: "Why.") var reason = ""
    @Flag(help: "Enter what was paid as refunded.") var refund = false
    @Flag(name: [.short, .long], help: "Do it without asking.") var yes = false
    @OptionGroup var options: GlobalOptions

    func run(in session: Session) throws -> Outcome {
        try session.needYes(yes, "Cancel \(orders.joined(separator: ", "))\(refund ? " and refund" : "")?")
        return try session.onOrders(orders) {
            CancelOrders(orders: $0, reason: reason, refunding: refund)
        }
    }
}

struct NoteOrders: ShopCommand {
    static let configuration = CommandConfiguration(
        commandName: "note", abstract: "Write a note on an order.",
        discussion: """
            It stays here, unless --on-channel has it kept at the order's channel too, or --to-buyer has the channel
            mail it to the buyer. What goes out is held like any notice: `mercer outbox` shows it.
            """)

    @Argument(help: "The order's number.") var order: String
    @Argument(help: "The note.") var text: String
    @Flag(help: "Have the order's channel mail it to the buyer.") var toBuyer = false
    @Flag(help: "Write it on the order at its channel, for the seller's eyes.") var onChannel = false
    @OptionGroup var options: GlobalOptions

    func run(in session: Session) throws -> Outcome {
        guard toBuyer || onChannel else {
            return try session.onOrders([order]) { AddNote(orders: $0, text: text) }
        }
        let shop = try session.openShop(toWrite: true)
        let id = try shop.orderNamed(order)
        let receipt = try shop.perform(SendOrderNote(order: id, text: text, isForBuyer: toBuyer))
        try session.show(ReceiptReport(receipt))
        return .done
    }
}

struct PayOrders: ShopCommand {
    static let configuration = CommandConfiguration(
        commandName: "pay", abstract: "Enter a payment that came in.",
        discussion: "Without --amount it is what is still open.")

    @Argument(help: "Orders by number.") var orders: [String]
    @Option(help: "How much, in the order's currency; for one order.") var amount: String?
    @Option(help: "How, such as card or transfer.") var method = ""
    @Option(help: "The reference the bank gave.") var reference = ""
    @OptionGroup var options: GlobalOptions

    func run(in session: Session) throws -> Outcome {
        let shop = try session.openShop(toWrite: true)
        let ids = try orders.map { try shop.orderNamed($0) }
        let amount = try amount.map { try shop.amount($0, of: ids, option: "--amount") }
        let receipt = try shop.perform(
            RecordPayment(orders: ids, amount: amount, method: method, reference: reference))
        return try session.show(receipt, of: ids.count)
    }
}

struct ShipOrder: ShopCommand {
    static let configuration = CommandConfiguration(
        commandName: "ship", abstract: "Enter a parcel's number, and send the order on its way.")

    @Argument(help: "The order's number.") var order: String
    @Option(help: "The parcel's number.") var tracking: String?
    @Option(help: "Who carries it, where the number does not tell.") var carrier = ""
    @Flag(help: "Ship without a number.") var withoutTracking = false
    @OptionGroup var options: GlobalOptions

    func run(in session: Session) throws -> Outcome {
        guard tracking != nil || withoutTracking else {
            throw Failure.misused("Say --tracking NUMBER, or --without-tracking.")
        }
        let shop = try session.openShop(toWrite: true)
        let id = try shop.orderNamed(order)
        if let tracking {
            let parcel = try shop.perform(AddParcel(order: id, carrier: carrier, number: tracking))
            session.note(Plain.line(parcel.summary))
        }
        // A new order is packed first; each step is an entry of its own and can be undone.
        if try shop.orderCards([id])[id]?.stage == .new {
            session.note(
                Plain.line(try shop.perform(AdvanceOrders(orders: [id], from: .new)).summary))
        }
        let receipt = try shop.perform(
            AdvanceOrders(orders: [id], from: .processing, withoutTracking: withoutTracking))
        return try session.show(receipt, of: 1)
    }
}

struct RefundOrder: ShopCommand {
    static let configuration = CommandConfiguration(
        commandName: "refund", abstract: "Enter a refund.",
        discussion: "`mercer do RecordRefund --schema` shows how single lines are refunded and restocked.")

    @Argument(help: "The order's number.") var order: String
    @Option(help: "How much, in the order's currency; without it, all that is left.") var amount: String?
    @Option(help: "Why.") var reason = ""
    @Flag(name: [.short, .long], help: "Do it without asking.") var yes = false
    @OptionGroup var options: GlobalOptions

    func run(in session: Session) throws -> Outcome {
        let shop = try session.openShop(toWrite: true)
        let id = try shop.orderNamed(order)
        let money = try amount.map { try shop.amount($0, of: [id], option: "--amount") }
        try session.needYes(yes, "Refund \(money?.description ?? "all that is left") of \(order)?")
        let receipt = try shop.perform(
            RecordRefund(order: id, amount: money, whole: money == nil, reason: reason))
        try session.show(ReceiptReport(receipt))
        return .done
    }
}

extension Shop {
    /// An amount as written, in the currency of the one order.
    fileprivate func amount(_ text: String, of orders: [OrderID], option: String) throws -> Money {
        guard orders.count == 1, let card = try orderCards(orders)[orders[0]] else {
            throw Failure.misused("\(option) goes with one order.")
        }
        do {
            return try MoneyFormat.parse(text, currency: card.total.currency, convention: nil)
        } catch {
            throw Failure.misused("\(option) “\(text)”: \(error).")
        }
    }
}

extension Session {
    fileprivate func onOrders<A: Action>(_ names: [String], _ action: ([OrderID]) -> A) throws -> Outcome
    where A.Outcome == OrdersOutcome {
        let shop = try openShop(toWrite: true)
        let ids = try names.map { try shop.orderNamed($0) }
        return try show(try shop.perform(action(ids)), of: ids.count)
    }

    fileprivate func show(_ receipt: Receipt<OrdersOutcome>, of count: Int) throws -> Outcome {
        try show(ReceiptReport(receipt))
        return outcome(refused: receipt.outcome.refused, of: count)
    }
}
