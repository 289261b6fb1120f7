extension ColumnMapping {
    /// The mapping that the names of the columns suggest; nil where they suggest none of use.
    ///
    /// `headers` are as in the file. Names are compared by their letters and digits alone.
    package static func proposed(for headers: [String]) -> ColumnMapping? {
        // A list of orders without its lines, or of lines without their orders, is neither customers nor products.
        let orders = proposed(for: headers, kind: .orders)
        let products = proposed(for: headers, kind: .products)
        if orders.lack != nil, orders.columns[.number] != nil,
            orders.columns[.placedAt] != nil || orders.columns[.quantity] != nil,
            products.columns[.title] == nil
        {
            return orders
        }
        var best: (mapping: ColumnMapping, score: Int)?
        for kind in [ImportKind.orders, .products, .customers] {
            let mapping = proposed(for: headers, kind: kind)
            guard mapping.lack == nil, kind != .products || mapping.tellsOfWares,
                kind != .customers || mapping.columns.count > 1
            else { continue }
            var score = mapping.columns.count * 2
            if kind == .orders, mapping.columns[.quantity] != nil { score += 4 }
            if kind == .products, mapping.columns[.title] != nil, mapping.columns[.price] != nil {
                score += 3
            }
            if score > best?.score ?? 0 { best = (mapping, score) }
        }
        return best?.mapping
    }

    /// Whether there is a figure that only wares have: reviews and the like name products, too.
    private var tellsOfWares: Bool {
        [ColumnRole.price, .cost, .stock, .compareAt].contains { columns[$0] != nil }
    }

    /// The mapping for a file whose kind is known; see ``lack`` for whether it can be used.
    package static func proposed(for headers: [String], kind: ImportKind) -> ColumnMapping {
        var columns: [ColumnRole: String] = [:]
        let plain = headers.map(plainName)
        for (role, names) in names(kind) {
            for name in [plainName(role.rawValue)] + names {
                guard let place = plain.firstIndex(of: name), !columns.values.contains(headers[place]) else {
                    continue
                }
                columns[role] = headers[place]
                break
            }
        }
        var mapping = ColumnMapping(kind: kind, columns: columns)
        if kind == .orders {
            mapping.past = columns[.fulfillment] == nil
            if plain.contains("invoiceno"), plain.contains("stockcode") {
                mapping.returnPrefix = "C"
                mapping.adjustmentPrefix = "A"
                mapping.serviceCodes = Self.invoiceServiceCodes
            }
        }
        return mapping
    }

    /// What British wholesalers' invoices carry besides goods, as in the UCI “Online Retail” data.
    package static let invoiceServiceCodes: [String: LineKind] = [
        "POST": .shipping, "DOT": .shipping, "C2": .shipping, "D": .discount, "M": .adjustment,
        "m": .adjustment, "S": .adjustment, "B": .adjustment, "BANK CHARGES": .fee, "AMAZONFEE": .fee,
        "CRUK": .fee, "gift_0001_*": .adjustment,
    ]

    static func plainName(_ name: String) -> String {
        String(
            String.UnicodeScalarView(
                name.lowercased().unicodeScalars.filter {
                    $0.properties.isAlphabetic || ("0"..."9").contains($0)
                }))
    }

    /// The names other programs give a column, plain, the surest first. Roles come in the order in which they choose.
    private static func names(_ kind: ImportKind) -> [(ColumnRole, [String])] {
        switch kind {
        case .products: products
        case .orders: orders
        case .customers: customers
        }
    }

    private static let products: [(ColumnRole, [String])] = [
        (.handle, ["urlhandle", "slug", "urlrewritten", "urlkey"]),
        (.title, ["productname", "name", "itemname", "producttitle", "itemtitle", "artikel"]),
        (.kind, []),
        (.status, ["productstatus"]),
        (.description, ["productdescription", "bodyhtml", "longdescription", "beschreibung"]),
        (.vendor, ["brandname", "brand", "manufacturer", "supplier", "hersteller"]),
        (.category, ["categories", "categoriesxyz", "productcategory", "type", "kategorie"]),
        (.tags, ["tagsxyz", "searchkeywords", "keywords"]),
        (.option1Name, ["option1name", "variation1name", "variation1type"]),
        (.option1, ["option1value", "variation1values"]),
        (.option2Name, ["option2name", "variation2name", "variation2type"]),
        (.option2, ["option2value", "variation2values"]),
        (.option3Name, ["option3name", "variation3name", "variation3type"]),
        (.option3, ["option3value", "variation3values"]),
        (
            .sku,
            [
                "productcodesku", "productsku", "variantsku", "stockcode", "itemsku", "customlabel",
                "reference",
                "articlenumber", "artikelnummer", "productcode", "itemcode", "productid",
            ]
        ),
        (
            .barcode,
            [
                "gtin", "ean", "ean13", "upc", "isbn", "globaltradeitemnumber", "productupcean",
                "variantbarcode",
            ]
        ),
        (
            .price,
            [
                "productprice", "unitprice", "variantprice", "saleprice", "priceinclvat", "preis",
                "pricetaxexcludedorpricetaxincluded",
            ]
        ),
        (.compareAt, ["compareatprice", "retailprice", "regularprice", "msrp", "rrp", "uvp"]),
        (.cost, ["costprice", "productcost", "costperitem", "unitcost", "wholesaleprice", "purchaseprice"]),
        (.weight, ["weightgrams", "weightg", "variantgrams", "grams"]),
        (.weightKilograms, ["weightkg"]),
        (
            .stock,
            [
                "quantity", "qty", "currentstocklevel", "unitsinstock", "stocklevel", "inventory", "onhand",
                "variantinventoryqty", "bestand",
            ]
        ),
        (.lowStock, ["lowstocklevel", "lowstockamount", "reorderlevel", "reorderpoint"]),
        (.tracked, []),
        (
            .images,
            ["imageurlsxyz", "imagesrc", "image", "imageurl", "productimagefile1", "image1", "baseimage"]
        ),
        (.variantImage, ["variantimageurl"]), (.extra, []), (.variantExtra, []),
    ]

    private static let address: [(ColumnRole, [String])] = [
        (.phone, ["telephone", "shiptophone", "shippingphone", "phonenumber", "mobilephone"]),
        (.company, ["companyname", "shippingcompany"]),
        (
            .address1,
            ["shipaddress1", "shiptoaddress1", "shippingaddress1", "address", "street", "shipaddress"]
        ),
        (.address2, ["shipaddress2", "shiptoaddress2", "shippingaddress2"]),
        (.city, ["shipcity", "shiptocity", "shippingcity", "town"]),
        (.region, ["shipstate", "shiptostate", "shippingprovince", "state", "province", "shipregion"]),
        (
            .postcode,
            [
                "shipzipcode", "shiptozip", "shippingzip", "zip", "zipcode", "postalcode", "shippostalcode",
                "plz",
            ]
        ),
        (
            .country,
            ["countrycode", "shipcountry", "shiptocountry", "shippingcountry", "countryid", "land"]
        ),
    ]

    private static let orders: [(ColumnRole, [String])] =
        [
            (
                .number,
                [
                    "ordernumber", "orderno", "orderid", "invoiceno", "invoicenumber", "invoice",
                    "amazonorderid",
                    "salesrecordnumber", "bestellnummer",
                ]
            ),
            (.channel, []),
            (
                .placedAt,
                [
                    "orderdate", "invoicedate", "saledate", "purchasedate", "createdat", "date",
                    "datecreated",
                    "datum",
                ]
            ),
            (.paidAt, ["datepaid", "paidondate"]),
            (.customer, ["customerid", "customerkey", "buyerusername", "customernumber", "buyer"]),
            (.name, ["shiptoname", "shipname", "customername", "buyername", "billingname"]),
            (.email, ["buyeremail", "customeremail", "emailaddress"]),
            (.currency, ["currencycode"]),
            (.quantity, ["qty", "orderquantity", "quantitypurchased", "units", "menge"]),
            (
                .sku,
                [
                    "stockcode", "customlabel", "itemsku", "productsku", "productcode", "lineitemsku",
                    "productid", "productkey", "artikelnummer",
                ]
            ),
            (
                .lineTitle,
                [
                    "description", "itemname", "itemtitle", "productname", "title", "lineitemname", "product",
                    "artikel",
                ]
            ),
            (.unitPrice, ["price", "soldfor", "productprice", "lineitemprice", "preis"]),
            (.lineTotal, ["itemtotal", "itemprice", "linesum"]),
            (.lineDiscount, ["discountamount", "itempromotiondiscount"]),
            (.lineTax, ["itemtax"]),
            (.lineKind, []), (.lineAt, []), (.orderKind, []),
            (.shipping, ["ordershipping", "shippingandhandling", "shippingprice", "freight"]),
            (.orderDiscount, []),
            (.orderTax, ["ordersalestax", "taxes"]),
            (.total, ["totalprice", "ordertotal"]),
            (.payment, ["financialstatus", "paymentstatus"]),
            (.fulfillment, ["fulfillmentstatus", "orderstatus"]),
            (.shippingMethod, ["shippingservice", "shipservicelevel"]),
            (.cancelledAt, []),
            (.note, ["notes", "buyernote"]),
        ] + address

    private static let customers: [(ColumnRole, [String])] =
        [
            (.customer, ["customerid", "customerkey", "customernumber", "handle", "id"]),
            (.email, ["emailaddress", "customeremail"]),
            (.name, ["fullname", "contactname", "customername", "displayname"]),
            (.firstName, ["firstname", "vorname", "givenname"]),
            (.lastName, ["lastname", "nachname", "surname", "familyname"]),
            (.tags, []),
            (.note, ["notes"]),
        ] + address
}
