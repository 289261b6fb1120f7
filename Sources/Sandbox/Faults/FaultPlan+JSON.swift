package import HTTP

/// Why JSON is no plan.
package struct FaultPlanFailure: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String
}

extension FaultPlan {
    /// The plan as the sandbox's control address takes and gives it:
    /// `{"seed": 7, "budget": 20, "rules": [{"when": {"nth": 2}, "method": "POST", "path": "/orders", "limit": 1,
    /// "faults": [{"kind": "status", "status": 503, "moment": "after", "retryAfterSeconds": 5, "body": "html"}]}]}`.
    package var json: JSON {
        .object([
            .init("seed", .string(String(seed))),
            .init("budget", budget.map { JSON($0) } ?? .null),
            .init("rules", .array(rules.map(\.json))),
        ])
    }

    /// - Throws: ``FaultPlanFailure``, naming what is missing or unknown. A word too many is refused as well.
    package init(_ json: JSON) throws(FaultPlanFailure) {
        try json.allows("a plan", ["seed", "budget", "rules"])
        var seed: UInt64 = 0
        if !json["seed"].isNull {
            guard let number = json["seed"].text.flatMap({ UInt64($0) }) else {
                throw FaultPlanFailure(description: "seed is no number")
            }
            seed = number
        }
        guard json["rules"].isNull || json["rules"].isArray else {
            throw FaultPlanFailure(description: "rules is no list")
        }
        var rules: [FaultRule] = []
        for rule in json["rules"].items { rules.append(try FaultRule(rule)) }
        self.init(seed: seed, budget: try json.optionalInteger("budget"), rules)
    }
}

extension FaultRule {
    var json: JSON {
        var members: [JSON.Member] = [.init("when", occasion.json)]
        if let method { members.append(.init("method", JSON(method.rawValue))) }
        if let pathPart { members.append(.init("path", JSON(pathPart))) }
        if let limit { members.append(.init("limit", JSON(limit))) }
        members.append(.init("faults", .array(faults.map(\.json))))
        return .object(members)
    }

    init(_ json: JSON) throws(FaultPlanFailure) {
        try json.allows("a rule", ["when", "method", "path", "limit", "faults"])
        var method: HTTPRequest.Method?
        if !json["method"].isNull {
            guard let known = json["method"].string.flatMap(HTTPRequest.Method.init(rawValue:)) else {
                throw FaultPlanFailure(description: "method is none of HTTP: \(json["method"].text ?? "?")")
            }
            method = known
        }
        guard json["path"].isNull || json["path"].string != nil else {
            throw FaultPlanFailure(description: "path is no text")
        }
        var faults: [Fault] = []
        for fault in json["faults"].items { faults.append(try Fault(fault)) }
        guard !faults.isEmpty else { throw FaultPlanFailure(description: "a rule without faults") }
        self.init(
            try Occasion(json["when"]), method: method, path: json["path"].string,
            limit: try json.optionalInteger("limit"), oneOf: faults)
    }
}

extension FaultRule.Occasion {
    var json: JSON {
        switch self {
        case .always: "always"
        case .nth(let number): ["nth": JSON(number)]
        case .every(let step): ["every": JSON(step)]
        case .chance(let percent): ["percent": JSON(percent)]
        }
    }

    init(_ json: JSON) throws(FaultPlanFailure) {
        if json.isNull || json == "always" {
            self = .always
        } else if let number = json["nth"].integer {
            self = .nth(number)
        } else if let step = json["every"].integer {
            self = .every(step)
        } else if let percent = json["percent"].integer {
            self = .chance(percent: percent)
        } else {
            throw FaultPlanFailure(
                description: "when is none of \"always\", {\"nth\": 2}, {\"every\": 5}, {\"percent\": 20}")
        }
    }
}

extension Fault {
    /// `{"kind": …}` and what belongs to it.
    package var json: JSON {
        switch self {
        case .delay(let seconds): ["kind": "delay", "seconds": .number(String(seconds))]
        case .refused: ["kind": "refused"]
        case .reset(let moment): ["kind": "reset", "moment": JSON(moment.rawValue)]
        case .silence(let moment): ["kind": "silence", "moment": JSON(moment.rawValue)]
        case .truncated(let percent): ["kind": "truncated", "percent": JSON(percent)]
        case .status(let code, let moment, let retryAfter, let body):
            .object(
                [
                    .init("kind", "status"), .init("status", JSON(code)),
                    .init("moment", JSON(moment.rawValue)), .init("body", JSON(body.rawValue)),
                ] + (retryAfter.map { [.init("retryAfterSeconds", JSON($0))] } ?? []))
        case .garbage: ["kind": "garbage"]
        case .loginPage: ["kind": "loginPage"]
        case .invalidUTF8: ["kind": "invalidUTF8"]
        case .duplicatePage: ["kind": "duplicatePage"]
        case .reordered: ["kind": "reordered"]
        case .tokenExpired: ["kind": "tokenExpired"]
        case .tokenRevoked: ["kind": "tokenRevoked"]
        case .clockSkew(let seconds): ["kind": "clockSkew", "seconds": JSON(seconds)]
        case .drip(let bytes, let pause):
            ["kind": "drip", "bytes": JSON(bytes), "pauseSeconds": .number(String(pause))]
        }
    }

    init(_ json: JSON) throws(FaultPlanFailure) {
        try json.allows(
            "a fault",
            [
                "kind", "seconds", "moment", "percent", "status", "retryAfterSeconds", "body", "bytes",
                "pauseSeconds",
            ])
        switch json["kind"].string {
        case "delay": self = .delay(seconds: try json.seconds("seconds"))
        case "refused": self = .refused
        case "reset": self = .reset(try json.choice("moment", or: .before))
        case "silence": self = .silence(try json.choice("moment", or: .before))
        case "truncated": self = .truncated(percent: try json.optionalInteger("percent") ?? 50)
        case "status":
            guard let code = json["status"].integer, (200...599).contains(code) else {
                throw FaultPlanFailure(description: "status is none of 200 to 599")
            }
            self = .status(
                code, try json.choice("moment", or: .before),
                retryAfterSeconds: try json.optionalInteger("retryAfterSeconds"),
                body: try json.choice("body", or: .json))
        case "garbage": self = .garbage
        case "loginPage": self = .loginPage
        case "invalidUTF8": self = .invalidUTF8
        case "duplicatePage": self = .duplicatePage
        case "reordered": self = .reordered
        case "tokenExpired": self = .tokenExpired
        case "tokenRevoked": self = .tokenRevoked
        case "clockSkew":
            guard let seconds = json["seconds"].integer else {
                throw FaultPlanFailure(description: "seconds is no whole number")
            }
            self = .clockSkew(seconds: seconds)
        case "drip":
            self = .drip(
                bytes: try json.optionalInteger("bytes") ?? 1, pauseSeconds: try json.seconds("pauseSeconds"))
        case let other: throw FaultPlanFailure(description: "no such fault: \(other ?? "one without kind")")
        }
    }
}

extension JSON {
    fileprivate func allows(_ noun: String, _ names: Set<String>) throws(FaultPlanFailure) {
        guard isObject else { throw FaultPlanFailure(description: "\(noun) is no object") }
        if let stranger = members.first(where: { !names.contains($0.name) }) {
            throw FaultPlanFailure(description: "\(noun) has no \(stranger.name)")
        }
    }

    fileprivate func optionalInteger(_ name: String) throws(FaultPlanFailure) -> Int? {
        guard !self[name].isNull else { return nil }
        guard let number = self[name].integer, number >= 0 else {
            throw FaultPlanFailure(description: "\(name) is no whole number from 0")
        }
        return number
    }

    fileprivate func seconds(_ name: String) throws(FaultPlanFailure) -> Double {
        guard let seconds = self[name].text.flatMap(Double.init), (0...86_400).contains(seconds) else {
            throw FaultPlanFailure(description: "\(name) is no number of seconds up to a day")
        }
        return seconds
    }

    fileprivate func choice<Choice: RawRepresentable & CaseIterable>(_ name: String, or usual: Choice)
        throws(FaultPlanFailure) -> Choice where Choice.RawValue == String
    {
        guard !self[name].isNull else { return usual }
        guard let choice = self[name].string.flatMap(Choice.init(rawValue:)) else {
            let all = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw FaultPlanFailure(description: "\(name) is none of \(all)")
        }
        return choice
    }
}
