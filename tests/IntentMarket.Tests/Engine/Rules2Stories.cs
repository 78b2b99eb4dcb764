using NUnit.Framework;

namespace IntentMarket.Tests.Engine;

/// <summary>What rules 2 decide otherwise, each beside what rules 1 go on deciding.</summary>
public sealed class Rules2Stories
{
    [Test]
    public void Offer_in_open_is_valid_as_far_as_soft_close_can_move_the_close() => Story.Play("""
        intent open rules=2 closes=100 awardBy=1000 window=20 extension=20 extensions=2
        at 10  offer A vendor-1 90 validUntil=139.999    refused valid-too-short
        at 11  offer A vendor-1 90 validUntil=140        accepted leads
        at 90  offer B vendor-2 85                       accepted leads extended=110
        at 91  offer C vendor-3 95 validUntil=129.999    refused valid-too-short
        at 92  offer C vendor-3 95 validUntil=130        accepted
        """);

    [Test]
    public void Offer_under_rules_1_is_valid_until_the_close_as_it_stands() => Story.Play("""
        intent open closes=100 awardBy=1000 window=20 extension=20 extensions=2
        at 11  offer A vendor-1 90 validUntil=100        accepted leads
        """);

    [TestCase("sealed")]
    [TestCase("second max=100 prefer=total")]
    [TestCase("dutch start=50 step=10 interval=10 limit=90")]
    [TestCase("japanese start=50 step=10 interval=10 limit=40")]
    public void Offer_elsewhere_is_valid_as_long_as_it_can_be_awarded(string format) => Story.Play($"""
        intent {format} rules=2 closes=100 awardBy=1000
        at 10  offer A vendor-1 50 validUntil=999.999    refused valid-too-short
        """);

    [Test]
    public void Offer_in_english_is_valid_until_the_award_as_far_as_it_can_move() => Story.Play("""
        intent english decrement=5 rules=2 closes=100 awardBy=1000 window=20 extension=20 extensions=3
        at 10  offer A vendor-1 50 validUntil=1059.999   refused valid-too-short limit=2026-01-01T00:17:40Z
        at 11  offer A vendor-1 50 validUntil=1060       accepted leads
        """);

    /// <summary>A tenth of a hundred seconds where there is no soft close; its window where that is longer.</summary>
    [Test]
    public void Offer_in_open_binds_before_the_close_and_is_not_revised_for_the_worse()
    {
        Story.Play("""
            intent open rules=2 closes=100
            at 10      offer    A vendor-1 90                accepted leads
            at 11      offer    B vendor-2 95                accepted
            at 89.999  withdraw B vendor-2                   withdrawn
            at 90      withdraw A vendor-1                   denied binding
            at 91      revise   C vendor-1 90.01             refused not-improving limit=90.00
            at 92      revise   C vendor-1 90                refused not-improving
            at 93      revise   C vendor-1 89.99             accepted leads
            at 94      offer    D vendor-2 95                accepted
            """);
        Story.Play("""
            intent open rules=2 closes=100 window=30 extension=5
            at 10      offer    A vendor-1 90                accepted leads
            at 69.999  revise   B vendor-1 95                accepted leads
            at 70      revise   C vendor-1 96                refused not-improving
            at 71      withdraw B vendor-1                   denied binding
            """);
        Story.Play("""
            intent open rules=2 closes=10000
            at 10       offer    A vendor-1 90               accepted leads
            at 9879.999 revise   B vendor-1 95               accepted leads
            at 9880     withdraw B vendor-1                  denied binding
            """);
    }

    [Test]
    public void Revision_for_the_worse_goes_by_score_where_more_than_the_total_ranks() => Story.Play("""
        intent open rules=2 closes=100 prefer=quality
        at 10      offer    A vendor-1 90 months=10          accepted leads
        at 91      revise   B vendor-1 80 months=5           refused not-improving limit=30.000000
        at 92      revise   B vendor-1 95 months=12          accepted leads
        """);

    [Test]
    public void Revision_that_changes_nothing_is_none_for_the_better() => Story.Play("""
        intent open rules=2
        at 10  offer  A vendor-1 90                      accepted leads
        at 95  revise B vendor-1 90                      refused not-improving
        """);

    [Test]
    public void Open_without_soft_close_under_rules_1_binds_nobody_before_the_close() => Story.Play("""
        intent open closes=100
        at 10      offer    A vendor-1 90                    accepted leads
        at 99.9    revise   B vendor-1 95                    accepted leads
        at 99.999  withdraw B vendor-1                       withdrawn
        """);

    /// <summary>A's floor is 60: whatever is above it is answered before it is told anything, and moves no close.</summary>
    [Test]
    public void Receipt_and_soft_close_come_after_standing_bids_have_answered() => Story.Play("""
        intent english decrement=5 rules=2 closes=100 window=20 extension=20 visibility=lead
        at 10  offer  A vendor-1 90 floor=60                 accepted leads
        at 85  offer  B vendor-2 85                          accepted moves=A:80.00 rank=2 of=2 gap=79.99
        at 86  revise C vendor-2 75                          accepted moves=A:70.00 rank=2 gap=69.99
        closes 100
        at 87  revise D vendor-2 55                          accepted leads rank=1 gap=none extended=107
        at 88  offer  E vendor-3 99 floor=40                 accepted leads moves=itself:50.00 rank=1 extended=108
        ranking E D A
        """);

    [Test]
    public void Receipt_under_rules_1_comes_before() => Story.Play("""
        intent english decrement=5 closes=100 window=20 extension=20 visibility=lead
        at 10  offer  A vendor-1 90 floor=60                 accepted leads
        at 85  offer  B vendor-2 85                          accepted leads moves=A:80.00 rank=1 extended=105
        """);

    /// <summary>It takes the place behind the standing bid that stays ahead, and of those that it passes.</summary>
    [Test]
    public void Rank_counts_the_standing_bid_once_where_it_was_ahead_already() => Story.Play("""
        intent english decrement=5 rules=2 closes=100 visibility=lead
        at 10  offer  A vendor-1 80 floor=60                 accepted leads
        at 11  offer  B vendor-2 90                          accepted rank=2 of=2
        at 12  offer  C vendor-3 78                          accepted moves=A:73.00 rank=2 of=3
        at 13  revise D vendor-3 68                          accepted moves=A:63.00 rank=2 of=3
        ranking A D B
        """);

    /// <summary>The second after a level belongs to those that waited for it, and whoever is quick goes on in it.</summary>
    [Test]
    public void Whoever_goes_on_to_the_next_level_at_once_has_taken_this_one()
    {
        Story.Play("""
            intent japanese start=90 step=10 interval=10 limit=50 rules=2
            at 10    offer   A vendor-1 90                   accepted leads
            at 11    offer   B vendor-2 90                   accepted
            at 60.5  confirm A vendor-1                      accepted leads
            at 61    wake                                    level=80.00
            at 65    confirm B vendor-2                      accepted
            at 71    wake                                    level=70.00
            """);
        Story.Play("""
            intent japanese start=90 step=10 interval=10 limit=50
            at 10    offer   A vendor-1 90                   accepted leads
            at 11    offer   B vendor-2 90                   accepted
            at 60.5  confirm A vendor-1                      accepted leads
            at 61    wake                                    closed awarded winner=A paid=80.00
            """);
    }

    /// <summary>The market lowers it just below the next offer, so its own total would tell the others'.</summary>
    [Test]
    public void Market_bids_for_nobody_who_may_not_see_the_lead() => Story.Play("""
        intent english decrement=5 rules=2 closes=100 visibility=rank
        at 10  offer  A vendor-1 90 floor=60                 refused lead-needed
        at 11  offer  A vendor-1 90                          accepted leads
        """);

    [Test]
    public void Where_places_are_hidden_every_offer_moves_a_near_close() => Story.Play("""
        intent open rules=2 closes=100 window=20 extension=20 visibility=none
        at 10  offer  A vendor-1 80                          accepted leads
        at 85  offer  B vendor-2 90                          accepted extended=105
        """);

    [Test]
    public void Delivery_is_not_before_the_offer_nor_before_a_close_that_comes_first() => Story.Play("""
        intent open rules=2 closes=100
        at 10  offer A vendor-1 90 delivers=99.999           refused under-min limit=2026-01-01T00:01:40Z
        at 11  offer A vendor-1 90 delivers=100              accepted leads
        """);

    [TestCase("open early")]
    [TestCase("dutch start=90 step=10 interval=10 limit=99")]
    public void Delivery_may_be_before_the_close_where_the_award_may(string format) => Story.Play($"""
        intent {format} rules=2 closes=100
        at 10  offer A vendor-1 90 delivers=9.999            refused under-min limit=2026-01-01T00:00:10Z
        """);

    [Test]
    public void Delivery_is_not_before_the_time_that_the_offer_counts_from() => Story.Play("""
        intent open early rules=2
        at 100.4  offer A vendor-1 90 delivers=99.999 queued  accepted leads time=99.999
        at 100.4  offer B vendor-2 80 delivers=99.998 queued  refused under-min
        """);

    [Test]
    public void Delivery_in_1970_counts_under_rules_1() => Story.Play("""
        intent open closes=100
        at 10  offer A vendor-1 90 delivers=-1767225600      accepted leads
        """);

    [Test]
    public void Charges_are_not_above_the_total()
    {
        Story.Play("""
            intent open rules=2 closes=100
            at 10  offer A vendor-1 10 shipping=10.01        refused sum-mismatch limit=10.01
            at 11  offer A vendor-1 10 shipping=10           accepted leads
            """);
        Story.Play("""
            intent open closes=100
            at 10  offer A vendor-1 10 shipping=999          accepted leads
            """);
    }

    [TestCase("size=2.5", "2.50")]
    [TestCase("size=2", "2.0")]
    [TestCase("size=2.0", "2")]
    [TestCase("sizes=7|2.5", "2.50")]
    [TestCase("sizes=7|2.0", "2")]
    public void Numbers_are_equal_however_they_are_written(string asked, string offered) => Story.Play($"""
        intent open rules=2 closes=100 {asked}
        at 10  offer A vendor-1 90 size=9                    refused {(asked.StartsWith("sizes", StringComparison.Ordinal) ? "not-one-of" : "not-equal")}
        at 11  offer A vendor-1 90 size={offered}            accepted leads
        """);

    [TestCase("size=2.5", "2.50", "not-equal")]
    [TestCase("size=2.0", "2", "wrong-type")]
    [TestCase("sizes=7|2.5", "2.50", "not-one-of")]
    public void Numbers_under_rules_1_are_as_they_are_written(string asked, string offered, string code) => Story.Play($"""
        intent open closes=100 {asked}
        at 11  offer A vendor-1 90 size={offered}            refused {code}
        """);

    [Test]
    public void Points_are_for_numbers_however_they_are_written()
    {
        Story.Play("""
            intent open rules=2 closes=100 prefer=size
            at 10  offer A vendor-1 90 size=big              accepted leads
            at 11  offer B vendor-2 99 size=3.0              accepted leads
            at 12  offer C vendor-3 99 size=2.50             accepted leads
            """);
        Story.Play("""
            intent open closes=100 prefer=size
            at 10  offer A vendor-1 90 size=big              accepted leads
            at 12  offer C vendor-3 99 size=2.50             accepted rank=2
            """);
    }
}
