using NUnit.Framework;

namespace IntentMarket.Tests.Engine;

public sealed class AmendmentStories
{
    [Test]
    public void Live_offers_wait_for_their_vendors_after_an_amendment() => Story.Play("""
        intent open max=100
        at 10  offer   A vendor-1 90                     accepted leads
        at 11  offer   B vendor-2 95                     accepted
        at 12  amend   max=92                            amended
        is A unconfirmed
        is B unconfirmed
        ranking
        at 13  confirm B vendor-2                        refused over-max
        at 14  confirm A vendor-1 agrees=terms-1         refused terms-changed
        at 15  confirm A vendor-1 agrees=nonsense        refused terms-not-agreed
        is A unconfirmed
        at 16  confirm A vendor-1 key=k                  accepted leads of=1
        at 17  confirm A vendor-1 key=k                  repeated
        at 18  confirm A vendor-1                        repeated
        at 19  confirm A vendor-1 agrees=terms-1         denied terms-changed
        is A live
        is B unconfirmed
        at 20  revise  C vendor-2 91                     accepted
        is B superseded
        ranking A C
        """);

    [Test]
    public void Confirmed_offer_gets_a_new_place_in_time() => Story.Play("""
        intent open
        at 10  offer   A vendor-1 90                     accepted leads
        at 11  offer   B vendor-2 90                     accepted
        ranking A B
        at 12  amend   closes=200                        amended
        at 13  confirm B vendor-2                        accepted leads time=13
        at 14  confirm A vendor-1                        accepted rank=2 gap=89.99
        ranking B A
        """);

    [Test]
    public void Unconfirmed_offers_do_not_count_at_the_close() => Story.Play("""
        intent open
        at 10   offer   A vendor-1 90                    accepted leads
        at 11   offer   B vendor-2 80                    accepted leads
        at 12   amend   closes=100                       amended
        at 13   confirm A vendor-1                       accepted leads
        at 100  confirm B vendor-2                       refused closed
        at 100  wake                                     calls
        at 100.5 confirm B vendor-2 queued               refused closed
        at 101  wake                                     closed
        ranking A
        at 102  award   B reason                         denied offer-changed
        at 103  withdraw B vendor-2                      withdrawn
        """);

    [Test]
    public void Intent_with_unconfirmed_offers_alone_is_unawarded() => Story.Play("""
        intent open
        at 10   offer A vendor-1 90                      accepted leads
        at 12   amend closes=100                         amended
        at 100  wake                                     calls
        at 101  wake                                     closed unawarded
        is A unconfirmed
        ranking
        """);

    [Test]
    public void Confirmation_in_the_window_extends_the_close() => Story.Play("""
        intent open window=20 extension=20
        at 10   offer   A vendor-1 90                    accepted leads
        at 12   amend   window=20 extension=20           amended
        at 90   withdraw A vendor-2                      denied offer-changed
        at 95   confirm A vendor-1                       accepted leads extended=115
        """);

    [Test]
    public void Unconfirmed_offer_may_be_withdrawn_at_any_time() => Story.Play("""
        intent open window=20 extension=20
        at 10   offer    A vendor-1 90                   accepted leads
        at 12   amend    window=20 extension=20          amended
        at 90   withdraw A vendor-1                      withdrawn
        """);

    [Test]
    public void Amendment_that_changes_no_terms_asks_for_confirmation_too() => Story.Play("""
        intent open
        at 10   offer   A vendor-1 90                    accepted leads
        at 12   amend   terms=same closes=120            amended
        ranking
        at 13   confirm A vendor-1 agrees=terms-1        accepted leads
        closes 120
        """);

    [Test]
    public void What_may_not_be_amended_is_denied() => Story.Play("""
        intent open closes=100
        at 10   amend closes=99.999                      denied not-amendable
        at 11   amend currency=EUR                       denied not-amendable
        at 12   amend format=sealed                      denied not-amendable
        at 13   amend as=vendor-1                        denied not-found
        at 14   amend version=2                          denied stale-version
        at 15   amend closes=120 version=1 key=k         amended
        at 16   amend closes=120 version=1 key=k         repeated
        at 17   amend closes=130 version=1               denied stale-version
        at 18   amend closes=130 version=2               amended
        closes 130
        at 130  amend closes=200                         denied not-open
        at 130  wake                                     calls
        at 129  amend closes=200                         denied not-open
        """);

    [Test]
    public void Sealed_intent_is_not_amended() => Story.Play("""
        intent sealed
        at 10   amend closes=120                         denied not-amendable
        """);

    [Test]
    public void Close_as_extended_is_not_amended_to_an_earlier_one() => Story.Play("""
        intent open window=20 extension=20
        at 99   offer A vendor-1 90                      accepted leads extended=119
        at 100  amend closes=118                         denied not-amendable
        at 101  amend closes=119 awardBy=900             amended
        awardBy 900
        """);

    [Test]
    public void Validity_is_checked_again_and_reckoned_anew_at_confirmation() => Story.Play("""
        intent open awardBy=150
        at 10   offer   A vendor-1 90                    accepted leads
        at 11   offer   B vendor-2 90 validUntil=160     accepted
        at 12   amend   closes=200 awardBy=400           amended
        wakes 160
        at 13   confirm A vendor-1                       accepted leads
        at 14   confirm B vendor-2                       refused valid-too-short
        at 160  wake                                     expired=B
        wakes 200
        at 161  confirm B vendor-2                       denied offer-changed
        at 200  wake                                     calls
        at 201  wake                                     closed
        at 399  award   A                                awarded
        """);

    [Test]
    public void Revision_of_an_unconfirmed_offer_may_replace_it() => Story.Play("""
        intent open
        at 10   offer  A vendor-1 90                     accepted leads
        at 12   amend  closes=100                        amended
        at 13   revise B vendor-1 80 replaces=A          accepted leads
        is A superseded
        """);
}
