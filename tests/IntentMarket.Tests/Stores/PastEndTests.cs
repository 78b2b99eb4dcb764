using IntentMarket.Engine;
using IntentMarket.Engine.Loop;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using IntentMarket.Storage;
using NUnit.Framework;
using Made = IntentMarket.Tests.Engine.Sample;

namespace IntentMarket.Tests.Stores;

/// <summary>A store of the build that took for lost whoever had not confirmed, and counted no offer once an intent was over.</summary>
[TestFixtureSource(typeof(TestStores), nameof(TestStores.Kinds))]
public sealed class PastEndTests(StoreKind kind) : StoreTests(kind)
{
    private const int Intents = 30;

    [Test]
    public async Task Rows_of_intents_that_are_over_become_what_their_events_say_and_once()
    {
        var right = new Dictionary<IntentId, (IntentRow Intent, List<OfferRow> Offers)>();
        for (var i = 0; i < Intents; i++)
        {
            var (book, events, offers) = Ended(IntentId.New(), i);
            var intent = book.ToRow(null, fanOut: false);
            right[book.IntentId] = (intent, offers);
            var old = offers.Select(o => o.Status switch
            {
                OfferStatus.Unconfirmed when intent.Status != IntentStatus.Open =>
                    o with { Status = i % 3 == 0 ? OfferStatus.Lost : OfferStatus.Expired },
                OfferStatus.Ended => o with { Status = OfferStatus.Expired },
                _ => o,
            }).ToList();
            await Store.Journal.Append(
                new Batch(
                    [new Commit(NewPartition(), 1, 1, events)],
                    [intent with { Live = intent.Status == IntentStatus.Open ? intent.Live : 0 }], old, [], []), Cancel);
        }
        await Anew();
        Assert.That(await Steps(), Is.GreaterThan(0));
        foreach (var (id, (intent, offers)) in right)
        {
            Assert.That((await Store.Intents.Get(id, Cancel))!.Row.Live, Is.EqualTo(intent.Live), intent.Status.ToString());
            foreach (var offer in offers)
            {
                var read = await Store.Offers.Get(offer.OfferId, Cancel);
                Assert.That(read!.Row.Status, Is.EqualTo(offer.Status), intent.Status.ToString());
            }
            var ranked = await Store.Offers.Ranked(id, 0, 10, Cancel);
            Assert.That(ranked, Has.Count.EqualTo(intent.Live));
        }
        Assert.That(await Steps(), Is.Zero, "once");
    }

    [Test]
    public async Task Intent_whose_events_were_altered_keeps_its_rows_and_the_others_are_put_right()
    {
        var (altered, events, _) = Ended(IntentId.New(), 0);
        var (good, goods, offers) = Ended(IntentId.New(), 0);
        await Store.Journal.Append(
            new Batch(
                [new Commit(NewPartition(), 1, 1, [.. events.Select(e => e with { Bytes = [.. e.Bytes, (byte)' '] })])],
                [altered.ToRow(null, false) with { Live = 0 }], [], [], []),
            Cancel);
        await Store.Journal.Append(
            new Batch([new Commit(NewPartition(), 1, 1, goods)], [good.ToRow(null, false) with { Live = 0 }], offers, [], []), Cancel);
        await Anew();
        var told = new List<IntentId>();
        while (await Store.PastEnds.PutRight((intent, _) => told.Add(intent), Cancel))
        {
            // There is more.
        }
        Assert.That(told, Is.EqualTo((IntentId[])[altered.IntentId]));
        Assert.That(
            ((await Store.Intents.Get(altered.IntentId, Cancel))!.Row.Live, (await Store.Intents.Get(good.IntentId, Cancel))!.Row.Live),
            Is.EqualTo((0, 1)));
    }

    /// <summary>A, B and C offered; A alone confirmed what was amended. Then it was awarded, withdrawn, or (every
    /// third) is open yet.</summary>
    private static (Book Book, List<StoredEvent> Events, List<OfferRow> Offers) Ended(IntentId id, int number)
    {
        var (book, events, rows) = (new Book(id), new List<StoredEvent>(), new Dictionary<OfferId, OfferRow>());
        var intended = Made.Intended(auction: new Auction(AuctionFormat.Open, Visibility.Rank, true, null));
        Carry(Made.Post(intended) with { IntentId = id });
        foreach (var vendor in (string[])["A", "B", "C"])
            Carry(Offer(vendor, "terms-1", 90_00));
        var customer = new Party(Made.Id("account of customer"), Made.Customer);
        Carry(new AmendIntent(
            id, customer, Made.At(20), Made.Request("amend"), 1, intended with { TermsHash = "terms-2" }, Made.Text("amended")));
        var confirmed = book.Current(Made.Id("A"))!.OfferId;
        Carry(new ConfirmOffer(id, Made.Party("A"), Made.At(21), Made.Request("confirm"), confirmed, "terms-2", false));
        Command? end = (number % 3) switch
        {
            0 => new AwardIntent(id, customer, Made.At(22), Made.Request("award"), confirmed, null, null),
            1 => new WithdrawIntent(id, customer, Made.At(22), Made.Request("cancel"), Made.Text("no need")),
            _ => null,
        };
        if (end is not null)
            Carry(end);
        return (book, events, [.. rows.Values]);

        SubmitOffer Offer(string vendor, string agreesTo, long total) =>
            Made.Submit(new OfferTerms(agreesTo, total), vendor) with { IntentId = id, OfferId = OfferId.New() };

        void Carry(Command command)
        {
            events.AddRange(Made.Carry(book, command).Stored);
            foreach (var row in book.TakeChangedOffers(Known.Nothing))
                rows[row.OfferId] = row;
        }
    }

    /// <summary>As the first start of this build finds it.</summary>
    private Task<int> Anew() => Store.Database.Write(
        (connection, token) => connection.Change("""UPDATE settings SET number = 0, bytes = NULL WHERE name = 'ends'""", null, token),
        Cancel);

    private async Task<int> Steps()
    {
        var steps = 0;
        while (await Store.PastEnds.PutRight((_, _) => { }, Cancel))
            steps++;
        return steps;
    }
}
