using IntentMarket.Engine;
using IntentMarket.Engine.Intents;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using NUnit.Framework;

namespace IntentMarket.Tests.Engine;

public sealed class AwardStories
{
    [Test]
    public void First_in_rank_is_awarded_after_the_close_and_only_once() => Story.Play("""
        intent open
        at 10    offer A vendor-1 90                     accepted leads
        at 11    offer B vendor-2 80                     accepted leads
        at 99    award B                                 denied not-yet-closed
        at 100   award B                                 denied not-yet-closed
        at 100   wake                                    calls
        at 101   wake                                    closed
        at 102   award B as=vendor-2                     denied not-found
        at 103   award B key=k                           awarded
        status awarded
        is A lost
        is B won
        at 104   award B key=k                           repeated
        at 105   award B                                 repeated
        at 106   award A reason                          denied already-awarded
        at 107   cancel                                  denied not-open
        at 108   withdraw B vendor-2                     denied offer-changed
        at 109   offer C vendor-3 10                     refused closed
        wakes never
        ranking B A
        """);

    [Test]
    public void Sealed_auction_is_awarded_after_the_close_alone() => Story.Play("""
        intent sealed early
        at 10    offer A vendor-1 90                     accepted leads
        at 20    award A                                 denied not-yet-closed
        at 100   wake                                    calls
        at 100.5 award A                                 denied not-yet-closed
        at 101   wake                                    closed
        at 101   award A                                 awarded
        """);

    [Test]
    public void Early_award_closes_and_awards_at_once() => Story.Play("""
        intent open early
        at 10   offer A vendor-1 90                      accepted leads
        at 11   offer B vendor-2 80                      accepted leads
        at 12   award B                                  closed awarded
        at 12   offer C vendor-3 70                      refused closed
        at 13   wake                                     nothing
        at 100  wake                                     nothing
        at 101  award A                                  denied already-awarded
        is A lost
        """);

    [Test]
    public void Early_award_is_over_at_the_close() => Story.Play("""
        intent open early
        at 10   offer A vendor-1 90                      accepted leads
        at 100  award A                                  denied not-yet-closed
        at 100  wake                                     calls
        at 101  wake                                     closed
        at 101  award A                                  awarded
        """);

    [Test]
    public void Lower_rank_needs_a_reason() => Story.Play("""
        intent open early
        at 10   offer A vendor-1 90                      accepted leads
        at 11   offer B vendor-2 80                      accepted leads
        at 12   award A key=k                            denied reason-required
        at 13   award A key=k reason                     closed awarded
        """);

    [Test]
    public void Offer_that_was_revised_meanwhile_is_not_awarded() => Story.Play("""
        intent open early
        at 10   offer    A vendor-1 90                   accepted leads
        at 11   revise   B vendor-1 95                   accepted leads
        at 12   award    A                               denied offer-changed
        at 13   withdraw B vendor-1                      withdrawn
        at 14   award    B                               denied offer-changed
        """);

    [Test]
    public void Unconfirmed_offer_is_not_awarded_and_stays_unconfirmed() => Story.Play("""
        intent open early
        at 10   offer A vendor-1 90                      accepted leads
        at 11   offer B vendor-2 95                      accepted
        at 12   amend early                              amended
        at 13   award A                                  denied offer-changed
        at 14   confirm B vendor-2                       accepted leads
        at 15   award B                                  closed awarded
        is A unconfirmed
        is B won
        ranking B
        at 16   confirm A vendor-1                       denied offer-changed
        """);

    [Test]
    public void However_an_intent_ends_what_was_ranked_then_stays_ranked(
        [Values("cancel cancelled", "remove removed", "wake unawarded")] string end)
    {
        var (step, outcome) = (end.Split(' ')[0], end.Split(' ')[1]);
        Story.Play($"""
            intent open
            at 10    offer A vendor-1 90                      accepted leads
            at 11    offer B vendor-2 80                      accepted leads
            at 12    offer C vendor-3 70                      accepted leads
            at 13    offer D vendor-4 60 validUntil=200       accepted leads
            at 14    offer E vendor-5 50                      accepted leads
            at 20    amend                                    amended
            at 21    confirm A vendor-1                       accepted leads
            at 22    confirm B vendor-2                       accepted leads
            at 23    confirm D vendor-4                       accepted leads
            at 24    confirm E vendor-5                       accepted leads
            at 25    withdraw E vendor-5                      withdrawn
            at 100   wake                                     calls
            at 101   wake                                     closed
            at 200   wake                                     expired=D
            at 1000  {step}                                   {outcome}
            is A ended
            is B ended
            is C unconfirmed
            is D expired
            is E withdrawn
            ranking B A
            wakes never
            """);
    }

    [Test]
    public void Removal_after_an_award_changes_nothing_of_what_the_award_left() => Story.Play("""
        intent open early
        at 10   offer A vendor-1 90                      accepted leads
        at 11   offer B vendor-2 80                      accepted leads
        at 12   award B                                  closed awarded
        at 13   remove                                   removed
        is A lost
        is B won
        ranking B A
        """);

    [Test]
    public void Award_comes_before_its_last_moment() => Story.Play("""
        intent open
        at 10    offer A vendor-1 90                     accepted leads
        at 100   wake                                    calls
        at 101   wake                                    closed
        at 1000  award A                                 denied not-open
        at 1001  wake                                    unawarded
        at 1002  award A                                 denied not-open
        """);

    [Test]
    public void Expired_offer_is_neither_awarded_nor_passed_over_before_any_wake_up_said_so() => Story.Play("""
        intent open
        at 10    offer A vendor-1 80 validUntil=150      accepted leads
        at 11    offer B vendor-2 90                     accepted
        at 12    offer C vendor-3 95                     accepted
        at 100   wake                                    calls
        at 101   wake                                    closed
        at 150   award A                                 denied offer-changed
        at 150   award B                                 expired=A awarded
        is A expired
        is C lost
        """);

    [Test]
    public void Withdrawn_intent_is_over() => Story.Play("""
        intent open
        at 10   offer A vendor-1 90                      accepted leads
        at 11   cancel as=vendor-1                       denied not-found
        at 12   cancel key=k                             cancelled
        at 13   cancel key=k                             repeated
        at 14   cancel                                   denied not-open
        at 15   award A                                  denied not-open
        at 16   amend                                    denied not-open
        at 17   offer B vendor-2 80                      refused closed
        at 100  wake                                     nothing
        status withdrawn
        is A ended
        wakes never
        at 101  remove                                   removed
        """);

    [Test]
    public void Intent_may_be_withdrawn_until_it_is_awarded() => Story.Play("""
        intent sealed
        at 10   offer A vendor-1 90                      accepted leads
        at 100  wake                                     calls
        at 101  wake                                     closed
        at 102  cancel                                   cancelled
        is A ended
        """);

    [Test]
    public void Removed_intent_is_over_whatever_its_state() => Story.Play("""
        intent open early
        at 10   offer A vendor-1 90                      accepted leads
        at 11   award A                                  closed awarded
        at 12   remove key=k                             removed
        at 13   remove key=k                             repeated
        at 14   remove                                   denied not-open
        at 15   award A                                  denied not-open
        status removed
        is A won
        """);

    [Test]
    public void Removed_intent_ends_what_was_live() => Story.Play("""
        intent open
        at 10   offer A vendor-1 90                      accepted leads
        at 12   remove                                   removed
        is A ended
        ranking A
        """);

    [Test]
    public void Key_of_an_award_is_used_up_by_it() => Story.Play("""
        intent open early
        at 10  offer A vendor-1 80                       accepted leads
        at 11  offer B vendor-2 90                       accepted
        at 12  award A key=k                             closed awarded
        at 13  award A key=k                             repeated
        at 14  award B key=k reason                      denied key-reused
        at 15  award B reason                            denied already-awarded
        """);

    /// <summary>In the order of time, which tells nothing of their rank. Who has just expired has not lost.</summary>
    [Test]
    public void Award_names_who_lost_by_it()
    {
        var book = Sample.Opened(Sample.Intended());
        foreach (var (vendor, total) in (ReadOnlySpan<(string, long)>)[("a", 90), ("b", 80), ("c", 70), ("d", 85)])
            Sample.Carry(book, Sample.Submit(new OfferTerms("terms-1", total, ValidUntil: vendor == "d" ? Sample.At(102) : null), vendor));
        Sample.Carry(book, new Wake(Sample.Intent, Sample.At(100)));
        Sample.Carry(book, new Wake(Sample.Intent, Sample.At(101)));
        var award = new AwardIntent(
            Sample.Intent, new Party(Sample.Id("account of customer"), Sample.Customer), Sample.At(102), Sample.Request("award"),
            book.Ranking.Leader!.OfferId, null, null);
        var awarded = ((Decision.Record)book.Decide(award)).Events.OfType<IntentAwarded>().Single();
        Assert.That(awarded.Lost.Select(o => o.Vendor), Is.EqualTo((Pseudonym[])[Sample.Id("a"), Sample.Id("b")]));
    }
}
