using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using NUnit.Framework;

namespace IntentMarket.Tests.Stores;

[TestFixtureSource(typeof(TestStores), nameof(TestStores.Kinds))]
public sealed class JournalTests(StoreKind kind) : StoreTests(kind)
{
    [Test]
    public async Task What_was_appended_is_read_byte_for_byte()
    {
        var (a, b, vendor) = (IntentId.New(), IntentId.New(), Pseudonym.New());
        var (first, second) = (NewPartition(), NewPartition());
        var events = new[] { Sample.Event(a, 1), Sample.Event(b, 1), Sample.Event(a, 2, vendor) };
        var batch = Sample.Batch(
            Sample.Commit(second, 1, events[1]),
            Sample.Commit(first, 1, events[0], events[2]));
        var appended = await Store.Journal.Append(batch, Cancel);
        Assert.That(appended.Conflict, Is.False);

        var read = await Store.Journal.ReadIntents([a, b, IntentId.New()], Cancel);
        Assert.That(read, Has.Count.EqualTo(3));
        Same(read.Single(e => e.IntentId == b), events[1], second, 1, appended.Feed, ordinal: 0);
        var ofA = read.Where(e => e.IntentId == a).ToList();
        Same(ofA[0], events[0], first, 1, appended.Feed, ordinal: 1);
        Same(ofA[1], events[2], first, 1, appended.Feed, ordinal: 2);

        Same((await Store.Journal.ReadEvent(a, 2, Cancel))!, events[2], first, 1, appended.Feed, ordinal: 2);
        Assert.That(await Store.Journal.ReadEvent(a, 3, Cancel), Is.Null);

        static void Same(StoredEvent got, StoredEvent want, int partition, long position, long feed, int ordinal)
        {
            Assert.Multiple(() =>
            {
                Assert.That(got.Bytes, Is.EqualTo(want.Bytes));
                Assert.That(got.Hash, Is.EqualTo(want.Hash));
                Assert.That(
                    (got.IntentId, got.Seq, got.At, got.Vendor, got.Partition, got.Position, got.Feed, got.Ordinal),
                    Is.EqualTo((want.IntentId, want.Seq, want.At, want.Vendor, partition, position, feed, ordinal)));
            });
        }
    }

    [Test]
    public async Task Commits_are_read_in_the_order_of_positions_with_their_events()
    {
        var (partition, other, intent) = (NewPartition(), NewPartition(), IntentId.New());
        await Store.Journal.Append(
            Sample.Batch(Sample.Commit(partition, 1, Sample.Event(intent, 1)), Sample.Commit(other, 1, Sample.Event(IntentId.New(), 1))),
            Cancel);
        await Store.Journal.Append(
            Sample.Batch(Sample.Commit(partition, 2), Sample.Commit(partition, 3, Sample.Event(intent, 2), Sample.Event(intent, 3))),
            Cancel);

        var commits = await Store.Journal.ReadCommits(partition, 0, 10, Cancel);
        Assert.That(string.Join(' ', commits.Select(c => $"{c.Position}:{c.Events.Count}")), Is.EqualTo("1:1 2:0 3:2"));
        Assert.That(commits[2].Events.Select(e => e.Seq), Is.EqualTo(Enumerable.Range(2, 2)));
        Assert.That((await Store.Journal.ReadCommits(partition, 1, 1, Cancel)).Single().Position, Is.EqualTo(2));

        var heads = await Store.Journal.Heads([partition, other, 999_999], Cancel);
        Assert.That(heads, Is.EquivalentTo(new Dictionary<int, long> { [partition] = 3, [other] = 1, [999_999] = 0 }));
    }

    [Test]
    public async Task Taken_position_is_a_conflict_and_nothing_of_the_batch_is_stored()
    {
        var (taken, free) = (NewPartition(), NewPartition());
        await Store.Journal.Append(Sample.Batch(Sample.Commit(taken, 1, Sample.Event(IntentId.New(), 1))), Cancel);

        var intent = IntentId.New();
        var late = Sample.Batch(Sample.Commit(free, 1, Sample.Event(intent, 1)), Sample.Commit(taken, 1, Sample.Event(IntentId.New(), 1)))
            with
        { Intents = [Sample.Intent(intent)] };
        Assert.That(await Store.Journal.Append(late, Cancel), Is.EqualTo(new Appended(Conflict: true, 0)));
        Assert.That(await Store.Journal.ReadIntents([intent], Cancel), Is.Empty);
        Assert.That(await Store.Intents.Get(intent, Cancel), Is.Null);
        Assert.That((await Store.Journal.Heads([free], Cancel))[free], Is.Zero);
    }

    [Test]
    public async Task Same_batch_twice_is_a_conflict()
    {
        var batch = Sample.Batch(Sample.Commit(NewPartition(), 1, Sample.Event(IntentId.New(), 1)));
        Assert.That((await Store.Journal.Append(batch, Cancel)).Conflict, Is.False);
        Assert.That((await Store.Journal.Append(batch, Cancel)).Conflict, Is.True);
    }

    [Test]
    public async Task Event_that_is_stored_already_is_a_conflict()
    {
        var (partition, intent) = (NewPartition(), IntentId.New());
        await Store.Journal.Append(Sample.Batch(Sample.Commit(partition, 1, Sample.Event(intent, 1))), Cancel);
        Assert.That(
            (await Store.Journal.Append(Sample.Batch(Sample.Commit(partition, 2, Sample.Event(intent, 1))), Cancel)).Conflict, Is.True);
        Assert.That((await Store.Journal.Heads([partition], Cancel))[partition], Is.EqualTo(1));
    }

    [Test]
    public async Task Feed_grows_with_each_batch()
    {
        var partition = NewPartition();
        var feeds = new List<long>();
        for (var position = 1; position <= 5; position++)
        {
            feeds.Add((await Store.Journal.Append(
                Sample.Batch(Sample.Commit(partition, position, Sample.Event(IntentId.New(), 1))), Cancel)).Feed);
        }
        Assert.That(feeds, Is.Ordered.And.Unique);
    }

    [Test]
    public async Task Of_writers_that_race_for_every_position_exactly_one_gets_each()
    {
        const int Positions = 1_000;
        await using var otherNode = await Place.Open();
        var (first, second) = (NewPartition(), NewPartition());
        var won = new int[2];
        await Task.WhenAll(Task.Run(() => Race(0, [first, second])), Task.Run(() => Race(1, [second, first])));

        var heads = await Store.Journal.Heads([first, second], Cancel);
        Assert.That(heads.Values, Is.All.EqualTo(Positions));
        Assert.That(won.Sum(), Is.EqualTo(Positions));
        var commits = await Store.Journal.ReadCommits(second, 0, 2 * Positions, Cancel);
        Assert.That(commits.Select(c => c.Position), Is.EqualTo(Enumerable.Range(1, Positions).Select(p => (long)p)));
        Assert.That(commits.Select(c => c.Events[0].Feed), Is.Ordered.Ascending);
        Assert.That(commits.SelectMany(c => c.Events), Has.Exactly(Positions).Items);
        TestContext.Out.WriteLine($"{Kind}: won {won[0]} and {won[1]}");

        async Task Race(int writer, int[] partitions)
        {
            var journal = writer == 0 ? Store.Journal : otherNode.Journal;
            for (var position = 1L; position <= Positions;)
            {
                var batch = Sample.Batch([.. partitions.Select(p => Sample.Commit(p, position, Sample.Event(IntentId.New(), 1)))]);
                if (!(await journal.Append(batch, Cancel)).Conflict)
                    won[writer]++;
                else if ((await journal.Heads(partitions, Cancel)).Values is var heads && heads.Min() < position)
                    Assert.Fail("a conflict, and the position is still free");
                position = (await journal.Heads([first], Cancel))[first] + 1;
            }
        }
    }

    [Test]
    public async Task Rows_and_texts_come_with_their_batch()
    {
        var (intent, account) = (IntentId.New(), AccountId.New());
        var batch = Sample.Batch(Sample.Commit(NewPartition(), 1, Sample.Event(intent, 1))) with
        {
            Intents = [Sample.Intent(intent, account: account)],
            Texts = [Sample.Text(intent, intent, "texts", "{\"title\":\"Stroller\"}", account)],
            Parties = [new PartyRow(intent, account, PartyRole.Customer, Pseudonym.New())],
        };
        await Store.Journal.Append(batch, Cancel);
        var read = await Store.Intents.Get(intent, Cancel);
        Assert.That(read!.Texts, Is.EqualTo("{\"title\":\"Stroller\"}"));
        Assert.That(await Store.Audiences.Find(intent, account, Cancel), Is.EqualTo(batch.Parties[0]));
    }

    [Test]
    public async Task Greatest_amounts_stay_exact()
    {
        var (intent, account) = (IntentId.New(), AccountId.New());
        var offer = Sample.Offer(intent, account) with
        {
            Total = 9_007_199_254_740_993,
            Score = 99_999_999,
            Points = [long.MaxValue, long.MinValue, 0],
        };
        await Store.Journal.Append(
            Sample.Batch(Sample.Commit(NewPartition(), 1, Sample.Event(intent, 1))) with
            {
                Intents = [Sample.Intent(intent)],
                Offers = [offer],
            }, Cancel);
        var read = (await Store.Offers.Get(offer.OfferId, Cancel))!.Row;
        Assert.That(read.Total, Is.EqualTo(offer.Total));
        Assert.That(read.Points, Is.EqualTo(offer.Points));
    }
}
