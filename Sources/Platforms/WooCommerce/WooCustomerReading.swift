import Commerce
import HTTP

/// Reads a customer who has an account; guests are in their orders alone.
enum WooCustomerReading {
    static func customer(_ json: JSON) -> ChannelCustomer {
        let billing = json["billing"]
        let address = WooValue.address(billing)
        let name = [json["first_name"].string ?? "", json["last_name"].string ?? ""]
            .filter { !$0.isEmpty }.joined(separator: " ")
        let email = json["email"].string ?? ""
        return ChannelCustomer(
            id: json["id"].text ?? "", name: name.isEmpty ? address?.name ?? "" : name,
            email: email.isEmpty ? billing["email"].string ?? "" : email,
            phone: billing["phone"].string ?? "", company: billing["company"].string ?? "",
            address: WooValue.address(json["shipping"]) ?? address,
            modifiedAt: WooValue.instant(json["date_modified_gmt"]))
    }
}
