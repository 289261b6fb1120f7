/// Every pane there is. To add one: its folder, its `Place`, a line here.
enum Panes {
    static func all() -> [any HostedPane] {
        [
            PaneHost<DiscoverPane>(), PaneHost<SellPane>(), PaneHost<FulfillPane>(), PaneHost<MarketPane>(),
            PaneHost<AnalyzePane>(), PaneHost<TodayPane>(), PaneHost<ConnectionsPane>(),
            PaneHost<PlanPane>(),
        ]
    }
}
