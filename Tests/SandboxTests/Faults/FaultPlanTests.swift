import Foundation
import HTTP
import Sandbox
import TestSupport
import Testing

struct FaultPlanTests {
    private func run(_ plan: FaultPlan, _ requests: [HTTPRequest]) async -> FaultCourse {
        let course = FaultCourse(plan)
        let platform = CountingPlatform()
        for request in requests { _ = await course.deliver(request, to: platform) }
        return course
    }

    private func requests(_ count: Int) -> [HTTPRequest] {
        (1...count).map { HTTPRequest(.get, "https://kiln.example/orders?page=\($0)") }
    }

    @Test func `the same seed does the same, another one something else`() async {
        let requests = requests(200)
        let first = await run(.storm(seed: 7, budget: 1000), requests)
        let again = await run(.storm(seed: 7, budget: 1000), requests)
        let other = await run(.storm(seed: 8, budget: 1000), requests)

        #expect(first.log == again.log)
        #expect(first.log != other.log)
        #expect((20...60).contains(first.disturbedCount))
    }

    @Test func `requests that overtake each other meet the same faults`() async {
        func met(_ requests: [HTTPRequest]) async -> [String: Delivery.End] {
            let course = FaultCourse(.storm(seed: 3, percent: 50, budget: 1000))
            var ends: [String: Delivery.End] = [:]
            for request in requests {
                ends[request.url] = await course.deliver(request, to: EmptyPlatform()).end
            }
            return ends
        }
        let forwards = await met(requests(50))
        #expect(Set(forwards.values).count > 5)
        #expect(await met(requests(50).reversed()) == forwards)
    }

    @Test func `a new signature is no new request`() async {
        func signed(_ nonce: String) -> [HTTPRequest] {
            requests(50).map {
                HTTPRequest(.get, $0.url + "&oauth_nonce=\(nonce)&oauth_signature=\(nonce)x")
            }
        }
        let first = await run(.storm(seed: 5, percent: 50, budget: 100), signed("a"))
        #expect(await run(.storm(seed: 5, percent: 50, budget: 100), signed("b")).log == first.log)
        #expect(!first.log.isEmpty)
    }

    @Test(arguments: 1...20)
    func `once the budget is spent it is calm`(seed: Int) async {
        let plan = FaultPlan(seed: UInt64(seed), budget: 5, [FaultRule(.chance(percent: 60), .status(500))])
        let course = await run(plan, requests(200))

        #expect(course.log.count == 5, "seed \(seed)")
        #expect(course.isSpent)
        #expect(course.disturbedCount == 5)
        #expect(course.requestCount == 200)
    }

    @Test func `every request asked again gets through a storm in the end`() async throws {
        for seed in UInt64(1)...50 {
            let client = SandboxClient(
                CountingPlatform(), faults: .storm(seed: seed, percent: 95, budget: 40),
                sleep: SteppedClock().sleepClosure)
            for request in requests(10) {
                var tries = 0
                while tries <= 41 {
                    tries += 1
                    let answer = try? await client.send(request)  // What went wrong is the storm's.
                    if answer?.status == 200, (try? JSON(answer?.body ?? Data())) != nil { break }
                }
                #expect(tries <= 41, "seed \(seed)")
            }
        }
    }

    @Test func `a rule counts only what concerns it`() async {
        let plan = FaultPlan([
            FaultRule(.nth(2), method: .post, path: "/orders", .refused),
            FaultRule(.every(3), path: "page=", .status(500)),
        ])
        let urls: [(HTTPRequest.Method, String)] = [
            (.post, "/orders"), (.get, "/orders"), (.post, "/products"), (.post, "/orders"),
            (.post, "/orders"),
            (.get, "/orders?page=1"), (.get, "/orders?page=2"), (.get, "/orders?page=3"),
        ]
        let course = await run(plan, urls.map { HTTPRequest($0.0, "https://kiln.example" + $0.1) })

        #expect(course.log.map(\.number) == [4, 8])
        #expect(course.log.map(\.fault) == [.refused, .status(500)])
    }

    @Test func `a limit ends a rule and not the others`() async {
        let plan = FaultPlan([
            FaultRule(.always, limit: 2, .refused), FaultRule(.always, limit: 1, .status(503)),
        ])
        let course = await run(plan, requests(5))

        #expect(course.log.map(\.fault) == [.refused, .refused, .status(503)])
    }

    @Test func `a slow connection fails too`() async {
        let plan = FaultPlan([
            FaultRule(.always, .delay(seconds: 2)), FaultRule(.nth(1), .status(503)),
            FaultRule(.always, .delay(seconds: 0.5)),
        ])
        let course = FaultCourse(plan)
        let first = await course.deliver(requests(1)[0], to: CountingPlatform())

        #expect(first.delaySeconds == 2.5)
        #expect(first.response?.status == 503)
        #expect(course.disturbedCount == 1)
    }

    @Test func `a calm way counts its requests too`() async {
        let course = await run(.calm, requests(3))

        #expect(course.requestCount == 3)
        #expect(course.disturbedCount == 0 && course.log.isEmpty && !course.isSpent)
    }

    @Test func `another plan begins to count anew`() async {
        let course = FaultCourse(.script([.refused]))
        let platform = CountingPlatform()
        _ = await course.deliver(requests(1)[0], to: platform)
        course.follow(.script([.reset(.before)]))
        _ = await course.deliver(requests(1)[0], to: platform)

        #expect(course.log.map(\.fault) == [.refused, .reset(.before)])
        #expect(course.log.map(\.number) == [1, 2])
        #expect(platform.count == 0)
    }

    @Test func `a plan reads back from its JSON`() throws {
        let storm = FaultPlan.storm(seed: .max, budget: 9)
        let plan = FaultPlan(
            seed: 5, budget: nil,
            [
                FaultRule(
                    .nth(2), method: .post, path: "/orders", limit: 1,
                    .status(503, .after, retryAfterSeconds: 5, body: .html)),
                FaultRule(
                    .every(4),
                    oneOf: [
                        .delay(seconds: 0.25), .drip(bytes: 3, pauseSeconds: 0.1), .clockSkew(seconds: -40),
                        .duplicatePage, .reordered,
                    ]),
                FaultRule(.always, .truncated(percent: 10)),
            ])

        for plan in [plan, storm, .calm] {
            #expect(try FaultPlan(JSON(plan.json.data)) == plan)
        }
    }

    @Test(
        arguments: [
            ("[]", "a plan is no object"),
            (#"{"sead": 1}"#, "a plan has no sead"),
            (#"{"rules": [{"faults": []}]}"#, "a rule without faults"),
            (#"{"rules": [{"faults": [{"kind": "flood"}]}]}"#, "no such fault: flood"),
            (
                #"{"rules": [{"method": "BREW", "faults": [{"kind": "refused"}]}]}"#,
                "method is none of HTTP: BREW"
            ),
            (
                #"{"rules": [{"faults": [{"kind": "reset", "moment": "now"}]}]}"#,
                "moment is none of before, after"
            ),
            (#"{"rules": [{"faults": [{"kind": "status", "status": 99}]}]}"#, "status is none of 200 to 599"),
            (#"{"rules": {"faults": []}}"#, "rules is no list"),
            (#"{"rules": [{"path": 7, "faults": [{"kind": "refused"}]}]}"#, "path is no text"),
            (#"{"seed": "x"}"#, "seed is no number"),
            (#"{"budget": -1}"#, "budget is no whole number from 0"),
        ])
    func `what is no plan is refused by name`(text: String, reason: String) throws {
        let json = try JSON(Data(text.utf8))
        #expect { try FaultPlan(json) } throws: { "\($0)" == reason }
    }
}

/// Always the same, so that only the faults differ.
private struct EmptyPlatform: SimulatedPlatform {
    func answer(_ request: HTTPRequest) async -> HTTPResponse { HTTPResponse(status: 200) }
}
