using NUnit.Framework;

namespace IntentMarket.Tests.Engine;

public sealed class OfferStories
{
    [Test]
    public void Lowest_total_leads_where_there_are_no_preferences() => Story.Play("""
        intent open
        at 10  offer  A vendor-1 90                      accepted leads rank=1 of=1 gap=none
        at 11  offer  B vendor-2 95                      accepted rank=2 of=2 gap=89.99
        at 12  revise C vendor-2 89                      accepted leads of=2
        at 13  offer  D vendor-3 100                     accepted rank=3 of=3 gap=88.99
        ranking C A D
        is B superseded
        """);

    [Test]
    public void Equal_scores_rank_by_total_then_by_time() => Story.Play("""
        intent open prefer=condition
        at 10  offer  A vendor-1 50 condition=used       accepted leads
        at 11  offer  B vendor-2 90 condition=new        accepted leads
        at 12  offer  C vendor-3 80 condition=new        accepted leads
        at 12  offer  D vendor-4 80 condition=new        accepted rank=2 gap=79.99
        at 13  offer  E vendor-5 10                      accepted rank=5 gap=none
        at 9   offer  F vendor-6 80 condition=new        accepted rank=3
        ranking C D F B A E
        """);

    [Test]
    public void Sealed_offers_rank_like_open_ones_and_may_be_revised_and_withdrawn_until_the_close() => Story.Play("""
        intent sealed window=20 extension=20
        at 10      offer    A vendor-1 90                accepted leads
        at 90      offer    B vendor-2 80                accepted leads
        at 99      revise   C vendor-1 70                accepted leads
        closes 100
        at 99.999  withdraw C vendor-1                   withdrawn
        at 100     withdraw B vendor-2                   denied binding
        at 100     offer    D vendor-3 10                refused closed
        ranking B
        """);

    [Test]
    public void Late_offer_is_refused_and_the_instant_of_the_close_is_late() => Story.Play("""
        intent open
        at 99.999  offer A vendor-1 90                   accepted leads time=99.999
        at 100     offer B vendor-2 80                   refused closed
        at 100     confirm A vendor-1                    repeated
        at 101     wake                                  calls
        at 101     offer C vendor-3 70                   refused closed
        at 99.5    offer D vendor-4 60                   accepted leads time=99.5
        at 102     wake                                  closed
        at 99.5    offer E vendor-5 50                   refused closed
        ranking D A
        """);

    [Test]
    public void In_the_queue_the_call_to_close_decides_and_not_the_time() => Story.Play("""
        intent open
        at 100.4   offer A vendor-1 90 queued            accepted leads time=99.999
        at 99.2    offer B vendor-2 95 queued            accepted time=99.2
        at 100     wake                                  calls
        at 100.1   offer C vendor-3 80 queued            refused closed
        at 99.9    offer D vendor-4 70 queued            refused closed
        at 99.9    offer E vendor-5 60                   accepted leads time=99.9
        ranking E A B
        """);

    [Test]
    public void Withdrawal_that_waited_in_the_queue_is_in_time_too() => Story.Play("""
        intent sealed
        at 10      offer    A vendor-1 90                accepted leads
        at 11      offer    B vendor-2 95                accepted
        at 100.4   withdraw A vendor-1 queued            withdrawn time=99.999
        at 100.5   wake                                  calls
        at 100.6   withdraw B vendor-2 queued            denied binding
        ranking B
        """);

    [Test]
    public void Refused_revision_leaves_the_live_offer_as_it_was() => Story.Play("""
        intent open max=100
        at 10  offer  A vendor-1 90                      accepted leads
        at 11  revise B vendor-1 101                     refused over-max
        ranking A
        is A live
        is B refused
        at 12  revise C vendor-1 95                      accepted leads
        ranking C
        """);

    [Test]
    public void Worse_revision_counts_too() => Story.Play("""
        intent open
        at 10  offer  A vendor-1 80                      accepted leads
        at 11  offer  B vendor-2 85                      accepted
        at 12  revise C vendor-1 90                      accepted rank=2 of=2 gap=84.99
        ranking B C
        """);

    [Test]
    public void Revision_that_replaces_an_offer_that_is_no_longer_live_is_refused() => Story.Play("""
        intent open
        at 10  offer  A vendor-1 90                      accepted leads
        at 11  revise B vendor-1 80 replaces=A           accepted leads
        at 12  revise C vendor-1 85 replaces=A           refused superseded
        at 13  withdraw B vendor-1                       withdrawn
        at 14  revise D vendor-1 85 replaces=B           refused superseded
        at 15  offer  E vendor-1 85                      accepted leads
        at 16  offer  F vendor-2 70                      accepted leads
        at 17  revise G vendor-1 60 replaces=F           refused superseded
        ranking F E
        """);

    [Test]
    public void Same_key_and_body_repeat_the_receipt_and_another_body_is_denied() => Story.Play("""
        intent open
        at 10   offer A vendor-1 90 key=k                accepted leads
        at 11   offer B vendor-1 90 key=k                repeated
        at 12   offer B vendor-1 91 key=k                denied key-reused
        at 13   offer B vendor-2 90 key=k                accepted
        at 14   offer C vendor-1 80 key=l                accepted leads
        at 15   offer D vendor-1 90 key=k                repeated
        at 100  offer E vendor-1 90 key=k                repeated
        at 101  offer F vendor-3 90 key=k                refused closed
        at 102  offer F vendor-3 90 key=k                repeated
        ranking C B
        """);

    [Test]
    public void Offer_in_the_open_is_binding_from_the_soft_close_window_on() => Story.Play("""
        intent open window=20 extension=20
        at 10      offer    A vendor-1 90                accepted leads
        at 11      offer    B vendor-2 91                accepted
        at 79.999  withdraw A vendor-1                   withdrawn
        at 80      withdraw B vendor-2                   denied binding
        at 81      withdraw A vendor-1                   denied offer-changed
        ranking B
        """);

    [Test]
    public void Offer_in_the_open_without_soft_close_is_binding_from_the_close_on() => Story.Play("""
        intent open
        at 10      offer    A vendor-1 90                accepted leads
        at 11      offer    B vendor-2 91                accepted
        at 100     withdraw A vendor-1                   denied binding
        at 100.2   wake                                  calls
        at 99.999  withdraw B vendor-2                   withdrawn
        at 101.2   wake                                  closed
        at 99.999  withdraw A vendor-1                   denied binding
        """);

    [Test]
    public void Offer_that_was_binding_stays_binding_however_far_the_close_moves() => Story.Play("""
        intent open window=20 extension=60
        at 10      offer    A vendor-1 90                accepted leads
        at 90      offer    B vendor-2 80                accepted leads extended=150
        at 91      withdraw A vendor-1                   denied binding
        at 129     withdraw B vendor-2                   denied binding
        at 129     amend    closes=300                   amended
        at 130     confirm  B vendor-2                   accepted leads
        at 279     withdraw B vendor-2                   withdrawn
        """);

    [Test]
    public void Withdrawal_that_stood_in_the_queue_before_the_call_to_close_is_in_time() => Story.Play("""
        intent sealed
        at 10      offer    A vendor-1 90                accepted leads
        at 11      offer    B vendor-2 80                accepted leads
        at 12      offer    C vendor-3 70                accepted leads
        at 100.3   withdraw C vendor-3                   denied binding
        at 100.3   withdraw C vendor-3 queued            withdrawn
        at 100.4   wake                                  calls
        at 99      withdraw B vendor-2 queued            denied binding
        ranking B A
        """);

    [Test]
    public void Withdrawal_in_the_queue_is_dated_before_the_close_and_so_within_the_window() => Story.Play("""
        intent open window=20 extension=20
        at 10      offer    A vendor-1 90                accepted leads
        at 100.3   withdraw A vendor-1 queued            denied binding
        at 79      withdraw A vendor-1 queued            withdrawn
        """);

    [Test]
    public void Only_its_vendor_can_withdraw_or_confirm_an_offer() => Story.Play("""
        intent open
        at 10  offer    A vendor-1 90                    accepted leads
        at 11  withdraw A vendor-2                       denied offer-changed
        at 12  confirm  A vendor-2                       denied offer-changed
        at 13  withdraw A vendor-1 key=w                 withdrawn
        at 14  withdraw A vendor-1 key=w                 repeated
        at 15  withdraw A vendor-1                       denied offer-changed
        ranking
        """);

    [Test]
    public void Terms_must_be_agreed() => Story.Play("""
        intent open
        at 10  offer A vendor-1 90 agrees=nonsense       refused terms-not-agreed
        at 11  amend closes=200                          amended
        at 12  offer A vendor-1 90 agrees=terms-1        refused terms-changed
        at 13  offer A vendor-1 90 agrees=nonsense       refused terms-not-agreed
        at 14  offer A vendor-1 90                       accepted leads
        """);

    [Test]
    public void Every_reason_is_told() => Story.Play("""
        intent open max=100
        at 10   offer A vendor-1 90                                               accepted leads
        at 11   offer B vendor-1 80                                               accepted leads
        at 100  offer C vendor-1 101 agrees=nonsense validUntil=99 replaces=A     refused closed terms-not-agreed over-max valid-too-short superseded
        """);

    [Test]
    public void Vendor_at_its_limit_still_confirms_what_it_has()
    {
        var refused = string.Concat(Enumerable.Range(0, 199).Select(i => $"at 10 offer R{i} vendor-1 101 refused over-max\n"));
        Story.Play($"""
            intent open max=100
            {refused}
            at 11  offer   A vendor-1 90                 accepted leads
            at 12  amend   max=80                        amended
            at 13  confirm A vendor-1                    denied limit
            at 14  amend   max=95                        amended
            at 15  confirm A vendor-1                    accepted leads
            at 16  revise  B vendor-1 85                 denied limit
            ranking A
            """);
    }

    [Test]
    public void Vendor_makes_at_most_200_offers_an_intent()
    {
        var refused = string.Concat(Enumerable.Range(0, 100).Select(i => $"at 10 offer R{i} vendor-1 101 refused over-max\n"));
        var accepted = string.Concat(Enumerable.Range(0, 100).Select(i => $"at 11 revise A{i} vendor-1 90 key=k{i} accepted leads\n"));
        Story.Play($"""
            intent open max=100
            {refused}{accepted}
            at 12  revise B vendor-1 80                  denied limit
            at 12  revise A99 vendor-1 90 key=k99        repeated
            at 12  offer  C vendor-2 80                  accepted leads
            ranking C A99
            """);
    }

    [Test]
    public void Nothing_is_offered_on_an_intent_that_was_never_posted() => Story.Play("""
        at 10  wake                                      denied not-found
        at 10  cancel                                    denied not-found
        at 10  remove                                    denied not-found
        """);
}
