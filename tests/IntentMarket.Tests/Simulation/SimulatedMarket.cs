using IntentMarket.Engine;
using IntentMarket.Engine.Loop;
using IntentMarket.Engine.Market;
using IntentMarket.Tests.Engine;

namespace IntentMarket.Tests.Simulation;

/// <summary>Two market loops over one journal, who now and then both think that a partition is theirs; customers and vendors who send what
/// they like to either, and send it again; a journal with all its faults. One seed is one run.</summary>
internal sealed class SimulatedMarket
{
    private readonly Random _random;
    private readonly Turns _turns;
    private readonly SimulatedJournal _journal;
    private readonly Node[] _nodes;
    private readonly IntentId[] _intents;
    private readonly Dictionary<IntentId, RandomCommands> _people;
    private readonly List<Posted> _posted = [];
    private readonly List<Posted> _waiting = [];
    private readonly Dictionary<Pseudonym, AccountId> _accounts = [];
    private bool _isOver;

    private SimulatedMarket(int seed, Flaw flaw)
    {
        _random = new Random(seed);
        _turns = new Turns(_random);
        _journal = new SimulatedJournal(_random, _turns, flaw);
        _nodes =
        [
            new Node(_journal, new SimulatedPublisher(_random, _turns, flaw)),
            new Node(_journal, new SimulatedPublisher(_random, _turns, flaw)),
        ];
        _intents = [NewIntent(3), NewIntent(3), NewIntent(4)];
        _people = _intents.ToDictionary(i => i, i => new RandomCommands(_random, i));
        _journal.OnStored = e => _people[e.IntentId].Hear(EventCodec.Decode(e).Event);
    }

    /// <summary>Counts of what was answered.</summary>
    public Dictionary<string, int> Answers { get; } = [];

    /// <summary>Of all that is stored.</summary>
    public IEnumerable<string> Hashes => _journal.Commits.SelectMany(c => c.Events).Select(e => Convert.ToHexString(e.Hash));

    /// <exception cref="RuleBrokenException">Something happened that must not.</exception>
    public static SimulatedMarket Run(int seed, Flaw flaw = Flaw.None)
    {
        var market = new SimulatedMarket(seed, flaw);
        var serving = market._nodes.Select(market.Serve).ToList();
        for (var commands = market._random.Next(30, 90); commands > 0; commands--)
        {
            market.Send();
            for (var turns = market._random.Next(12); turns > 0; turns--)
                market.Release(serving);
        }
        market.Settle(serving);
        market.Check();
        return market;
    }

    private void Send()
    {
        var intent = _intents[_random.Next(_intents.Length)];
        var command = _people[intent].Next();
        _accounts[command.Actor.Pseudonym] = command.Actor.Account;
        var owner = Partitions.Of(intent) % 2;
        Post(_random.Next(8) > 0 ? owner : 1 - owner, command);
        if (_random.Next(10) == 0)
            Post(_random.Next(2), command);
    }

    private void Post(int node, Command command)
    {
        var posted = new Posted(command, Held: _random.Next(2) == 0);
        _posted.Add(posted);
        _waiting.Add(posted);
        _nodes[node].Mailbox.Enqueue(posted);
    }

    private async Task Serve(Node node)
    {
        while (true)
        {
            if (node.Mailbox.Count > 0)
            {
                var batch = new List<Posted>();
                for (var size = _random.Next(1, 9); size > 0 && node.Mailbox.TryDequeue(out var posted); size--)
                    batch.Add(posted);
                if (_random.Next(40) == 0)
                    node.Forget(_random.Next(3, 5));
                node.IsServing = true;
                await node.Loop.ExecuteOnce(batch, CancellationToken.None);
                node.IsServing = false;
            }
            else if (_isOver)
                return;
            else
                await _turns.Next();
        }
    }

    private bool Release(List<Task> serving)
    {
        var released = _turns.Release();
        foreach (var loop in serving.Where(l => l.IsFaulted))
            throw new RuleBrokenException("a loop goes on: " + loop.Exception);
        LookAtReplies();
        return released;
    }

    /// <summary>The faults are over: each loop sees each partition once more, then all must be as it should.</summary>
    private void Settle(List<Task> serving)
    {
        _journal.IsHealthy = true;
        while (_nodes.Any(n => n.IsBusy))
            Release(serving);
        foreach (var intent in _intents)
        {
            foreach (var node in _nodes)
                Post(Array.IndexOf(_nodes, node), new Wake(intent, 0));
        }
        _isOver = true;
        while (Release(serving))
        {
        }
        Hold(serving.TrueForAll(l => l.IsCompletedSuccessfully), "nobody waits for ever");
    }

    /// <summary>A receipt means stored: at the moment that it is given.</summary>
    private void LookAtReplies()
    {
        for (var i = _waiting.Count - 1; i >= 0; i--)
        {
            var posted = _waiting[i];
            if (!posted.Reply.IsCompleted)
                continue;
            _waiting.RemoveAt(i);
            var reply = posted.Reply.Result;
            var name = reply is Reply.Recorded { Repeated: true } ? "Repeated" : reply.GetType().Name;
            Answers[name] = Answers.GetValueOrDefault(name) + 1;
            if (reply is Reply.Recorded recorded)
                CheckReceipt(posted.Command, recorded);
            Hold(!posted.Held || reply is Reply.Recorded or Reply.Refused, "what stands in a queue is answered when it is decided");
        }
    }

    private void CheckReceipt(Command command, Reply.Recorded recorded)
    {
        var stored = _journal.EventsOf(command.IntentId).Where(e => e.Seq == recorded.Event.Seq).ToList();
        Hold(stored.Count == 1 && Convert.ToHexStringLower(stored[0].Hash) == recorded.Event.Hash, "a receipt means stored");
        Hold(recorded.Event.IntentId == command.IntentId, "a receipt is about the intent");
        var answersByState = recorded.Repeated && command is AwardIntent or ConfirmOffer;
        Hold(
            command is Wake or RemoveOffer || answersByState || RequestOf(recorded.Event.Event) == command.Request,
            "a receipt answers its request");
    }

    private void Check()
    {
        Hold(_waiting.Count == 0, "every command is answered");
        foreach (var intent in _intents)
            CheckIntent(intent);
        CheckWhatWasDown();
        foreach (var node in _nodes)
            CheckPublished(node.Publisher.Published, node.Forgotten);
    }

    /// <summary>The journal keeps the rules, and the rows are its fold.</summary>
    private void CheckIntent(IntentId intent)
    {
        var events = _journal.EventsOf(intent).ToList();
        var referee = new Referee(intent);
        var book = new Book(intent);
        var offers = new Dictionary<OfferId, OfferRow>();
        foreach (var stored in events)
        {
            referee.Watch(stored.Bytes, stored.Hash);
            book.Apply(EventCodec.Decode(stored));
            foreach (var row in book.TakeChangedOffers(Known.Nothing))
                offers[row.OfferId] = row;
            CheckTexts(EventCodec.Decode(stored).Event);
            var isKnown = stored.Vendor is not { } vendor
                || _journal.Parties.Contains((intent, _accounts[vendor], PartyRole.Vendor, vendor));
            Hold(isKnown, "who takes part is known");
        }
        if (events.Count == 0)
        {
            Hold(!_journal.Intents.ContainsKey(intent), "no row without an event");
            return;
        }
        var intentRow = book.ToRow(_accounts[book.Customer], fanOut: false);
        Hold(
            Dump.Text(_journal.Intents[intent] with { FanOut = false }) == Dump.Text(intentRow),
            "the row of an intent is the fold of its events");
        var kept = _journal.Offers.Values.Where(o => o.IntentId == intent).ToDictionary(o => o.OfferId);
        Hold(kept.Keys.ToHashSet().SetEquals(offers.Keys), "an offer's row stands for each offer");
        foreach (var row in offers.Values)
        {
            Hold(
                Dump.Text(kept[row.OfferId]) == Dump.Text(row with { Account = _accounts[row.Vendor], Key = "key" }),
                "the row of an offer is the fold of its events");
        }
    }

    private void CheckTexts(MarketEvent happened)
    {
        string?[] hashes = happened switch
        {
            IntentOpened e => [e.TextHash],
            IntentAmended e => [e.TextHash],
            IntentWithdrawn e => [e.ReasonHash],
            IntentRemoved e => [e.ReasonHash],
            IntentAwarded e => [e.ContactHash, e.ReasonHash],
            OfferAccepted e => [e.NoteHash],
            OfferRefused e => [e.NoteHash],
            _ => [],
        };
        foreach (var hash in hashes.OfType<string>())
            Hold(_journal.Texts.ContainsKey(hash), "a text stands beside the journal");
    }

    /// <summary>Who was told that nothing was recorded finds nothing recorded.</summary>
    private void CheckWhatWasDown()
    {
        var requests = _intents.SelectMany(i => _journal.EventsOf(i).Select(e => (i, RequestOf(EventCodec.Decode(e).Event)?.Key)))
            .Where(r => r.Key is not null).ToHashSet();
        foreach (var same in _posted.GroupBy(p => (p.Command.IntentId, (string?)p.Command.Request.Key)))
        {
            if (same.All(p => p.Reply.Result is Reply.Down))
                Hold(!requests.Contains(same.Key), "down means not recorded");
        }
    }

    private void CheckPublished(List<OutgoingCommit> published, HashSet<int> forgotten)
    {
        foreach (var partition in published.Select(c => c.Stored).GroupBy(c => c.Partition))
        {
            var positions = _journal.Commits.Where(c => c.Partition == partition.Key).ToDictionary(c => c.Position);
            long? last = null;
            foreach (var commit in partition)
            {
                var mayBeMissed = forgotten.Contains(partition.Key) && commit.Position > last;
                Hold(last is null || commit.Position == last + 1 || mayBeMissed, "a partition is published in order and without gaps");
                last = commit.Position;
                var stored = positions[commit.Position];
                Hold(Said(stored).SequenceEqual(Said(commit)), "what is published is what is stored");
            }
            Hold(last == _journal.Head(partition.Key) || forgotten.Contains(partition.Key), "all that is stored is published");
        }
    }

    private static IEnumerable<object> Said(Commit commit) => commit.Events.Select(
        e => (object)(e.IntentId, e.Seq, e.Feed, e.Ordinal, e.Vendor, Convert.ToHexString(e.Hash)));

    private IntentId NewIntent(int partition)
    {
        while (true)
        {
            var bytes = new byte[16];
            _random.NextBytes(bytes);
            var id = new IntentId(new Guid(bytes));
            if (Partitions.Of(id) == partition)
                return id;
        }
    }

    private static Request? RequestOf(MarketEvent happened) => happened.GetType().GetProperty("Request")?.GetValue(happened) as Request;

    private static void Hold(bool holds, string rule)
    {
        if (!holds)
            throw new RuleBrokenException(rule);
    }

    private sealed class Node(SimulatedJournal journal, SimulatedPublisher publisher)
    {
        public MarketLoop Loop { get; } = new(journal, new Mailbox(), publisher, storeRetryMs: 0);

        public Queue<Posted> Mailbox { get; } = [];

        public bool IsServing { get; set; }

        public bool IsBusy => IsServing || Mailbox.Count > 0;

        public SimulatedPublisher Publisher => publisher;

        /// <summary>Partitions that this node gave away meanwhile: others published what it missed.</summary>
        public HashSet<int> Forgotten { get; } = [];

        public void Forget(int partition)
        {
            Forgotten.Add(partition);
            Loop.Forget(partition);
        }
    }
}
