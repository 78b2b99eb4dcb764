using System.Collections.Concurrent;
using System.Text.Json;
using IntentMarket.Contracts;
using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using IntentMarket.Nodes;
using IntentMarket.Nodes.Broker;
using IntentMarket.Nodes.Cluster;
using IntentMarket.Nodes.Market;
using IntentMarket.Nodes.Publishing;
using IntentMarket.Services.Market;
using IntentMarket.Services.Notices;
using IntentMarket.Services.Routing;
using IntentMarket.Services.Wire;
using IntentMarket.Storage;
using IntentMarket.Tests.Cluster;
using IntentMarket.Tests.Simulation;
using IntentMarket.Tests.Stores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;
using Npgsql;
using Sample = IntentMarket.Tests.Engine.Sample;

namespace IntentMarket.Tests.Market;

/// <summary>A node's own workers over a real PostgreSQL, to which the line is bad for a while in the middle of trade.</summary>
[Category(TestStores.OnPostgres), Parallelizable(ParallelScope.All), FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class BadLineTests
{
    private const int Intents = 40;
    private const int Offers = 20;
    private const int Amendments = 5;
    private const int LongMs = 600_000;
    private const string CutInHandingOver = "cut in handing over";
    private const string Hot = "hot";
    private const string Amended = "amended";

    /// <summary>The database is on this machine: its clock is this node's, but for what both round off.</summary>
    private const long RoundedMs = 2;

    private static readonly string Best = ((OfferId)Sample.Id($"offer {Offers - 1}")).ToString();
    private static readonly Account Vendor = SimulatedPeople.Vendor(0);
    private static readonly Account Newcomer = SimulatedPeople.Vendor(1);

    private readonly ConcurrentDictionary<string, ConcurrentQueue<Outgoing>> _inboxes = new();
    private readonly CancellationTokenSource _left = new();
    private readonly TaskCompletionSource<OfferPlace> _lastPlace = new();
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Action? _onAmended;
    private Store _sound = null!;
    private Store _store = null!;
    private TcpProxy _wire = null!;
    private ServiceProvider _node = null!;
    private ServiceProvider _checks = null!;
    private IHostedService[] _workers = [];

    private static CancellationToken Cancel => TestContext.CurrentContext.CancellationToken;

    [SetUp]
    public async Task Start()
    {
        var place = await TestStores.Fresh(StoreKind.Postgres);
        _sound = await place.Open();
        foreach (var account in (Account[])[SimulatedPeople.Customer, Vendor, Newcomer])
        {
            var key = new ApiKey(new KeyId($"{account.Id:N}"), account.Id, new byte[32], Sample.Start, null);
            await _sound.Accounts.Add(account, key, Cancel);
            if (account.Kind == AccountKind.Vendor)
            {
                var credential = new BrokerCredential(Guid.NewGuid(), account.Id, $"bot-{account.Id:N}", Sample.Start);
                await _sound.Accounts.AddCredential(credential, 10, Cancel);
            }
        }
        await _sound.Subscriptions.Put(Vendor.Id, "all", "{}", 10, Cancel);
        _checks = SimulatedNode.Wire(_sound, TimeProvider.System, _ => { });

        var database = new NpgsqlConnectionStringBuilder(place.Postgres);
        _wire = new TcpProxy(database.Host!, database.Port);
        (database.Host, database.Port) = ("127.0.0.1", _wire.Port);
        _store = await Store.Open(database.ToString(), "", Cancel);
        _node = SimulatedNode.Wire(_store, TimeProvider.System, services => services.AddSingleton(provider => new VendorInboxes(
            _store, Deliver, new BotConsole(null!, TimeProvider.System, NullLogger<BotConsole>.Instance), TimeProvider.System)));
        _ = new CommitSignal(Get<CommitBus>(), Get<NoticeFeed>(), Get<RankPublisher>());
        _workers = [Get<Matching>(), Get<NoticeFeed>(), Get<Outbox>(), Get<RankPublisher>(), Get<MarketNode>()];
        foreach (var worker in _workers)
            await worker.StartAsync(Cancel);
        await Eventually.Holds(() => Task.FromResult(Get<Ownership>().Owned.Count == Limits.Partitions), "it serves");
    }

    [TearDown]
    public async Task Stop()
    {
        await _left.CancelAsync();
        _wire?.Heal();
        foreach (var worker in _workers.Reverse())
            await worker.StopAsync(CancellationToken.None);
        foreach (var disposable in (IAsyncDisposable?[])[_node, _checks, _store, _sound, _wire])
        {
            if (disposable is not null)
                await disposable.DisposeAsync();
        }
        _left.Dispose();
    }

    /// <param name="forMs">0: until the node takes itself for cut off.</param>
    [TestCase(CutInHandingOver, 1_300)]
    [TestCase("cut in looking for vendors", 1_300)]
    [TestCase("slow", 1_800)]
    [TestCase("frozen", 0)]
    [TestCase("half open", 0)]
    public async Task All_are_told_once_and_auctions_close_though_the_line_was(string line, int forMs)
    {
        var (customerGot, vendorGot) = (new ConcurrentQueue<string>(), new ConcurrentQueue<string>());
        Task[] following = [Follow(SimulatedPeople.Customer, customerGot), Follow(Vendor, vendorGot)];
        await Eventually.Holds(() => Task.FromResult(Get<NoticeFeed>().Listening.Count == following.Length), "they follow");

        await Recorded([Posting(Hot, "Stroller"), Posting(Amended, "Stroller")]);
        await Eventually.Holds(() => Task.FromResult(Inbox(Vendor).Count == 2), "it hears of what it bids on");
        // What is stored at once is told one after the other: the line is bad from the middle of that on.
        await Recorded(Enumerable.Range(0, Intents).Select(n => Posting($"intent {n}", "Stroller", n == 0 ? 1_000 : LongMs)));
        await Recorded(Enumerable.Range(0, Offers).Select(Offer));
        if (line == CutInHandingOver)
        {
            _onAmended = () => Begin(line);
            await Recorded(Enumerable.Range(1, Amendments).Select(Amendment));
            await _begun.Task.WaitAsync(TimeSpan.FromSeconds(20), Cancel);
        }
        else
        {
            Begin(line);
        }
        var reach = Reach();
        await _sound.Subscriptions.Put(Newcomer.Id, "folding", """{"anyKeyword":["folding"]}""", 10, Cancel);
        await Task.Delay(forMs, Cancel);
        await Eventually.Holds(() => Task.FromResult(Get<Ownership>().IsCutOff == (forMs == 0)), "it owns nothing, or all", 10);
        Assert.That(Get<DatabaseClock>().OffsetMs, Is.Zero.Within(RoundedMs), "a slow call says nothing of the time");
        _wire.Heal();

        await reach;
        await Eventually.Holds(async () => await Reach() == 1, "vendors are found again", 20);
        await Eventually.Holds(async () => await Answer(Posting("after", "Folding")) is Reply.Recorded, "it stores again", 20);
        await Eventually.Holds(() => Task.FromResult(Get<Ownership>().Owned.Count == Limits.Partitions), "it serves all again", 20);
        await Eventually.Holds(
            async () => (await _sound.Intents.Get(Sample.Id("intent 0"), Cancel))!.Row.Status != IntentStatus.Open, "what was due closes", 20);
        await Eventually.Holds(
            async () => (await _sound.Audiences.Unfinished([.. Enumerable.Range(0, Limits.Partitions)], Cancel)).Count == 0,
            "vendors of every intent are looked for", 20);
        await Eventually.Holds(() => Untold(SimulatedPeople.Customer, customerGot), "who follows is told all, once", 20);
        await Eventually.Holds(() => Untold(Vendor, vendorGot), "who follows is told all, once", 20);
        await Eventually.Holds(() => NotInInbox(Vendor), "its bot is told all", 20);
        await Eventually.Holds(() => NotInInbox(Newcomer), "who came meanwhile is told of what came after", 20);
        Assert.That(Inbox(Newcomer).Select(m => m.Type), Is.EqualTo((string[])[NoticeTypes.IntentOpened]));
        Assert.That((await _lastPlace.Task.WaitAsync(TimeSpan.FromSeconds(20), Cancel)).Rank, Is.EqualTo(1));
        Assert.That(Get<DatabaseClock>().OffsetMs, Is.Zero.Within(RoundedMs));
        await _left.CancelAsync();
        await Task.WhenAll(following);
    }

    private void Begin(string line)
    {
        switch (line)
        {
            case "slow":
                _wire.Slow(400);
                break;
            case "frozen":
                _wire.Freeze();
                break;
            case "half open":
                _wire.OpenByHalf();
                break;
            default:
                _wire.Cut();
                break;
        }
        _begun.SetResult();
    }

    private T Get<T>() where T : notnull => _node.GetRequiredService<T>();

    private Task<Published> Deliver(Outgoing message)
    {
        _inboxes.GetOrAdd(message.RoutingKey, _ => []).Enqueue(message);
        if (message.Type == NoticeTypes.IntentAmended)
            Interlocked.Exchange(ref _onAmended, null)?.Invoke();
        return Task.FromResult(Published.Confirmed);
    }

    /// <summary>As the hub does: from where it was, when the node cannot read.</summary>
    private async Task Follow(Account account, ConcurrentQueue<string> got)
    {
        var cursor = new FeedCursor(default, 0, Now);
        while (!_left.IsCancellationRequested)
        {
            try
            {
                await Get<NoticeFeed>().Follow(account, cursor, null, Take, _left.Token);
            }
            catch (Exception e) when (e is StoreDownException or OperationCanceledException)
            {
                await Task.Delay(50, CancellationToken.None);
            }
        }

        Task Take(FeedCursor? at, Notice notice, CancellationToken cancel)
        {
            if (at is { } next)
            {
                cursor = next;
                got.Enqueue(notice.Id);
            }
            else if (notice.Data is OfferPlace place && place.OfferId == Best)
            {
                _lastPlace.TrySetResult(place);
            }
            return Task.CompletedTask;
        }
    }

    private async Task<IReadOnlyList<Notice>> Told(Account account) => (await _checks.GetRequiredService<NoticeFeed>().Read(
        account, new FeedCursor(default, 0, Now), 1_000, TimeSpan.Zero, Cancel))!.Items;

    /// <summary>Null: it got all that its pages have, in their order.</summary>
    private async Task<string?> Untold(Account account, ConcurrentQueue<string> got)
    {
        var told = await Told(account);
        return told.Count > Intents && got.SequenceEqual(told.Select(n => n.Id)) ? null : $"{account.Name} got {got.Count} of {told.Count}";
    }

    /// <summary>Null: each intent stands there in the order of its pages.</summary>
    private async Task<string?> NotInInbox(Account account)
    {
        var told = await Told(account);
        var inbox = Inbox(account).ToLookup(m => IntentOf(m), m => m.MessageId);
        return told.GroupBy(n => n.IntentId!).Where(intent => !intent.Select(n => n.Id).SequenceEqual(inbox[intent.Key]))
            .Select(intent => $"{account.Name}: {intent.Key}").FirstOrDefault();
    }

    private IReadOnlyList<Outgoing> Inbox(Account account) =>
        [.. _inboxes.GetOrAdd(EdgeTopology.Inbox(account.Id), _ => []).Where(m => m.Type != NoticeTypes.OfferRank)
            .DistinctBy(m => m.MessageId)];

    private static string IntentOf(Outgoing message)
    {
        using var notice = JsonDocument.Parse(message.Body);
        return notice.RootElement.GetProperty("intentId").GetString()!;
    }

    private async Task Recorded(IEnumerable<Command> commands)
    {
        foreach (var reply in await Task.WhenAll(commands.Select(Answer)))
            Assert.That(reply, Is.InstanceOf<Reply.Recorded>());
    }

    /// <summary>0 where the store is down.</summary>
    private async Task<int> Reach()
    {
        try
        {
            return await Get<Matching>().Reach(null, Sample.Intended(), Text("Stroller"), Cancel).WaitAsync(TimeSpan.FromSeconds(20), Cancel);
        }
        catch (StoreDownException)
        {
            return 0;
        }
    }

    private Task<Reply> Answer(Command command) => Get<Mailboxes>().Send(command, TimeSpan.FromSeconds(10), Cancel);

    private static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    private static PostIntent Posting(string name, string title, int closesInMs = LongMs) => new(
        Sample.Id(name), Of(SimulatedPeople.Customer, name), Now, Sample.Request("post"),
        Sample.Intended() with { ClosesAt = Now + closesInMs, AwardBy = Now + closesInMs + 60_000 },
        Sample.Text(Text(title).ToJson()));

    private static IntentTexts Text(string title) => new(title, null, new Dictionary<string, string>());

    private static SubmitOffer Offer(int n) => new(
        Sample.Id(Hot), Of(Vendor, Hot), Now, Sample.Request($"offer {n}"), $"key {n}", Sample.Id($"offer {n}"),
        new OfferTerms("terms-1", 90_00 - n), null, InOrder: false);

    private static AmendIntent Amendment(int version)
    {
        var posted = Posting(Amended, "Stroller");
        return new AmendIntent(
            posted.IntentId, posted.Actor, Now, Sample.Request($"amend {version}"), version,
            posted.Terms with { TermsHash = $"terms-{version + 1}" }, posted.Texts);
    }

    private static Party Of(Account account, string intent) =>
        new(account.Id, MarketIdentity.PseudonymOf(account, Sample.Id(intent)));
}
