using IntentMarket.Engine;
using IntentMarket.Engine.Market;

namespace IntentMarket.Tests.Simulation;

/// <summary>What may be wrong with a journal or a publisher on purpose, to see that the checks fail.</summary>
public enum Flaw
{
    None,

    /// <summary>Two writers may both take a position.</summary>
    SkipsThePositionCheck,

    /// <summary>It says stored, and stores later, if at all.</summary>
    AnswersBeforeStoring,

    /// <summary>Of several commits in a batch it stores the first.</summary>
    TearsBatches,

    /// <summary>Now and then it stores the events and not the rows.</summary>
    LosesRows,

    /// <summary>A book is read without its last event.</summary>
    ReadsOldBooks,

    /// <summary>A connection that is lost at the commit is told as lost before it.</summary>
    SaysThatNothingWasStored,

    /// <summary>A commit is not handed out, now and then.</summary>
    PublishesWithGaps,
}

/// <summary>Lets one waiter run after the other, in an order that the seed decides: all on one thread, so a run can be repeated.</summary>
internal sealed class Turns(Random random)
{
    private readonly List<TaskCompletionSource> _waiting = [];

    public Task Next()
    {
        var waiter = new TaskCompletionSource();
        _waiting.Add(waiter);
        return waiter.Task;
    }

    /// <summary>Now and then a long one.</summary>
    public async Task Wait()
    {
        for (var turns = random.Next(10) == 0 ? random.Next(40) : random.Next(3); turns > 0; turns--)
            await Next();
    }

    public bool Release()
    {
        if (_waiting.Count == 0)
            return false;
        var waiter = _waiting[random.Next(_waiting.Count)];
        _waiting.Remove(waiter);
        waiter.SetResult();
        return true;
    }
}

/// <summary>A journal in memory that fails, stalls, loses the connection before, at and after the commit, and
/// lets two writers race.</summary>
internal sealed class SimulatedJournal(Random random, Turns turns, Flaw flaw) : IJournal
{
    private readonly Dictionary<int, List<Commit>> _partitions = [];
    private readonly Dictionary<IntentId, List<StoredEvent>> _events = [];
    private long _feed;
    private int _outage;

    public int Loops => 2;

    /// <summary>No more faults.</summary>
    public bool IsHealthy { get; set; }

    public bool Stalls { get; init; } = true;

    public Action<StoredEvent> OnStored { get; set; } = _ => { };

    public Dictionary<IntentId, IntentRow> Intents { get; } = [];

    public Dictionary<OfferId, OfferRow> Offers { get; } = [];

    public HashSet<(IntentId Intent, AccountId Account, PartyRole Role, Pseudonym Pseudonym)> Parties { get; } = [];

    public Dictionary<string, FreeText> Texts { get; } = [];

    public IEnumerable<Commit> Commits => _partitions.Values.SelectMany(c => c);

    public IReadOnlyList<StoredEvent> EventsOf(IntentId intent) => _events.GetValueOrDefault(intent, []);

    public long Head(int partition) => _partitions.TryGetValue(partition, out var commits) ? commits[^1].Position : 0;

    public async Task<Appended> Append(Batch batch, CancellationToken cancel)
    {
        await Stall();
        FailPerhaps();
        var loses = !IsHealthy && random.Next(12) == 0;
        if (loses && random.Next(2) == 0)
            throw new StoreDownException("lost before the commit", maybeStored: true);
        if (flaw != Flaw.SkipsThePositionCheck && batch.Commits.Any(c => c.Position != Head(c.Partition) + 1))
            return new Appended(Conflict: true, 0);
        var feed = ++_feed;
        if (flaw == Flaw.AnswersBeforeStoring && random.Next(4) == 0)
        {
            _ = StoreLater(batch, feed);
            return new Appended(Conflict: false, feed);
        }
        Store(batch, feed);
        if (loses)
            throw new StoreDownException("lost after the commit", maybeStored: flaw != Flaw.SaysThatNothingWasStored);
        await Stall();
        return new Appended(Conflict: false, feed);
    }

    public Task<IReadOnlyList<StoredEvent>> ReadIntents(IReadOnlyCollection<IntentId> intents, CancellationToken cancel) =>
        Read<IReadOnlyList<StoredEvent>>(() =>
        [
            .. intents.SelectMany(i => flaw == Flaw.ReadsOldBooks && random.Next(4) == 0 ? EventsOf(i).SkipLast(1) : EventsOf(i)),
        ]);

    public Task<StoredEvent?> ReadEvent(IntentId intentId, int seq, CancellationToken cancel) =>
        Read(() => EventsOf(intentId).SingleOrDefault(e => e.Seq == seq));

    public Task<IReadOnlyList<Commit>> ReadCommits(int partition, long after, int limit, CancellationToken cancel) =>
        Read<IReadOnlyList<Commit>>(() => [.. _partitions[partition].Where(c => c.Position > after).Take(random.Next(1, limit))]);

    public Task<IReadOnlyDictionary<int, long>> Heads(IReadOnlyCollection<int> partitions, CancellationToken cancel) =>
        Read<IReadOnlyDictionary<int, long>>(() => partitions.ToDictionary(p => p, Head));

    private async Task<T> Read<T>(Func<T> read)
    {
        await Stall();
        FailPerhaps();
        var result = read();
        await Stall();
        return result;
    }

    private async Task StoreLater(Batch batch, long feed)
    {
        await turns.Wait();
        if (batch.Commits.All(c => c.Position == Head(c.Partition) + 1))
            Store(batch, feed);
    }

    private Task Stall() => Stalls ? turns.Wait() : Task.CompletedTask;

    private void FailPerhaps()
    {
        if (IsHealthy)
            return;
        if (_outage == 0 && random.Next(60) == 0)
            _outage = random.Next(1, 8);
        if (_outage > 0)
        {
            _outage--;
            throw new StoreDownException("out", maybeStored: false);
        }
    }

    private void Store(Batch batch, long feed)
    {
        foreach (var commit in batch.Placed(feed).Take(flaw == Flaw.TearsBatches ? 1 : batch.Commits.Count))
        {
            if (!_partitions.TryGetValue(commit.Partition, out var commits))
                _partitions[commit.Partition] = commits = [];
            commits.Add(commit);
            foreach (var e in commit.Events)
            {
                if (!_events.TryGetValue(e.IntentId, out var known))
                    _events[e.IntentId] = known = [];
                known.Add(e);
            }
            foreach (var e in commit.Events)
                OnStored(e);
        }
        if (flaw == Flaw.LosesRows && random.Next(6) == 0)
            return;
        foreach (var row in batch.Intents)
            Intents[row.IntentId] = row with { Account = row.Account ?? Intents.GetValueOrDefault(row.IntentId)?.Account };
        foreach (var row in batch.Offers)
        {
            var known = Offers.GetValueOrDefault(row.OfferId);
            Offers[row.OfferId] = row with { Account = row.Account ?? known?.Account, Key = row.Key ?? known?.Key };
        }
        foreach (var party in batch.Parties)
            Parties.Add((party.IntentId, party.Account, party.Role, party.Pseudonym));
        foreach (var text in batch.Texts)
            Texts[text.Hash] = text.Text;
    }
}

/// <summary>Takes down what a loop hands out, and checks the order.</summary>
internal sealed class SimulatedPublisher(Random random, Turns turns, Flaw flaw) : IPublisher
{
    public bool Stalls { get; init; } = true;

    public List<OutgoingCommit> Published { get; } = [];

    public async ValueTask Publish(OutgoingCommit commit, CancellationToken cancel)
    {
        if (Stalls)
            await turns.Wait();
        if (flaw != Flaw.PublishesWithGaps || random.Next(10) > 0)
            Published.Add(commit);
    }
}
