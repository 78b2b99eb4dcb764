using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using IntentMarket.Storage;
using NUnit.Framework;

namespace IntentMarket.Tests.Stores;

[TestFixtureSource(typeof(TestStores), nameof(TestStores.Kinds))]
public sealed class ReadTests(StoreKind kind) : StoreTests(kind)
{
    private int _partition;
    private long _position;

    private static long NowMs => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    [SetUp]
    public void TakePartition() => (_partition, _position) = (NewPartition(), 0);

    [Test]
    public async Task Intent_row_comes_back_as_it_was_and_keeps_its_account()
    {
        var row = Sample.Intent(IntentId.New(), _partition, AccountId.New());
        await Keep([row]);
        Same(await Store.Intents.Get(row.IntentId, Cancel), row);

        var changed = row with
        {
            Account = null,
            Status = IntentStatus.Awarded,
            Version = 2,
            Terms = [9],
            ClosesAt = 5,
            AwardBy = 6,
            WakeAt = 7,
            Seq = 8,
            Live = 9,
            Offers = 10,
            Extensions = 11,
            AwardedOffer = OfferId.New(),
        };
        await Keep([changed]);
        Same(await Store.Intents.Get(row.IntentId, Cancel), changed with { Account = row.Account });
        Assert.That(await Store.Intents.GetMany([row.IntentId, IntentId.New()], Cancel), Has.Count.EqualTo(1));

        static void Same(IntentRead? read, IntentRow want)
        {
            Assert.That(read!.Row.Terms, Is.EqualTo(want.Terms));
            Assert.That(read.Row with { Terms = want.Terms }, Is.EqualTo(want));
        }
    }

    [Test]
    public async Task Newest_text_of_an_intent_is_its_present_one_and_each_is_found_by_its_hash()
    {
        var (intent, account) = (IntentId.New(), AccountId.New());
        var texts = "first second third".Split(' ').Select(t => Sample.Text(intent, intent, "texts", t, account)).ToList();
        await Keep([Sample.Intent(intent, _partition, account)], texts: [texts[0]]);
        Assert.That((await Store.Intents.Get(intent, Cancel))!.Texts, Is.EqualTo("first"));
        await Keep([Sample.Intent(intent, _partition)], texts: [texts[1], texts[2], Sample.Text(intent, intent, "reason", "why", account)]);
        Assert.That((await Store.Intents.Get(intent, Cancel))!.Texts, Is.EqualTo("third"));
        Assert.That(await Store.Intents.Text(intent, texts[1].Hash, Cancel), Is.EqualTo("second"));
        Assert.That(await Store.Intents.Text(intent, "no such hash", Cancel), Is.Null);
    }

    [Test]
    public async Task Customers_intents_are_paged_newest_first()
    {
        var account = AccountId.New();
        var rows = Enumerable.Range(0, 7).Select(i => Sample.Intent(IntentId.New(), _partition, account) with
        {
            OpenedAt = Sample.At + i / 2,
            Status = i % 2 == 0 ? IntentStatus.Open : IntentStatus.Awarded,
        }).ToList();
        await Keep([.. rows, Sample.Intent(IntentId.New(), _partition, AccountId.New())]);

        var want = rows.OrderByDescending(r => (r.OpenedAt, r.IntentId)).Select(r => r.IntentId).ToList();
        var first = await Store.Intents.ListByCustomer(account, null, null, 3, Cancel);
        var rest = await Store.Intents.ListByCustomer(account, null, (first[^1].Row.OpenedAt, first[^1].Row.IntentId), 30, Cancel);
        Assert.That(first.Concat(rest).Select(r => r.Row.IntentId), Is.EqualTo(want));
        Assert.That(await Store.Intents.ListByCustomer(account, IntentStatus.Awarded, null, 30, Cancel), Has.Count.EqualTo(3));
    }

    [Test]
    public async Task Open_intents_are_paged_oldest_first()
    {
        var rows = Enumerable.Range(0, 6).Select(i => Sample.Intent(IntentId.New(), _partition) with
        {
            OpenedAt = 1_000 + i / 2,
            Status = i == 3 ? IntentStatus.Withdrawn : IntentStatus.Open,
        }).ToList();
        await Keep(rows);
        var want = rows.Where(r => r.Status == IntentStatus.Open).OrderBy(r => (r.OpenedAt, r.IntentId)).Select(r => r.IntentId).ToList();
        var first = await Store.Intents.ListOpen((0, default), 2, Cancel);
        var rest = await Store.Intents.ListOpen((first[^1].OpenedAt, first[^1].IntentId), 3, Cancel);
        Assert.That(first.Concat(rest).Select(r => r.IntentId), Is.EqualTo(want));
        Assert.That((await Store.Intents.ListOpen(null, 1, Cancel)).Single().IntentId, Is.EqualTo(want[0]));
        var newest = await Store.Intents.ListOpenNewest((2_000, default), 2, Cancel);
        var older = await Store.Intents.ListOpenNewest((newest[^1].OpenedAt, newest[^1].IntentId), 3, Cancel);
        Assert.That(newest.Concat(older).Select(r => r.IntentId), Is.EqualTo(want.AsEnumerable().Reverse()));
    }

    [Test]
    public async Task Due_intents_come_earliest_first_and_of_the_partitions_asked_for()
    {
        var other = NewPartition();
        // The server is this machine, or one whose clock is about as right.
        var (before, inAnHour) = (NowMs - 60_000, NowMs + 3_600_000);
        var rows = new[]
        {
            Sample.Intent(IntentId.New(), _partition) with { WakeAt = before },
            Sample.Intent(IntentId.New(), _partition) with { WakeAt = 10 },
            Sample.Intent(IntentId.New(), _partition) with { WakeAt = inAnHour },
            Sample.Intent(IntentId.New(), _partition) with { WakeAt = null },
            Sample.Intent(IntentId.New(), other) with { WakeAt = 5 },
        };
        await Keep(rows);
        var due = await Store.Intents.Due([_partition], 10, Cancel);
        Assert.That(due.Select(d => d.IntentId), Is.EqualTo(rows.Take(2).Reverse().Select(r => r.IntentId)));
        Assert.That(due.Select(d => d.Now), Is.All.EqualTo(due[0].Now).And.All.InRange(before, inAnHour));
        var (intentId, wakeAt, partition, _) = (await Store.Intents.Due([_partition, other], 1, Cancel)).Single();
        Assert.That((intentId, wakeAt, partition), Is.EqualTo((rows[4].IntentId, 5L, other)));
    }

    [Test]
    public async Task Fan_out_stays_unfinished_until_the_version_that_set_it_is_finished()
    {
        var row = Sample.Intent(IntentId.New(), _partition) with { FanOut = true };
        await Keep([row]);
        await Keep([row with { FanOut = false, Seq = 2 }]);
        Assert.That(await Store.Audiences.Unfinished([_partition], Cancel), Is.EqualTo(new[] { row.IntentId }));

        await Keep([row with { Version = 2, Seq = 3 }]);
        await Store.Audiences.Finish(row.IntentId, 1, Cancel);
        Assert.That(await Store.Audiences.Unfinished([_partition], Cancel), Has.Count.EqualTo(1));
        await Store.Audiences.Finish(row.IntentId, 2, Cancel);
        Assert.That(await Store.Audiences.Unfinished([_partition], Cancel), Is.Empty);
        Assert.That(await Store.Audiences.Unfinished([NewPartition()], Cancel), Is.Empty);
    }

    [Test]
    public async Task Offer_row_comes_back_as_it_was_with_its_note()
    {
        var (intent, account) = (IntentId.New(), AccountId.New());
        var offer = Sample.Offer(intent, account);
        await Keep([], [offer], [Sample.Text(intent, offer.OfferId, "note", "In stock", account)]);
        var read = await Store.Offers.Get(offer.OfferId, Cancel);
        Assert.Multiple(() =>
        {
            Assert.That(read!.Note, Is.EqualTo("In stock"));
            Assert.That(read.Row.Points, Is.EqualTo(offer.Points));
            Assert.That(read.Row.Terms, Is.EqualTo(offer.Terms));
            Assert.That(read.Row with { Points = offer.Points, Terms = offer.Terms }, Is.EqualTo(offer));
        });

        await Keep([], [offer with { Account = null, Status = OfferStatus.Superseded, Points = [] }]);
        read = await Store.Offers.Get(offer.OfferId, Cancel);
        Assert.That(
            (read!.Row.Account, read.Row.Status, read.Row.Points.Count), Is.EqualTo(((AccountId?)account, OfferStatus.Superseded, 0)));
        Assert.That((await Store.Offers.OfVendor(offer.OfferId, account, Cancel))?.Row.OfferId, Is.EqualTo(offer.OfferId));
        Assert.That(await Store.Offers.OfVendor(offer.OfferId, AccountId.New(), Cancel), Is.Null, "it is another's");
        Assert.That(await Store.Offers.Get(OfferId.New(), Cancel), Is.Null);
    }

    /// <summary>Few values, so that scores and totals tie often.</summary>
    [Test]
    public async Task Ranks_agree_with_an_obvious_sort([Values(1, 2, 3)] int seed)
    {
        var random = new Random(seed);
        var intents = Enumerable.Range(0, 3).Select(_ => IntentId.New()).ToList();
        var accounts = Enumerable.Range(0, 40).Select(_ => AccountId.New()).ToList();
        var offers = new List<OfferRow>();
        foreach (var intent in intents)
        {
            for (var i = 0; i < accounts.Count; i++)
            {
                offers.Add(Sample.Offer(intent, accounts[i], receipt: i + 2) with
                {
                    Status = random.GetItems(Enum.GetValues<OfferStatus>(), 1)[0],
                    Score = random.Next(3),
                    Fine = random.Next(3),
                    Total = random.Next(3),
                });
            }
        }

        await Keep([.. intents.Select(id => Sample.Intent(id) with { Live = offers.Count(o => o.IntentId == id && IsRanked(o)) })], offers);
        foreach (var intent in intents)
        {
            var ranked = offers.Where(o => o.IntentId == intent && IsRanked(o))
                .OrderByDescending(o => o.Score).ThenByDescending(o => o.Fine).ThenBy(o => o.Total).ThenBy(o => o.Placed)
                .Select(o => o.OfferId).ToList();
            var read = await Store.Offers.Ranked(intent, 0, 5, Cancel);
            read = [.. read, .. await Store.Offers.Ranked(intent, 5, 100, Cancel)];
            Assert.That(read.Select(o => o.Row.OfferId), Is.EqualTo(ranked));
            Assert.That(read.Select(o => o.Rank), Is.EqualTo(Enumerable.Range(1, ranked.Count)));

            var unranked = offers.Where(o => o.IntentId == intent && !ranked.Contains(o.OfferId)).OrderBy(o => o.Receipt).ToList();
            Assert.That(
                (await Store.Offers.Unranked(intent, 0, 100, Cancel)).Select(o => o.Row.OfferId),
                Is.EqualTo(unranked.Select(o => o.OfferId)));
            Assert.That(
                (await Store.Offers.Unranked(intent, unranked[0].Receipt, 1, Cancel)).Single().Row.OfferId,
                Is.EqualTo(unranked[1].OfferId));
        }

        var placed = offers.Where(IsRanked)
            .GroupBy(o => o.IntentId, (_, all) =>
                all.OrderByDescending(o => o.Score).ThenByDescending(o => o.Fine).ThenBy(o => o.Total).ThenBy(o => o.Placed).ToList())
            .SelectMany(all => all.Select((o, i) =>
                (o.IntentId, o.Account!.Value, o.OfferId, i + 1, all.Count, o.Score, o.Total, all[0].Score, all[0].Fine, all[0].Total)))
            .Where(place => accounts.IndexOf(place.Value) < 20 && place.IntentId != intents[0]).ToList();
        Assert.That(await Places(accounts[..20]), Is.EquivalentTo(placed));
        foreach (var account in accounts[..20])
            Assert.That(await Places([account]), Is.EquivalentTo(placed.Where(place => place.Value == account)));

        async Task<IEnumerable<(IntentId, AccountId, OfferId, int, int, long, long, long, long, long)>> Places(
            IReadOnlyCollection<AccountId> of) =>
            (await Store.Offers.Places(intents[1..], of, Cancel))
                .Select(p => (p.IntentId, p.Account, p.OfferId, p.Rank, p.Of, p.Score, p.Total, p.LeadScore, p.LeadFine, p.LeadTotal));

        static bool IsRanked(OfferRow offer) =>
            offer.Status is OfferStatus.Live or OfferStatus.Won or OfferStatus.Lost or OfferStatus.Ended;
    }

    [Test]
    public async Task Current_offer_is_the_one_that_stands_else_the_newest()
    {
        var (account, other) = (AccountId.New(), AccountId.New());
        var (a, b, c) = (IntentId.New(), IntentId.New(), IntentId.New());
        var standing = Sample.Offer(a, account, "2", 3) with { Status = OfferStatus.Unconfirmed };
        var newest = Sample.Offer(b, account, "2", 5) with { Status = OfferStatus.Withdrawn };
        await Keep([], [
            Sample.Offer(a, account, "1", 2) with { Status = OfferStatus.Superseded }, standing,
            Sample.Offer(a, account, "3", 4) with { Status = OfferStatus.Refused },
            Sample.Offer(b, account, "1", 4) with { Status = OfferStatus.Superseded }, newest,
            Sample.Offer(c, other)]);
        Assert.That((await Store.Offers.Current(a, account, Cancel))!.Row.OfferId, Is.EqualTo(standing.OfferId));
        Assert.That((await Store.Offers.Current(b, account, Cancel))!.Row.OfferId, Is.EqualTo(newest.OfferId));
        Assert.That(await Store.Offers.Current(c, account, Cancel), Is.Null);
        Assert.That(
            (await Store.Offers.CurrentMany([a, b, c], account, Cancel)).Select(o => o.Row.OfferId),
            Is.EquivalentTo(new[] { standing.OfferId, newest.OfferId }));
    }

    [Test]
    public async Task Offer_is_found_by_its_vendors_key()
    {
        var (intent, account, other) = (IntentId.New(), AccountId.New(), AccountId.New());
        var mine = Sample.Offer(intent, account, "acme-42");
        await Keep([], [mine, Sample.Offer(intent, other, "acme-42"), Sample.Offer(intent, account, "acme-43")]);
        Assert.That((await Store.Offers.ByKey(intent, account, "acme-42", Cancel))!.Row.OfferId, Is.EqualTo(mine.OfferId));
        Assert.That(await Store.Offers.ByKey(intent, account, "acme-44", Cancel), Is.Null);
        Assert.That(await Store.Offers.ByKey(IntentId.New(), account, "acme-42", Cancel), Is.Null);
    }

    [Test]
    public async Task Vendors_offers_are_paged_newest_first()
    {
        var account = AccountId.New();
        var rows = Enumerable.Range(0, 7).Select(i => Sample.Offer(IntentId.New(), account) with
        {
            At = Sample.At + i / 2,
            Status = i == 0 ? OfferStatus.Won : OfferStatus.Live,
        }).ToList();
        await Keep([], rows);
        var first = await Store.Offers.ListByVendor(account, null, true, null, 3, Cancel);
        var rest = await Store.Offers.ListByVendor(account, null, true, (first[^1].Row.At, first[^1].Row.OfferId), 30, Cancel);
        Assert.That(
            first.Concat(rest).Select(r => r.Row.OfferId),
            Is.EqualTo(rows.OrderByDescending(r => (r.At, r.OfferId)).Select(r => r.OfferId)));
        Assert.That(
            (await Store.Offers.ListByVendor(account, OfferStatus.Won, true, null, 30, Cancel)).Single().Row.OfferId,
            Is.EqualTo(rows[0].OfferId));
    }

    [Test]
    public async Task Vendors_offers_are_listed_without_those_it_revised()
    {
        var account = AccountId.New();
        var intent = IntentId.New();
        var live = Sample.Offer(intent, account);
        var withdrawn = Sample.Offer(IntentId.New(), account) with { Status = OfferStatus.Withdrawn };
        await Keep([], [live, Sample.Offer(intent, account, "earlier") with { Status = OfferStatus.Superseded }, withdrawn]);
        Assert.That(
            (await Store.Offers.ListByVendor(account, null, false, null, 10, Cancel)).Select(o => o.Row.OfferId),
            Is.EquivalentTo((OfferId[])[live.OfferId, withdrawn.OfferId]));
        Assert.That(await Store.Offers.BidOn(account, Cancel), Is.EquivalentTo((IntentId[])[intent]));
    }

    private async Task Keep(IReadOnlyList<IntentRow> intents, IReadOnlyList<OfferRow>? offers = null, IReadOnlyList<TextRow>? texts = null)
    {
        var batch = new Batch([Sample.Commit(_partition, ++_position)], intents, offers ?? [], [], texts ?? []);
        Assert.That((await Store.Journal.Append(batch, Cancel)).Conflict, Is.False);
    }
}
