import ArgumentParser
import Commerce
import Shop

struct AddCustomer: ShopCommand {
    static let configuration = CommandConfiguration(commandName: "new", abstract: "Take a customer in.")

    @Argument(help: "The name.") var name: String
    @Option(help: "The e-mail address.") var email = ""
    @Option(help: "The phone number.") var phone = ""
    @Option(help: "The company.") var company = ""
    @Option(help: "The country, such as DE.") var country = ""
    @OptionGroup var options: GlobalOptions

    func run(in session: Session) throws -> Outcome {
        let sheet = CustomerSheet(name: name, email: email, phone: phone, company: company, country: country)
        try session.show(
            ReceiptReport(try session.openShop(toWrite: true).perform(CreateCustomer(sheet))))
        return .done
    }
}

struct SetCustomer: ShopCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Change fields of a customer.",
        discussion: """
            mercer customers set anna@example.com phone=+49305550142 'tags=wholesale, friend'
            Fields: \(CustomerField.allCases.map(\.rawValue).joined(separator: ", ")).
            """)

    @Argument(help: "The mail address, name or identifier.") var customer: String
    @Argument(help: "Fields, as name=value.") var fields: [String]
    @OptionGroup var options: GlobalOptions

    func run(in session: Session) throws -> Outcome {
        let changes = try fields.map { word in
            let sides = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard sides.count == 2 else {
                throw Failure.misused("“\(word)” is no change; write it as field=value.")
            }
            let field: CustomerField = try Choice.read(String(sides[0]), "the field")
            return ChangeCustomer.Change(field, String(sides[1]))
        }
        let shop = try session.openShop(toWrite: true)
        let id = try shop.customerNamed(customer)
        try session.show(ReceiptReport(try shop.perform(ChangeCustomer(id, changes))))
        return .done
    }
}

struct NoteCustomer: ShopCommand {
    static let configuration = CommandConfiguration(
        commandName: "note", abstract: "Write a note on a customer.")

    @Argument(help: "The mail address, name or identifier.") var customer: String
    @Argument(help: "The note.") var text: String
    @OptionGroup var options: GlobalOptions

    func run(in session: Session) throws -> Outcome {
        let shop = try session.openShop(toWrite: true)
        let id = try shop.customerNamed(customer)
        try session.show(ReceiptReport(try shop.perform(NoteOnCustomer(id, text: text))))
        return .done
    }
}

struct MergeCustomersCommand: ShopCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge", abstract: "Make one customer of several.",
        discussion: "Orders and notes go to the first; it takes from the others what it lacks.")

    @Argument(help: "The one that stays, then the others.") var customers: [String]
    @OptionGroup var options: GlobalOptions

    func run(in session: Session) throws -> Outcome {
        let shop = try session.openShop(toWrite: true)
        let ids = try customers.map { try shop.customerNamed($0) }
        guard let into = ids.first, ids.count > 1 else {
            throw Failure.misused("Name the one that stays and at least one other.")
        }
        try session.show(
            ReceiptReport(try shop.perform(MergeCustomers(into: into, others: Array(ids.dropFirst())))))
        return .done
    }
}
