using NUnit.Framework;

namespace IntentMarket.Tests.Engine;

/// <summary>A vendor is suspended: its offers leave.</summary>
public sealed class SuspensionStories
{
    [Test]
    public void Offer_of_a_suspended_vendor_leaves_the_ranking_and_is_not_awarded() => Story.Play("""
        intent open early
        at 10   offer    A vendor-1 80                   accepted leads
        at 11   offer    B vendor-2 90                   accepted
        at 12   suspend  A vendor-1                      removed=A of=1
        at 12   suspend  A vendor-1                      nothing
        is A removed
        ranking B
        at 13   award    A                               denied offer-changed
        at 14   withdraw A vendor-1                      denied offer-changed
        at 15   offer    C vendor-1 70                   accepted leads
        at 16   suspend  A vendor-1                      nothing
        ranking C B
        """);

    [Test]
    public void Unconfirmed_offer_leaves_too_and_so_does_one_that_waits_for_an_award() => Story.Play("""
        intent open
        at 10   offer    A vendor-1 80                   accepted leads
        at 11   offer    B vendor-2 90                   accepted
        at 12   amend                                    amended
        at 13   suspend  A vendor-1                      removed=A of=0
        at 14   confirm  B vendor-2                      accepted leads
        at 100  wake                                     calls
        at 100.5 suspend B vendor-2                      removed=B
        at 101  wake                                     closed unawarded
        at 102  suspend  B vendor-2                      nothing
        is A removed
        is B removed
        """);

    [Test]
    public void No_bid_moves_back_when_a_standing_bid_leaves() => Story.Play("""
        intent english decrement=5
        at 10   offer    A vendor-1 90 floor=60          accepted leads
        at 11   offer    B vendor-2 80                   accepted leads moves=A:75.00
        ranking A B
        at 12   suspend  B vendor-2                      removed=B
        ranking A
        at 13   offer    C vendor-3 74                   accepted leads moves=A:69.00
        at 14   suspend  A vendor-1                      removed=A
        ranking C
        at 15   offer    D vendor-4 80                   accepted
        ranking C D
        """);

    [Test]
    public void Japanese_auction_goes_on_with_who_is_left() => Story.Play("""
        intent japanese start=50 step=10 interval=20 limit=20 closes=100 awardBy=1000
        at 5    offer    A vendor-1 50                   accepted leads
        at 6    offer    B vendor-2 50                   accepted
        at 7    suspend  A vendor-1                      removed=A
        at 41   wake                                     closed awarded winner=B paid=50.00
        is A removed
        is B won
        """);
}
