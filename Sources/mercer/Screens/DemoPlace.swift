import Commerce
import Foundation
import Shop

/// Where the demo's shop lies: in the state folder, as it can be made again, or where the seller wants to keep it.
struct DemoPlace {
    private let session: Session
    let path: String

    init(_ session: Session) {
        self.session = session
        path = session.options.shop ?? session.places.state + "/demo.mercer"
    }

    /// The demo's shop as it is on that day, made anew; a shop the seller named is furnished once and then kept.
    func open(on day: CalendarDay) throws -> Shop {
        throw Failure("The demo is not built in yet.")
    }
}
