using System.Diagnostics;
using IntentMarket.Contracts;
using IntentMarket.Engine;
using IntentMarket.Engine.Loop;
using IntentMarket.Engine.Market;
using IntentMarket.Services.Access;
using IntentMarket.Services.Market;
using IntentMarket.Services.Notices;
using IntentMarket.Services.Wire;
using IntentMarket.Storage;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;
using RandomCommands = IntentMarket.Tests.Engine.RandomCommands;

namespace IntentMarket.Tests.Stores;

/// <summary>What an account is told has an index, which holds that and nothing else.</summary>
[TestFixtureSource(typeof(TestStores), nameof(TestStores.Kinds))]
public sealed class ToldTests(StoreKind kind) : StoreTests(kind)
{
    private readonly Cursors _cursors = new(new MarketIdentity([7, .. new byte[31]]));

    /// <summary>Random markets by the real loop. What is written for those who go along the end of the feed, event by event, is what each
    /// reads again by the index, of which no item is silent; and a store from before the index is filled in with the same rows.</summary>
    [Test]
    public async Task Index_holds_what_notices_are_written_of_and_is_filled_in_for_what_was_stored_before()
    {
        var place = await TestStores.Fresh(Kind);
        await using (var store = await place.Open())
        {
            await Play(store);
            var writer = Writer(store);
            var accounts = await Accounts(store);
            await Visible(store);
            var live = new List<(AccountId Account, Notice Notice)>();
            var all = (await store.Feed.Read(accounts, default, 100_000, Cancel)).Items;
            var page = new SharedReads(store, all);
            foreach (var item in all)
                live.AddRange((await writer.Write(page, item, Cancel)).Select(notice => (item.Account, notice)));
            var silent = new SortedSet<string>();
            foreach (var account in accounts)
            {
                var again = new List<Notice>();
                foreach (var item in (await store.Feed.Told(account, default, 100_000, Cancel)).Items)
                {
                    var notices = await writer.Write(new SharedReads(store, [item]), item, Cancel);
                    again.AddRange(notices);
                    if (notices.Count == 0)
                        silent.Add($"{EventCodec.Decode(item.Event!).Event.GetType().Name} to {item.Role}");
                }
                Assert.That(
                    again.Select(n => (n.Id, n.Cursor)),
                    Is.EqualTo(live.Where(n => n.Account == account).Select(n => (n.Notice.Id, n.Notice.Cursor))));
                Assert.That(
                    (await store.Feed.Last(account, Cancel))?.Point,
                    Is.EqualTo((await store.Feed.Told(account, default, 100_000, Cancel)).Items[^1].Point));
            }
            // The event does not say which of the others had not confirmed; those are told nothing, and were
            // told of their own offer before.
            silent.Remove("IntentAwarded to Vendor");
            Assert.That(silent, Is.Empty, "nobody reads over what they are not told");
            string[] types =
            [
                NoticeTypes.OfferReceipt, NoticeTypes.OfferReceived, NoticeTypes.OfferRefused, NoticeTypes.OfferLost, NoticeTypes.OfferWon,
                NoticeTypes.IntentClosed,
            ];
            Assert.That(live.Select(n => n.Notice.Type).Distinct(), Is.SupersetOf(types));
        }

        IReadOnlyList<string> rows;
        await using (var store = await place.Open())
        {
            rows = await Rows(store);
            foreach (var sql in new[]
            {
                "DELETE FROM told",
                "UPDATE settings SET number = 0 WHERE name = 'told-to'",
                "UPDATE settings SET number = (SELECT max(feed) FROM events) WHERE name = 'plain-feed'",
            })
                await store.Database.Write((connection, token) => connection.Change(sql, null, token), Cancel);
        }
        var nodes = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(place.Open)));
        Assert.That(await Rows(nodes[0]), Is.EqualTo(rows).And.Not.Empty);
        foreach (var node in nodes)
            await node.DisposeAsync();
    }

    /// <summary>Forty sealed intents take 8,000 offers that are refused: nobody but their vendors is told. And one vendor
    /// follows 2,000 intents.</summary>
    [Test]
    public async Task Page_takes_no_longer_behind_what_the_reader_is_not_told()
    {
        var (customer, vendor, bidder) = (AccountId.New(), AccountId.New(), AccountId.New());
        var partition = NewPartition();
        var intents = new List<(IntentId Id, Pseudonym Customer, Pseudonym Bidder)>();
        for (var chunk = 0; chunk < 4; chunk++)
        {
            var fresh = Enumerable.Range(0, 500)
                .Select(_ => (Id: IntentId.New(), Customer: Pseudonym.New(), Bidder: Pseudonym.New())).ToList();
            intents.AddRange(fresh);
            var parties = fresh.SelectMany(i => new[]
            {
                new PartyRow(i.Id, customer, PartyRole.Customer, i.Customer), new PartyRow(i.Id, vendor, PartyRole.Vendor, Pseudonym.New()),
                new PartyRow(i.Id, bidder, PartyRole.Vendor, i.Bidder),
            }).ToList();
            var opened = fresh.Select(
                i => Sample.Event(i.Id, 1) with { Told = [new ToldTo(i.Customer, null), new ToldTo(i.Customer, i.Id.Value)] });
            await Append(Sample.Commit(partition, chunk + 1, [.. opened]), parties);
        }
        var after = new FeedPoint(0, 0);
        await Visible(Store);
        foreach (var account in new[] { customer, vendor })
        {
            var told = await Store.Feed.Told(account, after, 5_000, Cancel);
            Assert.That(told.Items, Has.Count.EqualTo(account == vendor ? 4_000 : 2_000), "opened, and matched");
        }
        var before = await Measure();
        for (var i = 0; i < 16; i++)
        {
            var refused = Enumerable.Range(0, 500).Select(n => (Intent: intents[n % 40], Seq: 2 + (i * 13) + (n / 40)))
                .Select(e => Sample.Event(e.Intent.Id, e.Seq, e.Intent.Bidder) with { Told = [new ToldTo(e.Intent.Bidder, bidder.Value)] });
            await Append(Sample.Commit(partition, 5 + i, [.. refused]));
        }
        await Visible(Store);
        var behind = await Measure();
        Assert.That((await Store.Feed.Told(customer, (await Store.Feed.Last(customer, Cancel))!.Value.Point, 1, Cancel)).Items, Is.Empty);
        await TestContext.Out.WriteLineAsync($"{Kind}: {before:0.0} ms a page of one before, {behind:0.0} ms behind 8,000 silent events");
        Assert.That(behind, Is.LessThan((5 * before) + 20));

        // The first page, the end, and a page at the end, of the customer and of the vendor who follows all.
        async Task<double> Measure()
        {
            var times = new List<double>();
            for (var i = 0; i < 5; i++)
            {
                var since = Stopwatch.GetTimestamp();
                foreach (var account in new[] { customer, vendor })
                {
                    await Store.Feed.Told(account, after, 1, Cancel);
                    var end = await Store.Feed.Last(account, Cancel);
                    await Store.Feed.Told(account, end!.Value.Point, 1, Cancel);
                }
                times.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds / 6);
            }
            return times.Order().ElementAt(2);
        }
    }

    [Test]
    public async Task What_can_no_longer_be_read_again_is_forgotten()
    {
        var place = await TestStores.Fresh(Kind);
        await using var store = await place.Open();
        var (customer, intent) = (AccountId.New(), IntentId.New());
        var party = new PartyRow(intent, customer, PartyRole.Customer, Pseudonym.New());
        await Append(store, Sample.Commit(1, 1, Told(1)), [party]);
        await store.Feed.Forget(Cancel);
        await Append(store, Sample.Commit(1, 2, Told(2)));
        await store.Feed.Forget(Cancel);
        await Visible(store);
        Assert.That((await store.Feed.Told(customer, default, 10, Cancel)).Items, Has.Count.EqualTo(2), "of this hour");
        // Nine days pass, but for the second.
        var opened = (await store.Feed.Told(customer, default, 10, Cancel)).Items[0].Point.Feed;
        await store.Database.Write((connection, token) => connection.Change(
            "UPDATE feed_hours SET at = at - 777600000, feed = @feed", new { feed = opened + 1 }, token), Cancel);
        await store.Feed.Forget(Cancel);
        await Visible(store);
        Assert.That((await store.Feed.Told(customer, default, 10, Cancel)).Items.Select(i => i.Event!.Seq), Is.EqualTo([2]));

        StoredEvent Told(int seq) => Sample.Event(intent, seq) with { Told = [new ToldTo(party.Pseudonym, null)] };
    }

    /// <summary>Cursors from before they were sealed name nothing that came after, and hold for 7 days.</summary>
    [Test]
    public async Task Cursor_of_the_old_form_is_read_for_seven_days_and_tells_nothing_to_who_makes_it_up()
    {
        var place = await TestStores.Fresh(Kind);
        await using var store = await place.Open();
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        var cursors = new NoticeCursors(_cursors, store, TimeProvider.System);
        var end = store.Feed.Plain.End;
        Assert.That(cursors.Read(AccountId.New(), $"0.0.0.{now:x}"), Is.EqualTo(new FeedCursor(default, 0, now)));
        Assert.That(
            cursors.Read(AccountId.New(), $"{end.Feed + 1_000:x}.5.1.{now:x}"),
            Is.EqualTo(new FeedCursor(end, 0, now)), "there were none such");
        Assert.That(cursors.Read(AccountId.New(), "0.0.0"), Is.Null);
        var later = new NoticeCursors(_cursors, store, new FakeTimeProvider(DateTimeOffset.UtcNow.AddDays(7.1)));
        Assert.That(later.Read(AccountId.New(), $"0.0.0.{now:x}")?.At, Is.Zero, "it is over");
    }

    private NoticeWriter Writer(Store store) => new(
        store, new Eligibility(store, TimeProvider.System), new TermsCache(store, TimeProvider.System),
        new NoticeCursors(_cursors, store, TimeProvider.System));

    private static async Task Play(Store store)
    {
        var loop = new MarketLoop(store.Journal, new Mailbox(), new Unpublished(), storeRetryMs: 0);
        for (var seed = 0; seed < 30; seed++)
        {
            var commands = new RandomCommands(new Random(seed), IntentId.New());
            for (var turn = 0; turn < 12; turn++)
            {
                var batch = Enumerable.Range(0, 5).Select(_ => commands.Next())
                    .Select(c => new Posted(AsEdgesDo(c), Held: false)).ToList();
                await loop.ExecuteOnce([.. batch], Cancel);
                foreach (var posted in batch)
                {
                    if (await posted.Reply is Reply.Recorded { Repeated: false } recorded)
                        commands.Hear(recorded.Event.Event);
                }
            }
        }
    }

    /// <summary>What the random commands leave alike, since no book minds: keys of offers, and texts that are none.</summary>
    private static Command AsEdgesDo(Command command) => command switch
    {
        SubmitOffer c => c with { Key = c.Request.Key },
        PostIntent c => c with { Texts = Texts(c.Texts) },
        AmendIntent c => c with { Texts = Texts(c.Texts) },
        _ => command,
    };

    private static FreeText Texts(FreeText text) =>
        new(new IntentTexts(text.Text, null, new Dictionary<string, string>()).ToJson(), text.Salt);

    private static Task<List<AccountId>> Accounts(Store store) => store.Database.Read(
        (connection, token) =>
            connection.List("SELECT DISTINCT account_id FROM audience ORDER BY 1", new { }, r => r.Id<AccountId>(0), token), Cancel);

    private static async Task<IReadOnlyList<string>> Rows(Store store) => await store.Database.Read(
        (connection, token) => connection.List(
            "SELECT reader, feed, ordinal FROM told ORDER BY 1, 2, 3", new { }, r => $"{r.Id(0)} {r.GetInt64(1)} {r.GetInt32(2)}", token),
        Cancel);

    private Task Append(Commit commit, IReadOnlyList<PartyRow>? parties = null) => Append(Store, commit, parties);

    private static async Task Append(Store store, Commit commit, IReadOnlyList<PartyRow>? parties = null) =>
        Assert.That((await store.Journal.Append(new Batch([commit], [], [], parties ?? [], []), Cancel)).Conflict, Is.False);

    private sealed class Unpublished : IPublisher
    {
        public ValueTask Publish(OutgoingCommit commit, CancellationToken cancel) => ValueTask.CompletedTask;
    }
}
