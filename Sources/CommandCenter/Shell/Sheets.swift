package import Terminal

/// One or more fields that the shell opens as a card. Enter gives `.filled` with their texts, Esc leaves; what was typed
/// is kept as a draft where it has a key.
package struct FormSheet: Sendable {
    package struct Field: Sendable {
        package var label: String
        package var text: String
        package var placeholder: String
        /// Drawn as dots, and never kept as a draft.
        package var isSecret: Bool
        /// What is odd or wrong about a text, said while it is typed.
        package var check: @Sendable (String) -> FieldNote?

        package init(
            _ label: String, text: String = "", placeholder: String = "", isSecret: Bool = false,
            check: @escaping @Sendable (String) -> FieldNote? = { _ in nil }
        ) {
            self.label = label
            self.text = text
            self.placeholder = placeholder
            self.isSecret = isSecret
            self.check = check
        }
    }

    package var title: String
    package var fields: [Field]
    /// What Enter does, such as "ship with it".
    package var deed: String
    package var draftKey: String?
    /// What has to be known before it is filled in, above the fields.
    package var lines: [StyledLine]

    package init(
        title: String, fields: [Field], deed: String, draftKey: String? = nil, lines: [StyledLine] = []
    ) {
        self.title = title
        self.fields = fields
        self.deed = deed
        self.draftKey = fields.contains(where: \.isSecret) ? nil : draftKey
        self.lines = lines
    }
}

/// What a field says about its text.
package enum FieldNote: Hashable, Sendable {
    /// What it will be, such as "DHL, number fits".
    case good(String)
    /// Strange, such as "below cost": Enter then wants `y`.
    case odd(String)
    /// Cannot be saved.
    case wrong(String)
}

/// What is about to be done, row by row. Nothing is done before `y`.
package struct ReviewSheet: Sendable {
    package enum Row: Sendable {
        case section(String)
        case item(Item)
    }

    package struct Item: Sendable {
        package var cells: [StyledLine]
        /// Whether it is done unless the seller leaves it out.
        package var isTaken: Bool
        /// Whether Space may turn it; what the rules refuse cannot be taken.
        package var canTurn: Bool
        /// The text `e` opens; nil where nothing can be changed.
        package var editable: String?
        /// How many sides `h` and `l` go through; 1 for none.
        package var choices: Int
        package var choice: Int

        package init(
            _ cells: [StyledLine], isTaken: Bool = true, canTurn: Bool = true, editable: String? = nil,
            choices: Int = 1, choice: Int = 0
        ) {
            self.cells = cells
            self.isTaken = isTaken
            self.canTurn = canTurn
            self.editable = editable
            self.choices = choices
            self.choice = choice
        }
    }

    package var title: String
    package var columns: [Column]
    package var rows: [Row]
    /// What `y` does, such as "set the prices".
    package var deed: String
    /// A line above the rows.
    package var note: StyledLine

    package init(
        title: String, columns: [Column], rows: [Row], deed: String, note: StyledLine = .empty
    ) {
        self.title = title
        self.columns = columns
        self.rows = rows
        self.deed = deed
        self.note = note
    }
}

/// What the seller took.
package struct ReviewAnswer: Hashable, Sendable {
    /// Rows of the sheet, in order.
    package var taken: [Int]
    /// The chosen side of each row that has sides.
    package var choices: [Int: Int]
}
