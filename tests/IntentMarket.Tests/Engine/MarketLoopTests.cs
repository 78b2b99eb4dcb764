using System.Security.Cryptography;
using System.Text;
using IntentMarket.Engine;
using IntentMarket.Engine.Loop;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using IntentMarket.Tests.Simulation;
using NUnit.Framework;

namespace IntentMarket.Tests.Engine;

/// <summary>The turns of the loop that the simulation meets by chance, one by one.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class MarketLoopTests
{
    private readonly FaultyJournal _journal = new();
    private readonly MarketLoop _loop;
    private readonly SimulatedPublisher _publisher = new(new Random(0), new Turns(new Random(0)), Flaw.None) { Stalls = false };

    public MarketLoopTests() => _loop = NewLoop();

    [Test]
    public async Task Batch_is_answered_after_it_is_stored_and_published_in_order()
    {
        var replies = await Turn(_loop, Sample.Post(Sample.Intended()), Offer("A"), Offer("B"), Offer("A"));
        Assert.Multiple(() =>
        {
            Assert.That(replies.Select(Name), Is.EqualTo(["IntentOpened", "OfferAccepted", "OfferAccepted", "OfferAccepted again"]));
            Assert.That(_journal.Commits.Single().Events, Has.Count.EqualTo(3));
            var published = _publisher.Published.Single();
            Assert.That(published.Stored.Events.Select(e => published.Known.AccountOf(e.Vendor)), Is.EqualTo(
                new AccountId?[] { null, Sample.Id("account of A"), Sample.Id("account of B") }));
            Assert.That(published.Events, Is.EqualTo(published.Stored.Events.Select(EventCodec.Decode)).Using<RecordedEvent>(
                (one, other) => Dump.Text(one) == Dump.Text(other)));
        });
    }

    [Test]
    public async Task Answer_that_records_nothing_does_not_come_from_a_stale_book()
    {
        var other = NewLoop();
        await Turn(_loop, Sample.Post(Sample.Intended()), Offer("A"));
        var offer = Offer("A").OfferId;
        var customer = new Party(Sample.Id("account of customer"), Sample.Customer);
        await Turn(
            other,
            new AmendIntent(
                Sample.Intent, customer, Sample.At(20), Sample.Request("amend"), 1, Sample.Intended(hash: "terms-2"), Sample.Text("")));
        var replies = await Turn(
            _loop, new ConfirmOffer(Sample.Intent, Sample.Party("A"), Sample.At(21), Sample.Request("confirm"), offer, "terms-2", false));
        Assert.That(replies.Select(Name), Is.EqualTo(["OfferAccepted"]), "the old book would say that the offer is live under other terms");
    }

    [Test]
    public async Task Commit_of_another_writer_is_published_before_the_own_that_follows()
    {
        var other = NewLoop();
        await Turn(_loop, Sample.Post(Sample.Intended()));
        await Turn(other, Offer("A"));
        await Turn(_loop, Offer("B"));
        Assert.That(
            _publisher.Published.Select(c => c.Stored.Position), Is.EqualTo([1, 2, 2, 3]),
            "each of the two loops hands out what it has not seen");
    }

    [Test]
    public async Task Store_that_is_down_is_told_at_once_and_what_stands_in_a_queue_waits()
    {
        _journal.Faults.Enqueue(new StoreDownException("out", maybeStored: false));
        _journal.Faults.Enqueue(new StoreDownException("out", maybeStored: false));
        var replies = await Turn(_loop, new Posted(Sample.Post(Sample.Intended()), Held: true), new Posted(Offer("A"), Held: false));
        Assert.That(replies.Select(Name), Is.EqualTo(["IntentOpened", "Down"]));
    }

    [Test]
    public async Task Connection_lost_after_the_commit_is_found_out_by_deciding_again()
    {
        _journal.LoseAfterCommit = true;
        var replies = await Turn(_loop, Sample.Post(Sample.Intended()), Offer("A"));
        Assert.That(replies.Select(Name), Is.EqualTo(["IntentOpened again", "OfferAccepted again"]));
        Assert.That(
            _publisher.Published.Select(c => c.Stored.Position), Is.EqualTo([1]),
            "what was stored is published, though nobody said that it was");
    }

    [Test]
    public async Task Connection_lost_at_the_commit_and_a_store_that_stays_away_is_unknown()
    {
        _journal.LoseAfterCommit = true;
        _journal.FaultsAfterLoss = 1;
        var replies = await Turn(_loop, new Posted(Sample.Post(Sample.Intended()), Held: true), new Posted(Offer("A"), Held: false));
        Assert.That(
            replies.Select(Name), Is.EqualTo(["IntentOpened again", "Unknown"]), "down would say that nothing was recorded, and it was");
    }

    [Test]
    public async Task Conflict_without_an_end_is_given_up()
    {
        _journal.Conflicts = Limits.ConflictRetriesMax + 1;
        var replies = await Turn(_loop, Sample.Post(Sample.Intended()));
        Assert.That(replies.Select(Name), Is.EqualTo(["Down"]));
        _journal.Conflicts = Limits.ConflictRetriesMax;
        replies = await Turn(_loop, Sample.Post(Sample.Intended()));
        Assert.That(replies.Select(Name), Is.EqualTo(["IntentOpened"]));
    }

    [Test]
    public async Task Forgotten_partition_is_read_again_and_its_gap_is_left_to_who_takes_it_over()
    {
        var other = NewLoop();
        await Turn(_loop, Sample.Post(Sample.Intended()));
        await Turn(other, Offer("A"));
        _publisher.Published.Clear();
        _loop.Forget(Partitions.Of(Sample.Intent));
        var replies = await Turn(_loop, Offer("A"), Offer("B"));
        Assert.That(replies.Select(Name), Is.EqualTo(["OfferAccepted again", "OfferAccepted"]));
        Assert.That(_publisher.Published.Select(c => c.Stored.Position), Is.EqualTo([3]));
    }

    [Test]
    public async Task Unknown_intent_is_not_found_and_takes_no_memory()
    {
        var replies = await Turn(_loop, Offer("A"), new Wake(Sample.Intent, 0));
        Assert.That(replies.Select(r => ((Reply.Refused)r).Code), Is.All.EqualTo(Problems.NotFound));
        Assert.That(_journal.Commits, Is.Empty);
    }

    [Test]
    public void Shelf_keeps_the_books_that_were_used_last()
    {
        var shelf = new BookCache();
        var ids = Enumerable.Range(0, Limits.BooksMax + 2).Select(i => new IntentId(new Guid(i, 0, 0, new byte[8]))).ToList();
        foreach (var id in ids)
            shelf.Add(new Book(id));
        shelf.Get(ids[0]);
        shelf.Trim();
        Assert.That(ids.Where(id => !shelf.Has(id)), Is.EqualTo([ids[1], ids[2]]));
        shelf.RemovePartition(Partitions.Of(ids[5]));
        Assert.That(ids.Where(shelf.Has).Select(Partitions.Of), Has.None.EqualTo(Partitions.Of(ids[5])));
    }

    [Test]
    public async Task Mailbox_is_bounded_and_hands_out_at_most_a_batch()
    {
        var mailbox = new Mailbox();
        var posted = new Posted(new Wake(Sample.Intent, 0), Held: false);
        var taken = Enumerable.Range(0, Limits.MailboxMax + 1).Count(_ => mailbox.TryPost(posted));
        Assert.That(taken, Is.EqualTo(Limits.MailboxMax));
        var batch = new List<Posted>();
        await mailbox.Collect(batch, CancellationToken.None);
        Assert.That(batch, Has.Count.EqualTo(Limits.BatchMax));
        Assert.That(mailbox.TryPost(posted), Is.True);
    }

    [Test]
    public async Task Broken_invariant_stops_its_partition_alone()
    {
        var intents = Enumerable.Range(0, 4).Select(i => (IntentId)Sample.Id($"intent {i}")).DistinctBy(Partitions.Of).Take(2).ToArray();
        await Turn(_loop, [.. intents.Select(PostAs)]);
        _journal.Altered = intents[0];
        var broken = new List<(int Partition, Exception Why)>();
        var loop = new MarketLoop(_journal, new Mailbox(), _publisher, storeRetryMs: 0, onBroken: (partition, why) =>
            broken.Add((partition, why)));

        var held = new Posted(OfferOn(intents[0]), Held: true);
        var batch = intents.Select(OfferOn).Select(c => new Posted(c, Held: false)).ToArray();
        await loop.ExecuteOnce([held, .. batch], CancellationToken.None);
        Assert.That((await Task.WhenAll(batch.Select(p => p.Reply))).Select(Name), Is.EqualTo(["Down", "OfferAccepted"]));
        Assert.That(held.Reply.IsCompleted, Is.False, "it stays in its queue");
        Assert.That(broken.Select(b => b.Partition), Is.EqualTo([Partitions.Of(intents[0])]));
        Assert.That(broken[0].Why, Is.InstanceOf<InvalidDataException>());

        _journal.Altered = null;
        Assert.That(
            (await Turn(loop, [.. intents.Select(OfferOn)])).Select(Name), Is.EqualTo(["Down", "OfferAccepted again"]),
            "it does not start again by itself");
        Assert.That((await Turn(NewLoop(), OfferOn(intents[0]))).Select(Name), Is.EqualTo(["OfferAccepted"]), "the journal is as it was");

        static Command PostAs(IntentId intent) => Sample.Post(Sample.Intended()) with { IntentId = intent };
        static Command OfferOn(IntentId intent) => Offer("A") with { IntentId = intent, OfferId = Sample.Id($"offer on {intent}") };
    }

    [Test]
    public async Task Event_of_a_newer_build_stops_its_intent_alone()
    {
        var intents = Enumerable.Range(0, 200).Select(i => (IntentId)Sample.Id($"intent {i}"))
            .GroupBy(Partitions.Of).First(p => p.Count() > 1).Take(2).ToArray();
        await Turn(_loop, [.. intents.Select(PostAs)]);
        _journal.Newer = intents[0];
        var broken = new List<int>();
        var loop = new MarketLoop(_journal, new Mailbox(), _publisher, storeRetryMs: 0, onBroken: (partition, _) => broken.Add(partition));
        var replies = await Turn(loop, [OfferOn(intents[0]), OfferOn(intents[1]), new Wake(intents[0], Sample.At(5_000))]);
        Assert.That(replies.Select(Name), Is.EqualTo([Problems.Down, "OfferAccepted", Problems.NotOpen]), "one partition");
        Assert.That(broken, Is.Empty);

        static Command PostAs(IntentId intent) => Sample.Post(Sample.Intended()) with { IntentId = intent };
        static Command OfferOn(IntentId intent) => Offer("A") with { IntentId = intent, OfferId = Sample.Id($"offer on {intent}") };
    }

    private MarketLoop NewLoop() => new(_journal, new Mailbox(), _publisher, storeRetryMs: 0);

    private static SubmitOffer Offer(string vendor) => Sample.Submit(new OfferTerms("terms-1", 9000), vendor);

    private static Task<List<Reply>> Turn(MarketLoop loop, params Command[] commands) =>
        Turn(loop, [.. commands.Select(c => new Posted(c, Held: false))]);

    private static async Task<List<Reply>> Turn(MarketLoop loop, params Posted[] batch)
    {
        await loop.ExecuteOnce(batch, CancellationToken.None);
        Assert.That(batch.All(p => p.Reply.IsCompleted));
        return [.. await Task.WhenAll(batch.Select(p => p.Reply))];
    }

    private static string Name(Reply reply) => reply switch
    {
        Reply.Recorded recorded => recorded.Event.Event.GetType().Name + (recorded.Repeated ? " again" : ""),
        Reply.Refused refused => refused.Code,
        _ => reply.GetType().Name,
    };

    /// <summary>A journal that fails when it is told to.</summary>
    private sealed class FaultyJournal : IJournal
    {
        private readonly SimulatedJournal _inner =
            new(new Random(0), new Turns(new Random(0)), Flaw.None) { IsHealthy = true, Stalls = false };

        public Queue<StoreDownException> Faults { get; } = [];

        public bool LoseAfterCommit { get; set; }

        public int FaultsAfterLoss { get; set; }

        public int Conflicts { get; set; }

        /// <summary>An intent of whose events the store gives back other bytes than it was given.</summary>
        public IntentId? Altered { get; set; }

        /// <summary>An intent whose first event is of a kind that a newer build wrote.</summary>
        public IntentId? Newer { get; set; }

        public IEnumerable<Commit> Commits => _inner.Commits;

        public int Loops => 1;

        public async Task<Appended> Append(Batch batch, CancellationToken cancel)
        {
            Fail();
            if (Conflicts-- > 0)
                return new Appended(Conflict: true, 0);
            var appended = await _inner.Append(batch, cancel);
            if (LoseAfterCommit)
            {
                LoseAfterCommit = false;
                for (; FaultsAfterLoss > 0; FaultsAfterLoss--)
                    Faults.Enqueue(new StoreDownException("out", maybeStored: false));
                throw new StoreDownException("lost", maybeStored: true);
            }
            return appended;
        }

        public async Task<IReadOnlyList<StoredEvent>> ReadIntents(IReadOnlyCollection<IntentId> intents, CancellationToken cancel)
        {
            Fail();
            var events = await _inner.ReadIntents(intents, cancel);
            return [.. events.Select(e => e.IntentId == Newer ? OfNewer(e) : e.IntentId == Altered
                ? e with { Bytes = [.. e.Bytes.Select(b => b == (byte)'G' ? (byte)'H' : b)] }
                : e)];
        }

        private static StoredEvent OfNewer(StoredEvent e)
        {
            var text = Encoding.UTF8.GetString(e.Bytes).Replace("\"IntentOpened\"", "\"IntentAsked\"", StringComparison.Ordinal);
            var bytes = Encoding.UTF8.GetBytes(text);
            return e with { Bytes = bytes, Hash = SHA256.HashData(bytes) };
        }

        public Task<StoredEvent?> ReadEvent(IntentId intentId, int seq, CancellationToken cancel) =>
            _inner.ReadEvent(intentId, seq, cancel);

        public Task<IReadOnlyList<Commit>> ReadCommits(int partition, long after, int limit, CancellationToken cancel) =>
            _inner.ReadCommits(partition, after, limit, cancel);

        public Task<IReadOnlyDictionary<int, long>> Heads(IReadOnlyCollection<int> partitions, CancellationToken cancel)
        {
            Fail();
            return _inner.Heads(partitions, cancel);
        }

        private void Fail()
        {
            if (Faults.TryDequeue(out var fault))
                throw fault;
        }
    }
}
