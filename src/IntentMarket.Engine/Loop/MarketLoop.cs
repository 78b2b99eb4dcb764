using System.Collections.Concurrent;
using IntentMarket.Engine.Market;

namespace IntentMarket.Engine.Loop;

/// <summary>Serves the commands of its partitions: collect, load, decide, store, reply, publish.</summary>
/// <remarks>One turn is one transaction. Another writer who was faster, on whichever node, shows as a conflict: the turn drops what it knew
/// of those partitions, reads the journal and decides again. So nothing is answered from a stale book. A broken invariant stops its
/// partition, until the node starts anew: better no answer than a wrong one. The journal is intact, the other partitions go on.
/// </remarks>
/// <param name="onBroken">Told once of each partition that stops, and why.</param>
public sealed class MarketLoop(
    IJournal journal, Mailbox mailbox, IPublisher publisher, int storeRetryMs = Limits.StoreRetryMs,
    Action<int, Exception>? onBroken = null)
{
    private readonly HashSet<int> _stopped = [];
    private readonly BookCache _books = new();
    private readonly Dictionary<int, long> _heads = [];
    private readonly Dictionary<int, long> _published = [];
    private readonly ConcurrentQueue<int> _forget = new();

    /// <summary>Another node may have served the partition meanwhile: what this loop knows of it is not to be used again. Any
    /// thread may call it.</summary>
    public void Forget(int partition) => _forget.Enqueue(partition);

    public async Task Run(CancellationToken cancel)
    {
        var batch = new List<Posted>(Limits.BatchMax);
        while (!cancel.IsCancellationRequested)
        {
            await mailbox.Collect(batch, cancel);
            await ExecuteOnce(batch, cancel);
        }
    }

    /// <summary>One turn. It ends when every command is answered; while the store is down, only those that stand in a
    /// durable queue wait.</summary>
    public async Task ExecuteOnce(IReadOnlyList<Posted> batch, CancellationToken cancel)
    {
        var conflicts = 0;
        var isUncertain = false;
        while (batch.Count > 0)
        {
            while (_forget.TryDequeue(out var partition))
            {
                Drop(partition);
                _published.Remove(partition);
            }
            DecidedBatch? turn = null;
            try
            {
                batch = Served(batch);
                await Load(batch, cancel);
                turn = DecidedBatch.Decide(batch, _books, _heads);
                await ReadRepeats(turn, cancel);
                var conflict = await IsStale(turn, cancel);
                var toStore = conflict || turn.Commits.Count == 0 ? null : turn.ToBatch();
                var appended = toStore is null ? default : await journal.Append(toStore, cancel);
                if (conflict || appended.Conflict)
                {
                    Drop(turn);
                    if (++conflicts > Limits.ConflictRetriesMax)
                        throw new StoreDownException("other writers were faster every time", maybeStored: false);
                    continue;
                }
                foreach (var commit in turn.Commits)
                    _heads[commit.Partition] = commit.Position;
                turn.Answer();
                foreach (var stored in toStore?.Placed(appended.Feed) ?? [])
                    await Publish(turn.ToPublish(stored), cancel);
                _books.Trim();
                return;
            }
            catch (BrokenPartitionException broken)
            {
                // The turn may have changed any of its books ahead of the store.
                foreach (var partition in batch.Select(p => Partitions.Of(p.Command.IntentId)).Distinct())
                    Drop(partition);
                if (_stopped.Add(broken.Partition))
                    onBroken?.Invoke(broken.Partition, broken.InnerException!);
            }
            catch (StoreDownException down)
            {
                if (turn is not null)
                    Drop(turn);
                // What may have been stored is found out by deciding again, once: the journal then knows the
                // request. The rest is told at once.
                if (isUncertain || !down.MaybeStored)
                    batch = Held(batch, isUncertain ? new Reply.Unknown() : new Reply.Down());
                isUncertain |= down.MaybeStored;
                if (batch.Count > 0)
                    await Task.Delay(storeRetryMs, cancel);
            }
        }
    }

    /// <summary>The commands of partitions that have not stopped. The others are answered <c>down</c>; what stands in a durable queue stays
    /// there, for whoever serves the partition next.</summary>
    private IReadOnlyList<Posted> Served(IReadOnlyList<Posted> batch)
    {
        if (_stopped.Count == 0)
            return batch;
        var stopped = batch.ToLookup(p => _stopped.Contains(Partitions.Of(p.Command.IntentId)));
        foreach (var posted in stopped[true].Where(p => !p.Held))
            posted.Answer(new Reply.Down());
        return [.. stopped[false]];
    }

    private async Task Load(IReadOnlyList<Posted> batch, CancellationToken cancel)
    {
        var partitions = batch.Select(p => Partitions.Of(p.Command.IntentId)).Where(p => !_heads.ContainsKey(p)).Distinct().ToList();
        // Heads first: a book read afterwards can only be newer than its head says, and that shows as a conflict.
        if (partitions.Count > 0)
        {
            foreach (var (partition, position) in await journal.Heads(partitions, cancel))
            {
                await PublishMissed(partition, position, cancel);
                _heads[partition] = position;
            }
        }
        var missing = batch.Select(p => p.Command.IntentId).Distinct().Where(id => !_books.Has(id)).ToList();
        if (missing.Count == 0)
            return;
        foreach (var events in (await journal.ReadIntents(missing, cancel)).GroupBy(e => e.IntentId))
            _books.Add(BrokenPartitionException.Guard(Partitions.Of(events.Key), () => Replay(events.Key, events)));
    }

    /// <summary>The book of an intent from its events.</summary>
    public static Book Replay(IntentId intentId, IEnumerable<StoredEvent> events)
    {
        var book = new Book(intentId);
        foreach (var recorded in EventCodec.DecodeChain(events))
            book.Apply(recorded);
        book.TakeChangedOffers(Known.Nothing);
        return book;
    }

    private async Task ReadRepeats(DecidedBatch turn, CancellationToken cancel)
    {
        foreach (var repeat in turn.Repeats)
        {
            var stored = await journal.ReadEvent(repeat.Posted.Command.IntentId, repeat.Seq, cancel)
                ?? throw new BrokenPartitionException(
                    Partitions.Of(repeat.Posted.Command.IntentId),
                    new InvalidOperationException($"event {repeat.Seq} of {repeat.Posted.Command.IntentId} is not in the journal"));
            repeat.Reply = new Reply.Recorded(EventCodec.Decode(stored), Repeated: true);
        }
    }

    /// <summary>A commit proves that its partition had not moved on. An answer that records nothing has no such proof, so
    /// the journal is asked.</summary>
    private async Task<bool> IsStale(DecidedBatch turn, CancellationToken cancel)
    {
        var unproved = turn.Partitions.Except(turn.Commits.Select(c => c.Partition)).ToList();
        if (unproved.Count == 0)
            return false;
        var heads = await journal.Heads(unproved, cancel);
        return unproved.Exists(partition => heads[partition] != _heads[partition]);
    }

    /// <summary>What was stored between the commit that this loop published last and the head: by another writer, or by this loop where the
    /// connection was lost at the commit. Told again it does no harm; a gap would.</summary>
    private async Task PublishMissed(int partition, long head, CancellationToken cancel)
    {
        _published.TryAdd(partition, head);
        while (_published[partition] < head)
        {
            var missed = await journal.ReadCommits(partition, _published[partition], Limits.CommitsReadMax, cancel);
            if (missed.Count == 0)
            {
                throw new BrokenPartitionException(
                    partition, new InvalidOperationException($"partition {partition} ends before its head {head}"));
            }
            foreach (var commit in missed)
            {
                var events = BrokenPartitionException.Guard(partition, () => commit.Events.Select(EventCodec.DecodeToPass).ToList());
                await Publish(new OutgoingCommit(commit, events, Known.Nothing), cancel);
            }
        }
    }

    private async ValueTask Publish(OutgoingCommit commit, CancellationToken cancel)
    {
        await publisher.Publish(commit, cancel);
        _published[commit.Stored.Partition] = commit.Stored.Position;
    }

    private void Drop(DecidedBatch turn)
    {
        foreach (var partition in turn.Partitions)
            Drop(partition);
    }

    private void Drop(int partition)
    {
        _heads.Remove(partition);
        _books.RemovePartition(partition);
    }

    private static List<Posted> Held(IReadOnlyList<Posted> batch, Reply others)
    {
        foreach (var posted in batch.Where(p => !p.Held))
            posted.Answer(others);
        return batch.Where(p => p.Held).ToList();
    }
}

/// <summary>A bug or a journal that was altered: what was found in the partition cannot be.</summary>
internal sealed class BrokenPartitionException(int partition, Exception inner) : Exception($"partition {partition} is broken", inner)
{
    public int Partition { get; } = partition;

    public static T Guard<T>(int partition, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e)
        {
            throw new BrokenPartitionException(partition, e);
        }
    }
}

/// <summary>The books that a loop keeps in memory: bounded, the least recently used goes first.</summary>
internal sealed class BookCache
{
    private readonly Dictionary<IntentId, LinkedListNode<Book>> _books = [];
    private readonly LinkedList<Book> _byUse = new();

    public bool Has(IntentId intentId) => _books.ContainsKey(intentId);

    /// <summary>The book, or an empty one that is not kept: what was never posted takes no memory.</summary>
    public Book Get(IntentId intentId)
    {
        if (!_books.TryGetValue(intentId, out var node))
            return new Book(intentId);
        _byUse.Remove(node);
        _byUse.AddFirst(node);
        return node.Value;
    }

    public void Add(Book book) => _books[book.IntentId] = _byUse.AddFirst(book);

    public void RemovePartition(int partition)
    {
        foreach (var intentId in _books.Keys.Where(id => Partitions.Of(id) == partition).ToList())
            Remove(intentId);
    }

    public void Trim()
    {
        while (_books.Count > Limits.BooksMax)
            Remove(_byUse.Last!.Value.IntentId);
    }

    private void Remove(IntentId intentId)
    {
        if (_books.Remove(intentId, out var node))
            _byUse.Remove(node);
    }
}
