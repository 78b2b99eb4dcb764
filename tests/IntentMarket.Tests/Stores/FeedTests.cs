using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Storage;
using NUnit.Framework;

namespace IntentMarket.Tests.Stores;

[TestFixtureSource(typeof(TestStores), nameof(TestStores.Kinds))]
public sealed class FeedTests(StoreKind kind) : StoreTests(kind)
{
    [Test]
    public async Task Vendor_is_told_of_the_match_then_of_what_concerns_it_or_all()
    {
        var (partition, intent) = (NewPartition(), IntentId.New());
        var customer = Party(intent, PartyRole.Customer);
        var (matched, bidder, stranger) = (Party(intent), Party(intent), AccountId.New());
        var start = await Store.Feed.End(Cancel);
        await Append(
            [Sample.Commit(partition, 1, Sample.Event(intent, 1))], [customer], [Sample.Intent(intent, partition, customer.Account)]);
        var (feed, added) = await Store.Audiences.Add(intent, [matched], Sample.At + 77, Cancel);
        Assert.That(added, Is.EqualTo(new[] { matched }));
        await Append(
            [Sample.Commit(partition, 2, Sample.Event(intent, 2, matched.Pseudonym), Sample.Event(intent, 3, bidder.Pseudonym))],
            [bidder, matched]);
        await Append([Sample.Commit(partition, 3, Sample.Event(intent, 4))]);

        await Visible(Store);
        Assert.That(await Told(customer.Account), Is.EqualTo("1 2 3 4"));
        Assert.That(await Told(matched.Account), Is.EqualTo("match 2 4"));
        Assert.That(await Told(bidder.Account), Is.EqualTo("match 3 4"));
        Assert.That(await Told(stranger), Is.Empty);

        var match = (await Store.Feed.Read([matched.Account], start, 10, Cancel)).Items[0];
        Assert.That(match, Is.EqualTo(new FeedItem(
            new FeedPoint(feed, Audiences.MatchOrdinal), Sample.At + 77, matched.Account, PartyRole.Vendor, matched.Pseudonym, intent,
            partition, null)));
        var last = (await Store.Feed.Read([matched.Account], start, 10, Cancel)).Items[^1];
        Assert.That((last.At, last.Partition, last.Event!.Seq), Is.EqualTo((Sample.At, partition, 4)), "the time of the event");

        async Task<string> Told(AccountId account) => string.Join(
            ' ', (await Store.Feed.Read([account], start, 100, Cancel)).Items.Select(i => i.Event?.Seq.ToString() ?? "match"));
    }

    [Test]
    public async Task Vendor_matched_twice_stays_where_it_was()
    {
        var (intent, vendor) = (IntentId.New(), AccountId.New());
        var party = new PartyRow(intent, vendor, PartyRole.Vendor, Pseudonym.New());
        var start = await Store.Feed.End(Cancel);
        Assert.That((await Store.Audiences.Add(intent, [party], 1, Cancel)).Added, Has.Count.EqualTo(1));
        Assert.That((await Store.Audiences.Add(intent, [party, Party(intent)], 2, Cancel)).Added, Has.Count.EqualTo(1));
        var item = (await Store.Feed.Read([vendor], start, 10, Cancel)).Items.Single();
        Assert.That(
            await Store.Audiences.Told(intent, [vendor, AccountId.New()], Cancel), Is.EqualTo(new[] { (party, item.Point, 1L) }),
            "told again as it was first");
        Assert.That(await Store.Audiences.Find(intent, vendor, Cancel), Is.EqualTo(party));
        Assert.That(await Store.Audiences.Find(intent, AccountId.New(), Cancel), Is.Null);
    }

    [Test]
    public async Task Only_vendors_with_a_broker_credential_have_an_inbox()
    {
        var intent = IntentId.New();
        var (with, without) = (Party(intent), Party(intent));
        await Store.Audiences.Add(intent, [with, without], 1, Cancel);
        await Store.Accounts.AddCredential(new BrokerCredential(Guid.NewGuid(), with.Account, "v." + with.Account, 1), 10, Cancel);
        Assert.That(await Store.Audiences.WithInbox(intent, long.MaxValue, Cancel), Is.EqualTo(new[] { with }));
    }

    [Test]
    public async Task Empty_read_ends_where_the_feed_ends()
    {
        await Append([Sample.Commit(NewPartition(), 1, Sample.Event(IntentId.New(), 1))]);
        var end = await Store.Feed.End(Cancel);
        var page = await Store.Feed.Read([AccountId.New()], default, 10, Cancel);
        Assert.That((page.Items.Count, page.End, page.More, page.Waiting), Is.EqualTo((0, end, false, false)));
        var ahead = new FeedPoint(end.Feed + 1_000, 5);
        Assert.That((await Store.Feed.Read([AccountId.New()], ahead, 10, Cancel)).End, Is.EqualTo(ahead), "a reader never goes back");
    }

    /// <summary>A random market, read in pages of every kind of length by both ways of reading, against the rule
    /// written down once more.</summary>
    [Test]
    public async Task Every_way_of_reading_tells_what_the_rule_says([Values(1, 2, 3, 4)] int seed)
    {
        var random = new Random(seed);
        var accounts = Enumerable.Range(0, 6).Select(_ => AccountId.New()).ToList();
        var start = await Store.Feed.End(Cancel);
        var (market, silent) = (new List<Told>(), new HashSet<(IntentId Intent, int Seq)>());
        var parties = new Dictionary<(IntentId Intent, AccountId Account), (PartyRow Row, long Feed)>();
        var intents = new List<(IntentId Id, int Partition, int Seq)>();
        var positions = new Dictionary<int, long>();
        var partitions = Enumerable.Range(0, 3).Select(_ => NewPartition()).ToList();
        for (var step = 0; step < 40; step++)
        {
            if (intents.Count > 0 && random.Next(3) == 0)
                await Match(intents[random.Next(intents.Count)].Id);
            else
                await Commit();
        }

        await Visible(Store);
        var want = market.Where(t => t.Point > start).OrderBy(t => (t.Point.Feed, t.Point.Ordinal, t.Account)).ToList();
        var stores = new[]
        {
            Store.Feed,
            new FeedReads(Store.Database) { EventsMax = 3 },
            new FeedReads(Store.Database) { EventsMax = 1 },
        };
        foreach (var feed in stores)
        {
            foreach (var limit in new[] { 1, 2, 7, 1_000 })
            {
                Assert.That(await ReadAll(feed, accounts, limit), Is.EqualTo(want));
                Assert.That(await ReadAll(feed, [accounts[0]], limit), Is.EqualTo(want.Where(t => t.Account == accounts[0])));
            }
        }

        // One account reads by the index of what it is told, which leaves out the events that are told to nobody.
        foreach (var account in accounts)
        {
            var told = want.Where(t => t.Account == account && !(t.Seq is { } seq && silent.Contains((t.Intent, seq)))).ToList();
            foreach (var limit in new[] { 1, 2, 7, 1_000 })
            {
                var read = new List<Told>();
                for (var (after, more) = (start, true); more; after = read.Count > 0 ? read[^1].Point : after)
                {
                    (var items, more) = await Store.Feed.Told(account, after, limit, Cancel);
                    Assert.That(items, Has.Count.LessThanOrEqualTo(limit));
                    read.AddRange(items.Select(i => new Told(i.Point, i.Account, i.IntentId, i.Event?.Seq)));
                }
                Assert.That(read, Is.EqualTo(told));
            }
            Assert.That((await Store.Feed.Last(account, Cancel))?.Point, Is.EqualTo(told.Count > 0 ? told[^1].Point : null));
        }

        async Task Match(IntentId intent)
        {
            var chosen = accounts.Where(
                a => random.Next(3) == 0 && !(parties.TryGetValue((intent, a), out var p) && p.Row.Role == PartyRole.Customer));
            var rows = chosen.Select(a => new PartyRow(
                intent, a, PartyRole.Vendor, parties.TryGetValue((intent, a), out var p) ? p.Row.Pseudonym : Pseudonym.New())).ToList();
            var (feed, added) = await Store.Audiences.Add(intent, rows, Sample.At, Cancel);
            Assert.That(added, Is.EquivalentTo(rows.Where(r => !parties.ContainsKey((intent, r.Account)))));
            foreach (var row in added)
            {
                parties[(intent, row.Account)] = (row, feed);
                market.Add(new Told(new FeedPoint(feed, -1), row.Account, intent, null));
            }
        }

        async Task Commit()
        {
            var (rows, newParties) = (new List<IntentRow>(), new List<PartyRow>());
            var events = partitions.ToDictionary(p => p, _ => new List<StoredEvent>());
            for (var i = random.Next(1, 6); i > 0; i--)
            {
                var fresh = intents.Count == 0 || random.Next(3) == 0;
                var index = fresh ? intents.Count : random.Next(intents.Count);
                var account = accounts[random.Next(accounts.Count)];
                if (fresh)
                {
                    intents.Add((IntentId.New(), partitions[random.Next(3)], 0));
                    var customer = new PartyRow(intents[index].Id, account, PartyRole.Customer, Pseudonym.New());
                    newParties.Add(customer);
                    parties[(customer.IntentId, account)] = (customer, 0);
                    rows.Add(Sample.Intent(customer.IntentId, intents[index].Partition, account));
                }

                var (id, partition, seq) = intents[index];
                intents[index] = (id, partition, seq + 1);
                Pseudonym? vendor = null;
                if (!fresh && random.Next(4) != 0
                    && !(parties.TryGetValue((id, account), out var party) && party.Row.Role == PartyRole.Customer))
                {
                    if (party.Row is null)
                    {
                        newParties.Add(new PartyRow(id, account, PartyRole.Vendor, Pseudonym.New()));
                        parties[(id, account)] = (newParties[^1], -newParties.Count);
                        vendor = newParties[^1].Pseudonym;
                    }
                    else
                    {
                        vendor = party.Row.Pseudonym;
                    }
                }

                var customerOf = parties.First(p => p.Key.Intent == id && p.Value.Row.Role == PartyRole.Customer).Value.Row.Pseudonym;
                if (random.Next(4) == 0)
                    silent.Add((id, seq + 1));
                events[partition].Add(Sample.Event(id, seq + 1, vendor) with
                {
                    Told = silent.Contains((id, seq + 1)) ? []
                        : fresh ? [new ToldTo(customerOf, null)]
                        : vendor is { } about ? [new ToldTo(customerOf, null), new ToldTo(about, seq % 2 == 0 ? account.Value : null)]
                        : [new ToldTo(customerOf, null), new ToldTo(customerOf, id.Value)],
                });
            }

            var commits = events.Where(e => e.Value.Count > 0)
                .Select(e => Sample.Commit(e.Key, positions[e.Key] = positions.GetValueOrDefault(e.Key) + 1, [.. e.Value])).ToList();
            var feed = await Append(commits, newParties, rows);
            foreach (var (index, row) in newParties.Index())
            {
                parties[(row.IntentId, row.Account)] = (row, feed);
                if (row.Role == PartyRole.Vendor)
                    market.Add(new Told(new FeedPoint(feed, -1 - index), row.Account, row.IntentId, null));
            }

            foreach (var (ordinal, e) in commits.SelectMany(c => c.Events).Index())
            {
                foreach (var (row, since) in parties.Values.Where(p => p.Row.IntentId == e.IntentId && p.Feed <= feed))
                {
                    if (row.Role == PartyRole.Customer || (e.Seq > 1 && (e.Vendor is null || e.Vendor == row.Pseudonym)))
                        market.Add(new Told(new FeedPoint(feed, ordinal), row.Account, e.IntentId, e.Seq));
                }
            }
        }

        async Task<List<Told>> ReadAll(FeedReads feed, IReadOnlyCollection<AccountId> readers, int limit)
        {
            var told = new List<Told>();
            var after = start;
            while (true)
            {
                var page = await feed.Read(readers, after, limit, Cancel);
                told.AddRange(page.Items.Select(i => new Told(i.Point, i.Account, i.IntentId, i.Event?.Seq)));
                Assert.That(page.End, Is.GreaterThanOrEqualTo(after));
                Assert.That(page.Items, Has.Count.LessThan(limit + readers.Count));
                after = page.End;
                if (!page.More)
                    return [.. told.OrderBy(t => (t.Point.Feed, t.Point.Ordinal, t.Account))];
            }
        }
    }

    private static PartyRow Party(IntentId intent, PartyRole role = PartyRole.Vendor) =>
        new(intent, AccountId.New(), role, Pseudonym.New());

    private async Task<long> Append(
        IReadOnlyList<Commit> commits, IReadOnlyList<PartyRow>? parties = null, IReadOnlyList<IntentRow>? intents = null)
    {
        var appended = await Store.Journal.Append(new Batch(commits, intents ?? [], [], parties ?? [], []), Cancel);
        Assert.That(appended.Conflict, Is.False);
        return appended.Feed;
    }

    private sealed record Told(FeedPoint Point, AccountId Account, IntentId Intent, int? Seq);
}
