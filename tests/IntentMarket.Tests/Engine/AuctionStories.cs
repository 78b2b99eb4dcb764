using NUnit.Framework;

namespace IntentMarket.Tests.Engine;

/// <summary>The formats beyond open and sealed, each with its edges.</summary>
public sealed class AuctionStories
{
    /// <summary>Half the weight is for the total of 0 to 100, half for 0 to 20 months: a pound is worth half a point, a
    /// month two and a half.</summary>
    [Test]
    public void Second_score_pays_the_total_at_which_the_winner_would_just_rank_first() => Story.Play("""
        intent second max=100 prefer=quality
        at 10   offer A vendor-1 60 months=12            accepted leads
        at 11   offer B vendor-2 40                      accepted
        at 100  wake                                     calls
        at 101  wake                                     closed
        ranking A B
        at 102  award B reason                           denied first-only
        at 103  award A                                  awarded paid=99.99
        """);

    [Test]
    public void Second_score_pays_by_time_where_scores_and_totals_are_equal() => Story.Play("""
        intent second max=100 prefer=total
        at 10   offer A vendor-1 60                      accepted leads
        at 11   offer B vendor-2 60                      accepted
        at 12   offer C vendor-3 80                      accepted
        at 100  wake                                     calls
        at 101  wake                                     closed
        at 103  award A                                  awarded paid=60.00
        """);

    [Test]
    public void Second_score_pays_just_below_an_earlier_equal() => Story.Play("""
        intent second max=100 prefer=total
        at 10   offer A vendor-1 60                      accepted leads
        at 11   offer B vendor-2 50                      accepted leads
        at 100  wake                                     calls
        at 101  wake                                     closed
        at 103  award B                                  awarded paid=59.99
        """);

    [Test]
    public void Second_score_of_one_offer_pays_the_maximum() => Story.Play("""
        intent second max=100 prefer=total
        at 10   offer A vendor-1 60                      accepted leads
        at 50   withdraw A vendor-1                      withdrawn
        at 51   offer B vendor-1 55                      accepted leads
        at 52   award B                                  denied not-yet-closed
        at 100  wake                                     calls
        at 101  wake                                     closed
        at 103  award B                                  awarded paid=100.00
        """);

    [Test]
    public void English_revision_beats_the_leader_by_the_decrement_and_a_first_offer_need_not() => Story.Play("""
        intent english decrement=5
        at 10  offer  A vendor-1 90                      accepted leads
        at 11  offer  B vendor-2 95                      accepted rank=2
        at 12  revise C vendor-2 90                      refused not-improving limit=none
        at 13  revise C vendor-2 85.01                   refused below-decrement limit=none
        at 14  revise C vendor-2 85                      accepted leads
        at 15  revise D vendor-2 80.01                   refused below-decrement limit=80.00
        at 16  revise D vendor-2 80                      accepted leads
        at 17  withdraw D vendor-2                       denied binding
        at 17  withdraw A vendor-1                       denied binding
        ranking D A
        at 18  award D                                   denied not-yet-closed
        """);

    [Test]
    public void English_tells_the_limit_where_the_lead_is_seen() => Story.Play("""
        intent english decrement=5 visibility=lead
        at 10  offer  A vendor-1 90                      accepted leads
        at 11  offer  B vendor-2 95                      accepted
        at 13  revise C vendor-2 86                      refused below-decrement limit=85.00
        """);

    [Test]
    public void English_revision_against_its_own_offer_may_stay_behind() => Story.Play("""
        intent english decrement=2% vs=own
        at 10  offer  A vendor-1 50                      accepted leads
        at 11  offer  B vendor-2 100                     accepted
        at 12  revise C vendor-2 98.01                   refused below-decrement limit=98.00
        at 13  revise C vendor-2 98                      accepted rank=2
        at 14  revise D vendor-2 98                      refused not-improving
        ranking A C
        """);

    /// <summary>Bands as buyers publish them: above 1,000 it is 200, above 800 it is 70, above 700 it is 50, else 30.</summary>
    [Test]
    public void English_decrement_goes_by_the_band_of_the_total_to_beat() => Story.Play("""
        intent english decrement=bands:1000/200,800/70,700/50,0/30
        at 10  offer  A vendor-1 1000.01                 accepted leads
        at 11  revise B vendor-1 800.02                  refused below-decrement limit=800.01
        at 12  revise B vendor-1 800.01                  accepted leads
        at 13  revise C vendor-1 730.02                  refused below-decrement limit=730.01
        at 14  revise C vendor-1 730                     accepted leads
        at 15  revise D vendor-1 680.01                  refused below-decrement limit=680.00
        at 16  revise D vendor-1 680                     accepted leads
        at 17  revise E vendor-1 650.01                  refused below-decrement limit=650.00
        at 18  revise E vendor-1 650                     accepted leads
        """);

    [Test]
    public void English_band_is_for_totals_above_its_bound() => Story.Play("""
        intent english decrement=bands:1000/200,800/70,0/30
        at 10  offer  A vendor-1 1000                    accepted leads
        at 11  revise B vendor-1 930.01                  refused below-decrement limit=930.00
        at 12  revise B vendor-1 870                     accepted leads
        at 13  revise C vendor-1 800                     accepted leads
        at 14  revise D vendor-1 770                     accepted leads
        """);

    [Test]
    public void English_by_points_where_more_than_the_total_ranks() => Story.Play("""
        intent english decrement=points:5 prefer=quality
        at 10  offer  A vendor-1 60 months=10            accepted leads
        at 11  revise B vendor-1 60 months=11            refused below-decrement limit=50.000000
        at 12  revise B vendor-1 61 months=10            refused not-improving
        at 12  revise B vendor-1 60 months=10            refused not-improving
        at 13  revise B vendor-1 60 months=12            accepted leads
        """);

    [Test]
    public void English_close_moves_for_those_alone_who_take_the_lead_and_not_for_ever() => Story.Play("""
        intent english decrement=5 window=20 extension=20 extensions=2
        at 10  offer  A vendor-1 90                      accepted leads
        at 79.999 offer B vendor-2 85                    accepted leads
        closes 100
        at 80  revise C vendor-1 80                      accepted leads
        closes 100
        at 85  offer  D vendor-3 99                      accepted
        closes 100
        at 90  revise E vendor-2 75                      accepted leads extended=110
        at 95  revise F vendor-2 70                      accepted leads
        closes 110
        at 96  revise G vendor-1 65                      accepted leads extended=116
        at 97  revise H vendor-2 60                      accepted leads
        at 116 revise I vendor-1 55                      refused closed
        """);

    [Test]
    public void Standing_bid_leads_at_the_highest_total_that_beats_the_other_by_the_decrement() => Story.Play("""
        intent english decrement=5
        at 10  offer  A vendor-1 90 floor=60             accepted leads
        ranking A
        at 11  offer  B vendor-2 85                      accepted leads moves=A:80.00
        ranking A B
        at 12  revise C vendor-2 75                      accepted leads moves=A:70.00
        at 13  revise D vendor-2 62                      accepted leads moves=A:60.00
        ranking A D
        at 14  revise E vendor-2 55                      accepted leads
        ranking E A
        """);

    [Test]
    public void Of_two_standing_bids_the_better_floor_leads_and_of_equal_floors_the_earlier() => Story.Play("""
        intent english decrement=5
        at 10  offer  A vendor-1 90 floor=70             accepted leads
        at 11  offer  B vendor-2 95 floor=60             accepted moves=itself:65.00
        ranking B A
        at 12  offer  C vendor-3 99 floor=60             accepted moves=B:60.00
        ranking B A C
        at 13  offer  D vendor-4 99 floor=58             accepted moves=itself:58.00
        ranking D B A C
        """);

    [Test]
    public void Standing_bid_does_not_go_to_a_floor_that_an_earlier_offer_has_taken() => Story.Play("""
        intent english decrement=5
        at 10  offer  A vendor-1 80                      accepted leads
        at 11  offer  B vendor-2 90 floor=80             accepted
        ranking A B
        """);

    [Test]
    public void Standing_bid_that_is_revised_without_a_floor_stands_no_more() => Story.Play("""
        intent english decrement=5
        at 10  offer  A vendor-1 90 floor=50             accepted leads
        at 11  revise B vendor-1 85                      accepted leads
        at 12  offer  C vendor-2 80                      accepted leads
        ranking C B
        """);

    [Test]
    public void Standing_bid_by_points_keeps_what_else_it_offers() => Story.Play("""
        intent english decrement=points:5 prefer=quality
        at 10  offer  A vendor-1 90 months=20 floor=50   accepted leads
        at 11  offer  B vendor-2 60 months=16            accepted leads moves=A:70.00
        ranking A B
        """);

    [Test]
    public void Standing_bid_that_takes_the_lead_moves_the_close() => Story.Play("""
        intent english decrement=5 window=20 extension=20
        at 10  offer  A vendor-1 90                      accepted leads
        at 90  offer  B vendor-2 95 floor=50             accepted moves=itself:85.00 extended=110
        """);

    /// <summary>Five levels of ten seconds end at 100, so the clock starts at 50.</summary>
    [Test]
    public void Dutch_total_rises_and_the_first_to_take_it_wins_at_once() => Story.Play("""
        intent dutch start=50 step=10 interval=10 limit=90 contact
        wakes 60
        at 10      offer A vendor-1 50.01                refused over-max limit=50.00
        at 59.999  offer B vendor-1 60                   refused over-max limit=50.00
        at 60      wake                                  level=60.00
        wakes 70
        at 60      offer C vendor-1 61                   refused over-max limit=60.00
        at 69.999  offer D vendor-1 60                   accepted leads closed awarded winner=itself paid=60.00
        status awarded
        at 70      offer E vendor-2 50                   refused closed
        at 71      award D                               repeated
        wakes never
        """);

    [Test]
    public void Dutch_nobody_takes_is_unawarded_and_a_level_that_was_slept_through_is_skipped() => Story.Play("""
        intent dutch start=50 step=15 interval=10 limit=90
        wakes 70
        at 85      wake                                  level=80.00
        at 90      wake                                  level=90.00
        at 99.999  offer A vendor-1 91                   refused over-max limit=90.00
        at 100     offer A vendor-1 90                   refused closed
        at 100     wake                                  calls
        at 101     wake                                  closed unawarded
        """);

    /// <summary>Five levels of ten seconds: 90, 80, 70, 60, 50.</summary>
    [Test]
    public void Japanese_goes_on_while_two_take_the_level_and_the_last_one_wins_at_its_own() => Story.Play("""
        intent japanese start=90 step=10 interval=10 limit=50 contact
        wakes 61
        at 10      offer   A vendor-1 91                 refused over-max limit=90.00
        at 11      offer   A vendor-1 89                 refused not-equal limit=90.00
        at 12      offer   A vendor-1 90                 accepted leads
        at 13      offer   B vendor-2 90                 accepted rank=2
        at 14      offer   C vendor-3 90                 accepted rank=3
        at 15      revise  D vendor-3 90                 refused not-improving
        at 16      withdraw A vendor-1                   denied binding
        at 59.999  offer   D vendor-4 80                 refused not-equal
        at 60      wake                                  nothing
        at 60.5    confirm B vendor-2                    accepted leads time=60.5
        at 61      wake                                  level=80.00
        wakes 71
        at 62      confirm A vendor-1                    accepted rank=2
        at 62      confirm A vendor-1                    repeated
        at 63      offer   E vendor-4 80                 refused level-missed
        at 71      wake                                  level=70.00
        at 71      confirm C vendor-3                    refused level-missed
        at 72      revise  F vendor-1 70                 accepted leads
        at 81      wake                                  closed awarded winner=F paid=70.00
        status awarded
        is B lost
        """);

    [Test]
    public void Japanese_all_leave_at_one_level_and_the_earliest_to_take_the_last_wins() => Story.Play("""
        intent japanese start=90 step=10 interval=10 limit=50
        at 10  offer   A vendor-1 90                     accepted leads
        at 11  offer   B vendor-2 90                     accepted
        at 61  wake                                      level=80.00
        at 62  confirm B vendor-2                        accepted leads
        at 63  confirm A vendor-1                        accepted
        at 71  wake                                      level=70.00
        at 81  wake                                      closed awarded winner=B paid=80.00
        """);

    [Test]
    public void Japanese_two_at_the_limit_the_earlier_wins() => Story.Play("""
        intent japanese start=90 step=50 interval=10 limit=50
        at 10  offer   A vendor-1 90                     accepted leads
        at 11  offer   B vendor-2 90                     accepted
        at 91  wake                                      level=50.00
        at 92  confirm B vendor-2                        accepted leads
        at 99.999 confirm A vendor-1                     accepted
        at 100 confirm A vendor-1                        repeated
        at 100 revise  C vendor-1 50                     refused closed
        at 100 wake                                      nothing
        at 101 wake                                      closed awarded winner=B paid=50.00
        """);

    [Test]
    public void Japanese_one_wins_at_the_first_level_and_none_is_unawarded()
    {
        Story.Play("""
            intent japanese start=90 step=10 interval=10 limit=50
            at 10  offer A vendor-1 90                   accepted leads
            at 61  wake                                  closed awarded winner=A paid=90.00
            """);
        Story.Play("""
            intent japanese start=90 step=10 interval=10 limit=50
            at 61  wake                                  closed unawarded
            """);
    }

    [Test]
    public void Japanese_confirmation_that_waited_in_the_queue_is_in_time_for_the_level_that_has_not_ended() => Story.Play("""
        intent japanese start=90 step=10 interval=10 limit=50
        at 10    offer   A vendor-1 90                   accepted leads
        at 11    offer   B vendor-2 90                   accepted
        at 60.4  offer   C vendor-3 90 queued            accepted time=59.999
        at 60.5  offer   D vendor-4 90                   refused over-max
        at 60.6  revise  E vendor-1 80 queued            accepted leads time=60.6
        at 61    wake                                    level=80.00
        at 61.1  offer   F vendor-5 90 queued            refused over-max
        """);

    [Test]
    public void Japanese_confirmation_in_the_queue_means_the_level_that_its_vendor_has_not_taken_yet() => Story.Play("""
        intent japanese start=90 step=10 interval=10 limit=50
        at 10    offer   A vendor-1 90                   accepted leads
        at 11    offer   B vendor-2 90                   accepted
        at 61    wake                                    level=80.00
        at 70.4  confirm A vendor-1 queued               accepted leads time=69.999
        at 70.6  confirm A vendor-1 queued               accepted leads time=70.6
        at 70.7  confirm B vendor-2 queued               accepted time=69.999
        """);
}
