using NUnit.Framework;

namespace IntentMarket.Tests.Engine;

public sealed class ClosingStories
{
    [Test]
    public void Close_is_called_at_its_time_and_recorded_a_second_later() => Story.Play("""
        intent open
        wakes 100
        at 10       offer A vendor-1 90                  accepted leads
        at 99.999   wake                                 nothing
        at 100      wake                                 calls
        wakes 101
        at 100.5    wake                                 nothing
        at 100.999  wake                                 nothing
        status open
        at 101      wake                                 closed
        status evaluating
        at 101      wake                                 nothing
        wakes 1000
        at 999.999  wake                                 nothing
        at 1000     wake                                 unawarded
        status unawarded
        wakes never
        at 1001     wake                                 nothing
        is A ended
        """);

    [Test]
    public void Second_of_grace_counts_from_the_call_however_late_it_came() => Story.Play("""
        intent open
        at 160      wake                                 calls
        wakes 161
        at 99       offer A vendor-1 90                  accepted leads
        at 160.999  wake                                 nothing
        at 161      wake                                 closed
        """);

    [Test]
    public void Intent_without_offers_is_unawarded_at_the_close() => Story.Play("""
        intent open
        at 10   offer    A vendor-1 90                   accepted leads
        at 11   withdraw A vendor-1                      withdrawn
        at 100  wake                                     calls
        at 101  wake                                     closed unawarded
        status unawarded
        wakes never
        """);

    [Test]
    public void Offer_that_takes_the_lead_within_the_window_extends_the_close() => Story.Play("""
        intent open window=20 extension=20
        at 79.999  offer A vendor-1 90                   accepted leads
        at 80      offer B vendor-2 80                   accepted leads
        closes 100
        at 80.001  offer C vendor-3 70                   accepted leads extended=100.001
        closes 100.001
        awardBy 1000.001
        at 95      offer D vendor-4 60                   accepted leads extended=115
        closes 115
        """);

    [Test]
    public void At_the_very_edge_of_the_window_an_extension_counts_where_it_moves_the_close() => Story.Play("""
        intent open window=20 extension=30
        at 79.999  offer A vendor-1 90                   accepted leads
        at 80      offer B vendor-2 80                   accepted leads extended=110
        closes 110
        awardBy 1010
        """);

    [Test]
    public void First_offer_takes_the_lead() => Story.Play("""
        intent open window=20 extension=20
        at 99.999  offer A vendor-1 90                   accepted leads extended=119.999
        """);

    [Test]
    public void Who_does_not_take_the_lead_does_not_extend() => Story.Play("""
        intent open window=20 extension=20
        at 10  offer  A vendor-1 80                      accepted leads
        at 90  offer  B vendor-2 90                      accepted
        at 91  revise C vendor-2 80                      accepted
        at 92  revise D vendor-1 70                      accepted leads
        at 93  revise E vendor-1 75                      accepted leads
        at 94  revise F vendor-1 85                      accepted
        at 95  offer  G vendor-3 1                       accepted leads extended=115
        """);

    [Test]
    public void Extensions_have_an_end() => Story.Play("""
        intent open window=20 extension=20 extensions=2
        at 99   offer A vendor-1 90                      accepted leads extended=119
        at 118  offer B vendor-2 80                      accepted leads extended=138
        at 137  offer C vendor-3 70                      accepted leads
        at 138  wake                                     calls
        at 139  wake                                     closed
        ranking C B A
        """);

    [Test]
    public void Zero_extensions_extend_nothing() => Story.Play("""
        intent open window=20 extension=20 extensions=0
        at 99   offer A vendor-1 90                      accepted leads
        closes 100
        """);

    [Test]
    public void Offer_sent_in_time_takes_the_lead_in_the_second_of_grace_and_takes_the_call_back() => Story.Play("""
        intent open window=20 extension=20
        at 10    offer A vendor-1 90                     accepted leads
        at 100   wake                                    calls
        at 99.9  offer B vendor-2 80                     accepted leads extended=119.9
        wakes 119.9
        at 101   wake                                    nothing
        at 110   offer C vendor-3 85 queued              accepted
        at 119.9 wake                                    calls
        at 119.9 offer D vendor-4 10 queued              refused closed
        at 120.9 wake                                    closed
        ranking B C A
        """);

    [Test]
    public void Offer_queued_before_the_call_extends_from_the_last_moment() => Story.Play("""
        intent open window=20 extension=20
        at 100.7  offer A vendor-1 90 queued             accepted leads extended=119.999 time=99.999
        """);

    [Test]
    public void Offer_ends_when_its_validity_does() => Story.Play("""
        intent open
        at 10   offer A vendor-1 90 validUntil=99.999    refused valid-too-short
        at 11   offer B vendor-1 90 validUntil=150       accepted leads
        at 12   offer C vendor-2 80 validUntil=140       accepted leads
        at 13   offer D vendor-3 95                      accepted
        wakes 100
        at 100  wake                                     calls
        at 101  wake                                     closed
        wakes 140
        at 139  wake                                     nothing
        at 160  wake                                     expired=B expired=C
        is C expired
        ranking D
        wakes 1000
        """);

    [Test]
    public void Offer_that_is_valid_to_the_very_close_counts_at_the_close() => Story.Play("""
        intent open
        at 10   offer A vendor-1 90 validUntil=100       accepted leads
        at 100  wake                                     calls
        wakes 101
        at 100.5 wake                                    nothing
        at 101  wake                                     closed
        status evaluating
        wakes 100
        at 101  wake                                     expired=A
        wakes 1000
        """);

    [Test]
    public void Extended_close_may_outlive_an_offer() => Story.Play("""
        intent open window=20 extension=20
        at 10   offer A vendor-1 90 validUntil=105       accepted leads
        at 11   offer B vendor-2 92                      accepted
        at 99   offer C vendor-3 80                      accepted leads extended=119
        wakes 105
        at 105  wake                                     expired=A
        wakes 119
        at 106  offer D vendor-1 70 validUntil=118.999   refused valid-too-short
        at 107  offer E vendor-1 70 validUntil=119       accepted leads extended=127
        wakes 119
        at 127  wake                                     expired=E calls
        at 128  wake                                     closed
        ranking C B
        """);

    [Test]
    public void Offer_without_an_end_stands_as_long_as_it_can_be_awarded() => Story.Play("""
        intent open awardBy=150 window=20 extension=20
        at 10   offer A vendor-1 90                      accepted leads
        at 99   offer B vendor-2 80                      accepted leads extended=119
        awardBy 169
        at 119  wake                                     calls
        at 120  wake                                     closed
        wakes 169
        at 160  wake                                     nothing
        at 168  award A reason                           awarded
        """);
}
