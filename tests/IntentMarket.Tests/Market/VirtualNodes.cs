using IntentMarket.Contracts;
using IntentMarket.Engine.Loop;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using IntentMarket.Nodes.Broker;
using IntentMarket.Nodes.Market;
using IntentMarket.Services.Market;
using IntentMarket.Services.Notices;
using IntentMarket.Services.Wire;
using IntentMarket.Storage;
using IntentMarket.Tests.Simulation;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using Sample = IntentMarket.Tests.Engine.Sample;

namespace IntentMarket.Tests.Market;

/// <summary>Whole nodes in a time of their own, over a database in a file and a broker, where nothing fails but what a story lets
/// fail.</summary>
public abstract class VirtualNodes
{
    private readonly List<SimulatedNode> _nodes = [];
    private SimulatedPeople.Place _place = null!;
    private ServiceProvider _sound = null!;

    private protected World World { get; private set; } = null!;

    private protected SimulatedBroker Broker { get; private set; } = null!;

    private protected Store Store { get; private set; } = null!;

    [SetUp]
    public async Task Open()
    {
        _place = await SimulatedPeople.Open();
        World = new World(new Random(1));
        Broker = new SimulatedBroker(World, ClusterFlaw.None);
        for (var n = 0; n < 7; n++)
            Broker.Inboxes[EdgeTopology.Inbox(SimulatedPeople.Vendor(n).Id)] = [];
        Store = Store.On(_place.Database, on => new SqliteJournal(on));
        _sound = SimulatedNode.Wire(Store, new World.Computer(World, "checks").Clock, _ => { });
    }

    [TearDown]
    public async Task Close()
    {
        foreach (var line in World.Log)
            await TestContext.Out.WriteLineAsync(line);
        foreach (var node in _nodes)
            await node.DisposeAsync();
        _nodes.Clear();
        await _sound.DisposeAsync();
        await Store.DisposeAsync();
        await _place.DisposeAsync();
    }

    private protected SimulatedNode Start(string name)
    {
        var node = new SimulatedNode(World, name, _place.Database, Broker, ClusterFlaw.None, () => { })
        {
            Database = { IsHealthy = true },
            Link = { IsHealthy = true },
        };
        _nodes.Add(node);
        node.Start();
        return node;
    }

    private protected PostIntent Posting(string name, string title, int closesInMs) => new(
        Sample.Id(name), Of(SimulatedPeople.Customer, name), World.NowMs, Sample.Request("post"),
        Sample.Intended() with { ClosesAt = World.NowMs + closesInMs, AwardBy = World.NowMs + closesInMs + 60_000 }, Title(title));

    private protected static FreeText Title(string title) =>
        Sample.Text(new IntentTexts(title, null, new Dictionary<string, string>()).ToJson());

    private protected static Party Of(Account account, string intent) =>
        new(account.Id, MarketIdentity.PseudonymOf(account, Sample.Id(intent)));

    /// <summary>Decided at a node, as its edges would ask it; and then some time passes.</summary>
    private protected void Carry(SimulatedNode node, Command command, int thenMs = 500)
    {
        var posted = new Posted(command, Held: false);
        Assert.That(node.Get<Mailboxes>().Of(command.IntentId).TryPost(posted), Is.True);
        for (var ms = 0; !posted.Reply.IsCompleted && ms < 1_000; ms++)
            World.RunFor(1);
        Assert.That(posted.Reply.IsCompleted, Is.True);
        Assert.That(posted.Reply.Result, Is.InstanceOf<Reply.Recorded>());
        World.RunFor(thenMs);
    }

    private protected IntentStatus StatusOf(string intent) => Now(Store.Intents.Get(Sample.Id(intent), CancellationToken.None))!.Row.Status;

    /// <summary>What the account reads page by page.</summary>
    private protected IReadOnlyList<Notice> Told(Account account) => Now(_sound.GetRequiredService<NoticeFeed>().Read(
        account, new FeedCursor(default, 0, Sample.Start), 1_000, TimeSpan.Zero, CancellationToken.None))!.Items;

    /// <summary>What its bot was given, but for places; what came twice stands there once.</summary>
    private protected IReadOnlyList<Outgoing> Inbox(Account account) =>
        [.. Broker.Inboxes[EdgeTopology.Inbox(account.Id)].Where(m => m.Type != NoticeTypes.OfferRank).DistinctBy(m => m.MessageId)];

    private protected static T Now<T>(Task<T> task)
    {
        Assert.That(task.IsCompleted, Is.True);
        return task.GetAwaiter().GetResult();
    }
}
