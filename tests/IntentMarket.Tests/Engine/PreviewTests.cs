using IntentMarket.Engine;
using IntentMarket.Engine.Intents;
using IntentMarket.Engine.Loop;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using NUnit.Framework;

namespace IntentMarket.Tests.Engine;

/// <summary>What a preview may tell of the others' offers.</summary>
public sealed class PreviewTests
{
    private static readonly Pseudonym Beta = Sample.Party("beta").Pseudonym;

    /// <summary>Its answers to every total are the same, whatever the others have offered.</summary>
    [Test]
    public void Alone_a_vendor_is_told_the_same_whatever_the_others_offer([Values] AuctionFormat format, [Values(1, 2)] int rules)
    {
        var (quiet, busy) = (Play(format, rules, others: false), Play(format, rules, others: true));
        for (var total = 0; total <= 101; total++)
            Assert.That(Told(busy, total), Is.EqualTo(Told(quiet, total)), $"{total}");
    }

    private static string Told(Book book, int total)
    {
        var decision = book.Preview(Offer("beta", $"preview {total}", total, at: 60));
        return decision is Decision.Record { Events: [OfferRefused refused, ..] } ? string.Join(' ', refused.Reasons)
            : decision is Decision.Record ? "accepted"
            : decision.ToString();
    }

    /// <summary>The book of what beta is told of: an offer of its own and, if so, others of alpha and gamma around it.</summary>
    private static Book Play(AuctionFormat format, int rules, bool others)
    {
        var auction = new Auction(
            format, Visibility.Rank, false, null, format == AuctionFormat.English ? new Decrement(VsOwn: false, Amount: 100) : null,
            format switch
            {
                AuctionFormat.Dutch => new PriceClock(1_000, 1_000, 10_000, 5_000),
                AuctionFormat.Japanese => new PriceClock(9_000, 1_000, 10_000, 5_000),
                _ => null,
            });
        var book = Sample.Opened(Sample.Intended(Sample.Terms() with { Rules = rules }, auction: auction));
        var events = new List<RecordedEvent>
        {
            new(
                Sample.Intent, 1, Sample.At(0),
                new IntentOpened(Sample.Customer, book.Terms, "", rules, Sample.Request("post")), book.LastHash),
        };
        var first = format switch { AuctionFormat.Japanese => 90, AuctionFormat.Dutch => 99, _ => 80 };
        if (others)
        {
            Send(Offer("alpha", "a", first, at: 10) with
            {
                Floor = format == AuctionFormat.English ? new StandingBid(3_000, "salt") : null,
            });
            Send(Offer("gamma", "c", first, at: 11));
        }
        Send(Offer("beta", "b", first, at: 12));
        if (format == AuctionFormat.Open)
        {
            Send(new AmendIntent(
                Sample.Intent, new Party(Sample.Id("account of customer"), Sample.Customer), Sample.At(13), Sample.Request("amend"), 1,
                book.Terms, Sample.Text("t")));
        }
        return Book.Alone(
            Sample.Intent, Beta,
            events.Where(e => e.Event is not (OfferAccepted or OfferRefused or FloorSet or BidMoved) || VendorOf(e.Event) == Beta));

        void Send(Command command)
        {
            foreach (var stored in Sample.Carry(book, command).Stored)
                events.Add(EventCodec.Decode(stored.Bytes, stored.Hash));
        }
    }

    private static Pseudonym? VendorOf(MarketEvent e) =>
        e switch { OfferAccepted a => a.Vendor, OfferRefused r => r.Vendor, FloorSet f => f.Vendor, BidMoved m => m.Vendor, _ => null };

    /// <summary>Else, told its place after they have answered, a vendor finds floors by previews alone.</summary>
    [Test]
    public void Preview_places_an_offer_before_standing_bids_answer_and_the_offer_itself_after()
    {
        var book = Sample.Opened(Sample.Intended(
            Sample.Terms() with { Rules = 2 },
            auction: new Auction(AuctionFormat.English, Visibility.Lead, false, null, new Decrement(VsOwn: false, Amount: 500))));
        Sample.Carry(book, Offer("alpha", "a", 500, at: 10) with { Floor = new StandingBid(30_000, "salt") });
        var offer = Offer("beta", "b", 400, at: 11);
        var told = (OfferAccepted)((Decision.Record)book.Preview(offer)).Events[0];
        var got = (OfferAccepted)Sample.Answer(book, offer);
        Assert.That((told.Rank, told.Lead, told.Gap), Is.EqualTo((1, (Lead?)null, (Gap?)null)));
        Assert.That((got.Rank, got.Lead!.Total, got.Gap!.Total), Is.EqualTo((2, 39_500, 39_499)));
    }

    /// <summary>Where the lead alone is seen, the place behind it would tell what is behind it.</summary>
    [TestCase(49, false)]
    [TestCase(50, true)]
    [TestCase(70, true)]
    public void Leader_gives_up_the_lead_by_what_ranks_below_its_offer(int total, bool givesUp)
    {
        var book = Sample.Opened(Sample.Intended());
        Sample.Carry(book, Offer("beta", "b", 50, at: 10));
        Sample.Carry(book, Offer("alpha", "a", 60, at: 11));
        foreach (var (vendor, expected) in ((string, bool)[])[("beta", givesUp), ("alpha", false)])
        {
            var would = (OfferAccepted)((Decision.Record)book.Preview(Offer(vendor, "p", total, at: 12))).Events[0];
            Assert.That(book.GivesUpTheLead(would), Is.EqualTo(expected), vendor);
        }
    }

    [Test]
    public void Alone_a_vendor_repeats_what_it_was_answered()
    {
        var book = Sample.Opened(Sample.Intended());
        Sample.Carry(book, Offer("alpha", "a", 50, at: 10));
        var stored = Sample.Carry(book, Offer("beta", "b", 60, at: 11)).Stored.Single();
        var opened = new RecordedEvent(
            Sample.Intent, 1, Sample.At(0), new IntentOpened(Sample.Customer, book.Terms, "", 1, Sample.Request("post")), "");
        var alone = Book.Alone(Sample.Intent, Beta, [opened, EventCodec.Decode(stored.Bytes, stored.Hash)]);
        Assert.That(alone.Preview(Offer("beta", "b", 60, at: 12)), Is.EqualTo(new Decision.Repeat(3)));
    }

    /// <summary>Who else lost, or who won, tells of others.</summary>
    [TestCase("beta", IntentStatus.Awarded)]
    [TestCase("alpha", IntentStatus.Unawarded)]
    public void Alone_a_vendor_knows_of_its_own_award(string won, IntentStatus expected)
    {
        var book = Sample.Opened(Sample.Intended(auction: new Auction(AuctionFormat.Open, Visibility.Rank, EarlyAward: true, null)));
        var opened = new IntentOpened(Sample.Customer, book.Terms, "", 1, Sample.Request("post"));
        var events = new List<RecordedEvent> { new(Sample.Intent, 1, Sample.At(0), opened, book.LastHash) };
        Send(Offer("alpha", "a", 50, at: 10));
        Send(Offer("beta", "b", 60, at: 11));
        Send(new AwardIntent(
            Sample.Intent, new Party(Sample.Id("account of customer"), Sample.Customer), Sample.At(12), Sample.Request("award"),
            book.Current(Sample.Id(won))!.OfferId, null, Sample.Text("it is nearer")));
        var alone = Book.Alone(Sample.Intent, Beta, events.Where(e => e.Event is not OfferAccepted || VendorOf(e.Event) == Beta));
        Assert.That((alone.Status, alone.AwardedOffer), Is.EqualTo((expected, won == "beta" ? book.AwardedOffer : null)));

        void Send(Command command)
        {
            foreach (var stored in Sample.Carry(book, command).Stored)
                events.Add(EventCodec.Decode(stored.Bytes, stored.Hash));
        }
    }

    private static SubmitOffer Offer(string vendor, string key, decimal pounds, decimal at) =>
        Sample.Submit(new OfferTerms("terms-1", Sample.Pence(pounds)), vendor, key, at);
}
