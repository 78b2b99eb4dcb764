using System.Security.Cryptography;
using System.Text;
using IntentMarket.Contracts;
using IntentMarket.Engine;
using IntentMarket.Engine.Loop;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using IntentMarket.Nodes;
using IntentMarket.Nodes.Broker;
using IntentMarket.Nodes.Market;
using IntentMarket.Services.Market;
using IntentMarket.Services.Notices;
using IntentMarket.Services.Wire;
using IntentMarket.Storage;
using IntentMarket.Tests.Engine;
using Sample = IntentMarket.Tests.Engine.Sample;

namespace IntentMarket.Tests.Simulation;

/// <summary>Two nodes with all that a node is but its edges, over one database and one broker; customers and vendors who send what they
/// like, by REST and by bots; and one fault after the other: a node alone is cut off from the database or from the broker, freezes, is
/// killed, replaced, its clock jumps, the database is away for all. One seed is one run.</summary>
internal sealed partial class SimulatedCluster : IAsyncDisposable
{
    private const int Vendors = 7;
    private const int HeartbeatMs = 6_000;

    private readonly Random _random;
    private readonly World _world;
    private readonly ClusterFlaw _flaw;
    private readonly Database _database;
    private readonly SimulatedBroker _broker;
    private readonly List<SimulatedNode> _nodes = [];
    private readonly List<SimulatedNode> _gone = [];
    private readonly IntentId[] _intents;
    private readonly Dictionary<IntentId, RandomCommands> _people;
    private readonly Dictionary<AccountId, Account> _behind = [];
    private readonly List<(Command Command, Task<Reply> Reply)> _asked = [];
    private readonly List<Follower> _followers;
    private int _started;

    // The one fault of the moment, whether it keeps closes from coming in time, and when the last one began or ended.
    private bool _hasFault;
    private bool _disturbs;
    private long _disturbedAt = Sample.Start;

    private SimulatedCluster(int seed, ClusterFlaw flaw, Database database)
    {
        _random = new Random(seed);
        _world = new World(_random);
        (_flaw, _database) = (flaw, database);
        _broker = new SimulatedBroker(_world, flaw);
        foreach (var vendor in Enumerable.Range(0, Vendors).Where(SimulatedPeople.HasInbox))
            _broker.Inboxes[EdgeTopology.Inbox(SimulatedPeople.Vendor(vendor).Id)] = [];
        _intents = [NewId(), NewId()];
        _people = _intents.ToDictionary(i => i, i => new RandomCommands(_random, i, () => _world.NowMs));
        foreach (var intent in _intents)
        {
            _behind[Sample.Party("customer of " + intent).Account] = SimulatedPeople.Customer;
            for (var vendor = 0; vendor < Vendors; vendor++)
                _behind[Sample.Party($"vendor-{vendor} of {intent}").Account] = SimulatedPeople.Vendor(vendor);
        }
        Account[] following = [SimulatedPeople.Customer, SimulatedPeople.Vendor(0), SimulatedPeople.Vendor(2)];
        _followers = [.. following.Select(account => new Follower(account))];
    }

    /// <summary>Counts of what happened.</summary>
    public Dictionary<string, int> Seen { get; } = [];

    /// <summary>How long after its time, or after the last fault, a close came at most.</summary>
    public long LateMs { get; private set; }

    /// <summary>What happened, in its order.</summary>
    public IReadOnlyList<string> History => _world.History;

    /// <summary>Of the whole history.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', History))));

    /// <exception cref="RuleBrokenException">Something happened that must not.</exception>
    /// <param name="history">Where to write what happened.</param>
    public static async Task<SimulatedCluster> Run(int seed, ClusterFlaw flaw = ClusterFlaw.None, TextWriter? history = null)
    {
        await using var place = await SimulatedPeople.Open();
        await using var cluster = new SimulatedCluster(seed, flaw, place.Database);
        try
        {
            cluster.Play();
            return cluster;
        }
        finally
        {
            foreach (var line in history is null ? [] : cluster.History)
                await history!.WriteLineAsync(line);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes.Concat(_gone))
            await node.DisposeAsync();
    }

    private void Play()
    {
        StartNode();
        StartNode();
        _world.RunFor(_random.Next(4_000));
        foreach (var follower in _followers)
            Follow(follower);
        for (var commands = _random.Next(20, 40); commands > 0; commands--)
        {
            Send();
            if (_random.Next(5) == 0)
                Trouble();
            if (_random.Next(12) == 0)
                Jump(_nodes[_random.Next(_nodes.Count)]);
            _world.RunFor(_random.Next(3) == 0 ? _random.Next(2_500) : _random.Next(150));
        }
        Settle();
        Check();
    }

    private void StartNode()
    {
        var node = new SimulatedNode(_world, $"node-{++_started}", _database, _broker, _flaw, LookAtNew);
        node.Computer.SkewMs = _random.Next(-2_000, 2_000);
        node.OnRung = intents =>
        {
            // The others hear it by the bus, which may lose a ring.
            foreach (var other in _nodes.Where(n => n != node && _random.Next(10) > 0).ToList())
                _world.After(_random.Next(1, 20), () => other.Ring(intents));
        };
        _nodes.Add(node);
        node.Start();
    }

    private void Send()
    {
        var intent = _intents[_random.Next(_intents.Length)];
        var node = _nodes[_random.Next(_nodes.Count)];
        var command = Real(_people[intent].Next(), node.Computer.SkewMs);
        if (command is Wake)
            return;
        var partition = Partitions.Of(intent);
        if (command is SubmitOffer or ConfirmOffer or WithdrawOffer && _random.Next(2) == 0)
        {
            var message = new SimulatedBroker.Message(InOrder(command), Held: true);
            _asked.Add((command, message.Answer.Task));
            _broker.Send(message);
        }
        else if (node.Get<Ownership>().Owns(partition))
        {
            var posted = new Posted(command, Held: false);
            if (node.Get<Mailboxes>().Of(intent).TryPost(posted))
                _asked.Add((command, posted.Reply));
        }
        else if (!node.Get<Ownership>().IsCutOff && node.Link.IsUp)
        {
            var message = new SimulatedBroker.Message(command, Held: false);
            _asked.Add((command, message.Answer.Task));
            _broker.Send(message);
        }
    }

    private static Command InOrder(Command command) => command switch
    {
        SubmitOffer c => c with { InOrder = true },
        ConfirmOffer c => c with { InOrder = true },
        WithdrawOffer c => c with { InOrder = true },
        _ => command,
    };

    /// <summary>By those who have an account, stamped by the clock of the node that it comes to.</summary>
    private Command Real(Command command, long skewMs)
    {
        Party Of(Account account) => new(account.Id, MarketIdentity.PseudonymOf(account, command.IntentId));
        var at = command.At + skewMs;
        var actor = _behind.TryGetValue(command.Actor.Account, out var account) ? Of(account) : command.Actor;
        return command switch
        {
            PostIntent c => c with { At = at, Actor = actor, Terms = Sooner(c.Terms, c.At), Texts = Title("Stroller") },
            AmendIntent c => c with { At = at, Actor = actor, Texts = Title($"Stroller by {c.Terms.TermsHash}") },
            RemoveOffer c => c with { At = at, Vendor = Of(Behind(c)).Pseudonym },
            SubmitOffer c => c with { At = at, Actor = actor, Key = $"{c.OfferId}" },
            Wake => command,
            _ => command with { At = at, Actor = actor },
        };
    }

    private static Account Behind(RemoveOffer command) => SimulatedPeople.Vendor(
        Enumerable.Range(0, Vendors).First(v => Sample.Party($"vendor-{v} of {command.IntentId}").Pseudonym == command.Vendor));

    /// <summary>So that closes come while there are faults.</summary>
    private static IntentTerms Sooner(IntentTerms terms, long at) => terms with { ClosesAt = at + (terms.ClosesAt - at) / 2 };

    private static FreeText Title(string title) => Sample.Text(new IntentTexts(title, null, new Dictionary<string, string>()).ToJson());

    private void Trouble()
    {
        if (_hasFault)
            return;
        var node = _nodes[_random.Next(_nodes.Count)];
        // Under any, but for what only one of them shows.
        var any = (FaultKind)_random.Next(Enum.GetValues<FaultKind>().Length);
        switch (_flaw switch
        {
            ClusterFlaw.KeepsItsQueues => FaultKind.NoDatabase,
            ClusterFlaw.ConfirmsBeforeItArrives or ClusterFlaw.GoesPastWhatWasLost => FaultKind.NoBroker,
            _ => any,
        })
        {
            case FaultKind.NoDatabase:
                node.Database.Line = AnyFault();
                Fault(
                    "cut off from the database", _random.Next(1_000, 40_000), disturbs: false,
                    () => node.Database.Line = LineState.Sound);
                break;
            case FaultKind.NoBroker:
                node.Link.Lose();
                Fault("cut off from the broker", _random.Next(500, 10_000), disturbs: true, node.Link.Return);
                break;
            case FaultKind.Frozen:
                Freeze(node, _random.Next(500, 10_000));
                break;
            case FaultKind.Killed:
                Kill(node);
                Fault("killed", _random.Next(100, 6_000), disturbs: true, StartNode);
                break;
            case FaultKind.Replaced:
                // As in an upgrade: another one is started, then this one is told to stop.
                StartNode();
                Fault("replaced", _random.Next(6_000), disturbs: true, () => Stop(node));
                break;
            case FaultKind.HeldBack:
                var here = Now(_database.Read(
                    (connection, token) => connection.Scalar<long>($"SELECT {_database.Horizon}", null, token), CancellationToken.None));
                _nodes.ForEach(n => n.Database.HeldAt = here);
                Fault(
                    "feed held back", _random.Next(100, 4_000), disturbs: false, () => _nodes.ForEach(n => n.Database.HeldAt = null));
                break;
            case FaultKind.DatabaseAway:
                var line = AnyFault();
                _nodes.ForEach(n => n.Database.Line = line);
                Fault(
                    "database away", _random.Next(200, 5_000), disturbs: true,
                    () => _nodes.ForEach(n => n.Database.Line = LineState.Sound));
                break;
        }
    }

    private void Jump(SimulatedNode node)
    {
        node.Computer.SkewMs = _random.Next(-8_000, 8_000);
        Count("clock jumps");
    }

    private LineState AnyFault() => _random.Next(2) == 0 ? LineState.Cut : LineState.Silent;

    private void Fault(string name, int ms, bool disturbs, Action end)
    {
        Count(name);
        Set(true);
        _world.After(ms, () =>
        {
            end();
            Set(false);
        });

        void Set(bool begins)
        {
            (_hasFault, _disturbs) = (begins, begins && disturbs);
            if (disturbs)
                _disturbedAt = _world.NowMs;
        }
    }

    private void Freeze(SimulatedNode node, int ms)
    {
        node.Computer.Freeze(ms);
        var isLost = ms > HeartbeatMs;
        if (isLost)
            _world.After(HeartbeatMs, node.Link.Lose);
        Fault("frozen", ms, disturbs: true, () =>
        {
            if (isLost)
                node.Link.Return();
        });
    }

    private void Kill(SimulatedNode node)
    {
        node.Computer.Die();
        node.Link.Lose();
        Forget(node);
    }

    private void Stop(SimulatedNode node)
    {
        node.Stop();
        Forget(node);
    }

    private void Forget(SimulatedNode node)
    {
        _nodes.Remove(node);
        _gone.Add(node);
        foreach (var follower in _followers.Where(f => f.At == node))
            FollowAnew(follower);
    }

    /// <summary>Follows by one of the nodes, from where it was; when that fails, by another.</summary>
    private void Follow(Follower follower)
    {
        var node = follower.At = _nodes[_random.Next(_nodes.Count)];
        node.Computer.Run(async () =>
        {
            try
            {
                await node.Get<NoticeFeed>().Follow(follower.Account, follower.Cursor, null, Take, CancellationToken.None);
            }
            catch (StoreDownException) when (follower.At == node)
            {
                FollowAnew(follower);
            }
            catch (StoreDownException)
            {
                // It is at another one by now.
            }
        });

        Task Take(FeedCursor? cursor, Notice notice, CancellationToken cancel)
        {
            if (cursor is not { } at || follower.At != node)
                return Task.CompletedTask;
            follower.Cursor = at;
            if (_flaw == ClusterFlaw.FollowerMissesOne && _random.Next(20) == 0)
                return Task.CompletedTask;
            follower.Got.Add(notice.Id);
            _world.Note($"{follower.Account.Name} follows {notice.Type} {notice.Id}");
            return Task.CompletedTask;
        }
    }

    private void FollowAnew(Follower follower)
    {
        follower.At = null;
        _world.After(_random.Next(50, 1_000), () => Follow(follower));
    }

    /// <summary>All faults end, and all that is due comes to pass.</summary>
    private void Settle()
    {
        while (_hasFault)
            _world.RunFor(200);
        foreach (var node in _nodes)
            (node.Database.IsHealthy, node.Link.IsHealthy) = (true, true);
        _disturbedAt = _lastAt = _world.NowMs;
        // A closing that was put off again and again comes in the end; and what waited in a queue may open one more.
        for (var looks = 0; looks < 300 && (!IsQuiet || _closing.Values.Any(c => !c.IsDone)); looks++)
            _world.RunFor(1_000);
    }

    private void Count(string name)
    {
        Seen[name] = Seen.GetValueOrDefault(name) + 1;
        _world.Note(name);
    }

    private IntentId NewId()
    {
        var bytes = new byte[16];
        _random.NextBytes(bytes);
        return new IntentId(new Guid(bytes));
    }

    private enum FaultKind { NoDatabase, NoBroker, Frozen, Killed, Replaced, HeldBack, DatabaseAway }

    /// <summary>Who follows one account's notices from before the first.</summary>
    private sealed class Follower(Account account)
    {
        public Account Account => account;

        public SimulatedNode? At { get; set; }

        public FeedCursor Cursor { get; set; } = new(default, 0, Sample.Start);

        public List<string> Got { get; } = [];
    }
}
