using System.Security.Cryptography;
using System.Text.Json.Nodes;
using IntentMarket.Edges;
using IntentMarket.Engine;
using IntentMarket.Engine.Loop;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using IntentMarket.Nodes.Publishing;
using IntentMarket.Services.Intents;
using IntentMarket.Services.Market;
using IntentMarket.Services.Wire;
using IntentMarket.Storage;
using IntentMarket.Tests.Edges;
using IntentMarket.Tests.Engine;
using IntentMarket.Tests.Stores;
using IntentMarket.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using NUnit.Framework;
using Sample = IntentMarket.Tests.Engine.Sample;

namespace IntentMarket.Tests.Simulation;

/// <summary>Random journals, read by everybody at many moments over the real edges: nobody is told more than <see cref="Told"/> says, and
/// what was told once is told again in the same bytes. Each hidden thing has a value of its own, looked for in all bytes that are sent. A
/// failure names its seed: put it into <see cref="FirstSeed"/>.</summary>
public sealed partial class KnowledgeProperties
{
    private const int FirstSeed = 0;
    private const int Journals = 16, Steps = 45, Vendors = 4;

    private static readonly (AuctionFormat Format, bool IsCutShort)[] Kinds =
    [
        (AuctionFormat.Sealed, true), (AuctionFormat.Open, false), (AuctionFormat.SealedSecondScore, false), (AuctionFormat.English, false),
        (AuctionFormat.SealedSecondScore, true), (AuctionFormat.Sealed, false), (AuctionFormat.English, true), (AuctionFormat.Open, true),
    ];

    private readonly MarketTime _time = new();
    private Store _store = null!;
    private WebApplication _market = null!;
    private HttpClient _http = null!;
    private MarketClient _operator = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        _store = await TestStores.OpenFresh(StoreKind.Sqlite);
        var builder = WebApplication.CreateBuilder(
            ["--Limits:Rest:PerSecond=0", $"--Operator:Key={MarketHost.OperatorKey}", "--urls=http://127.0.0.1:0"]);
        builder.Services.AddSingleton(new MarketIdentity(RandomNumberGenerator.GetBytes(32)));
        builder.Services.AddMarket(builder.Configuration, _store).AddEdges(builder.Configuration);
        // Nothing happens but what the journals say: no loop, no wake-ups, and the time is theirs.
        builder.Services.RemoveAll<IHostedService>();
        builder.Services.AddSingleton<TimeProvider>(_time);
        _market = builder.Build();
        _market.MapEdges();
        await _market.StartAsync();
        _http = new HttpClient { BaseAddress = new Uri(_market.Urls.First()) };
        _operator = new MarketClient(_http, MarketHost.OperatorKey);
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        _http?.Dispose();
        if (_market is not null)
            await _market.DisposeAsync();
        if (_store is not null)
            await _store.DisposeAsync();
    }

    [Test]
    public async Task Nobody_is_told_more_than_they_may_know_and_what_was_told_stays_as_it_was()
    {
        var seen = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (var seed = FirstSeed; seed < FirstSeed + Journals; seed++)
        {
            try
            {
                await Play(seed, seen);
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {seed}: {e}");
            }
        }
        TestContext.Out.WriteLine(string.Join(", ", seen.Select(s => $"{s.Key} {s.Value}")));
        string[] reached =
        [
            "cut short", "open", "evaluating", "awarded", "all transcripts", "hashes alone", "offers seen", "offers counted", "leads seen",
            "boards seen", "notices again", "intent.opened again", "offer.received again", "offer.withdrawn again",
        ];
        Assert.That(reached.Where(r => seen.GetValueOrDefault(r) == 0), Is.Empty, "what the seeds do not reach is not tested");
    }

    private async Task Play(int seed, SortedDictionary<string, int> seen)
    {
        var random = new Random(seed);
        var intentId = new IntentId(new Guid(Enumerable.Range(0, 16).Select(_ => (byte)random.Next(256)).ToArray()));
        var people = await Invite(seed, intentId);
        var (format, isCutShort) = Kinds[seed % Kinds.Length];
        var auction = new Auction(
            format, (Visibility)((seed + seed / Kinds.Length) % 4), EarlyAward: format == AuctionFormat.Open && seed % 3 == 0,
            format is AuctionFormat.Open or AuctionFormat.English ? new SoftClose(5_000, 4_000, 3) : null,
            format == AuctionFormat.English ? new Decrement(VsOwn: seed % 2 == 0, Amount: 50) : null);
        var commands = new RandomCommands(random, intentId);
        var told = new Told(intentId, people);
        var loop = new MarketLoop(_store.Journal, new Mailbox(), new NoPublisher());
        var again = new Dictionary<(AccountId, string), string>();
        var made = new Dictionary<OfferId, SubmitOffer>();
        var cutAt = random.Next(15, Steps);
        _time.Now = Sample.Start;
        for (var step = 0; step < Steps; step++)
        {
            await Carry(step == cutAt && isCutShort ? CutShort() : Real(commands.Next()));
            if (step % 15 == 14 || step == cutAt)
                await Look();
        }
        while ((await _store.Intents.Get(intentId, CancellationToken.None))?.Row.WakeAt is { } wake)
            await Carry(new Wake(intentId, Math.Max(wake, commands.Now)));
        await Look();

        async Task Carry(Command command)
        {
            _time.Now = Math.Max(_time.Now, command.At);
            var before = told.Seq;
            await loop.ExecuteOnce([new Posted(command, Held: false)], CancellationToken.None);
            foreach (var stored in (await _store.Journal.ReadIntents([intentId], CancellationToken.None)).Where(e => e.Seq > before))
            {
                told.Hear(EventCodec.Decode(stored));
                commands.Hear(EventCodec.Decode(stored).Event);
            }
            if (before == 0 && told.Seq > 0)
            {
                var watcher = people.Watcher;
                var party = new PartyRow(intentId, watcher.Account.Id, PartyRole.Vendor, watcher.Party(intentId).Pseudonym);
                await _store.Audiences.Add(intentId, [party], _time.Now, CancellationToken.None);
            }
        }

        // As the random people mean it, by those who have an account, and with values that nobody else has.
        Command Real(Command command)
        {
            var actor = command.Actor == Party.Market ? command.Actor : people.Of(command.Actor).Party(intentId);
            return command switch
            {
                PostIntent c => c with { Actor = actor, Terms = Shape(c.Terms), Texts = Title("Stroller") },
                AmendIntent c => c with { Actor = actor, Terms = Shape(c.Terms), Texts = Title($"Stroller by {c.Terms.TermsHash}") },
                SubmitOffer c when made.TryGetValue(c.OfferId, out var before) => before with { At = c.At, Request = c.Request },
                RemoveOffer c => c with { Vendor = people.Behind(c.Vendor).Party(intentId).Pseudonym },
                SubmitOffer c => made[c.OfferId] = Canary(c with { Actor = actor }, made.Count + 1),
                _ => command with { Actor = actor },
            };
        }

        IntentTerms Shape(IntentTerms terms) => terms with
        {
            Auction = auction,
            Terms = Sample.Terms(
                [new Requirement(Criterion.Total, Max: 90_000)],
                [new Preference(Criterion.Total, 60, Best: 0, Worst: 90_000),
                    .. format == AuctionFormat.English
                        ? []
                        : new[] { new Preference(Sample.Criterion("warrantyMonths"), 40, Best: 4, Worst: 0) }]),
        };

        SubmitOffer Canary(SubmitOffer c, int n)
        {
            var total = 20_011 + 101 * (n * 37 % 400) + (n % 7 == 0 ? 70_000 : 0);
            var isOwn = c.Terms.Replaces is { } replaces && made.TryGetValue(replaces, out var replaced) && replaced.Actor == c.Actor;
            var floor = format == AuctionFormat.English && n % 2 == 0 ? new StandingBid(total - 5_003, $"{n:d64}") : null;
            return told.Expect(c with
            {
                Key = $"key-canary-{n}-{seed}",
                Note = Sample.Text($"note-canary-{n}-{seed}"),
                Terms = c.Terms with
                {
                    Total = total,
                    Replaces = isOwn ? c.Terms.Replaces : null,
                    Attributes = new Dictionary<string, Value> { ["canary"] = new Value.Text($"attribute-canary-{n}-{seed}") },
                },
                Floor = floor,
            });
        }

        Command CutShort() => seed % 2 == 0
            ? new WithdrawIntent(
                intentId, people.Customer.Party(intentId), commands.Now, new Request("cut", "body"), Sample.Text("no need"))
            : new RemoveIntent(
                intentId, people.Operator.Party(intentId), commands.Now, new Request("cut", "body"), Sample.Text("unlawful"));

        async Task Look()
        {
            Count(told.IsCutShort
                ? "cut short"
                : (await _store.Intents.Get(intentId, CancellationToken.None))?.Row.Status.ToString().ToLowerInvariant() ?? "none");
            foreach (var reader in people.All)
            {
                foreach (var (name, bytes) in await Sent(reader))
                {
                    told.Check(reader, name, bytes, Count);
                    if (name == "notices")
                        CheckNotices(reader, bytes);
                }
            }
        }

        async Task<IReadOnlyList<(string, string)>> Sent(Reader reader)
        {
            var path = $"/api/v1/intents/{intentId}";
            var answers = new List<(string, string)>();
            foreach (var name in (string[])["", "offers", "transcript", "board"])
                answers.Add((name, Text(await reader.Client.Get(name == "" ? path : $"{path}/{name}"))));
            answers.Add(("notices", Text(await reader.Client.Get($"/api/v1/notices?after={reader.Cursor}&limit=100&wait=0"))));
            answers.Add(
                ("own", Text(await reader.Client.Get(reader.Account.Kind == AccountKind.Customer ? "/api/v1/intents" : "/api/v1/offers"))));
            if (reader.Account.Kind == AccountKind.Customer)
            {
                var prefer = new[] { new { criterion = "total", weight = 1, best = "0.00", worst = "900.00" } };
                answers.Add(("what-if", Text(await reader.Client.Post($"{path}/what-if", new { prefer }))));
            }
            if (reader.Account.Kind == AccountKind.Vendor)
            {
                var offer = new { key = "tried", agreesTo = told.TermsHash, total = "150.00" };
                answers.Add(("preview", Text(await reader.Client.Post($"{path}/offers/preview", offer))));
                var services = _market.Services;
                answers.Add(("places",
                    Text(await services.GetRequiredService<RankPublisher>().Present(reader.Account.Id, CancellationToken.None))));
                answers.Add(("feed", Text(await services.GetRequiredService<FeedService>()
                    .Feed(reader.Account, new FeedSearch(), null, 50, CancellationToken.None))));
            }
            return answers;
        }

        // The same id, the same bytes; a cursor is its reader's place, and no part of what is told.
        void CheckNotices(Reader reader, string page)
        {
            foreach (var notice in JsonNode.Parse(page)!["items"]?.AsArray() ?? [])
            {
                notice!.AsObject().Remove("cursor");
                var (id, text) = ((string)notice["id"]!, notice.ToJsonString());
                if (again.TryAdd((reader.Account.Id, id), text))
                    continue;
                Assert.That(text, Is.EqualTo(again[(reader.Account.Id, id)]), $"{reader.Name} reads a notice again");
                Count("notices again");
                Count($"{(string)notice["type"]!} again");
            }
        }

        void Count(string name) => seen[name] = seen.GetValueOrDefault(name) + 1;
    }

    private async Task<People> Invite(int seed, IntentId intentId)
    {
        async Task<Reader> New(string name, string kind, bool subscribes)
        {
            var contact = kind == "vendor" ? $"contact-canary-{name}-{seed}" : null;
            var created = (await _operator.Post(
                "/api/v1/accounts", new Contracts.AccountRequest(kind, $"name-canary-{name}-{seed}", contact), Guid.NewGuid().ToString()))
                .Expect(201);
            var client = new MarketClient(_http, created.Text("key"));
            if (subscribes)
                (await client.Put("/api/v1/subscriptions/all", new { })).Expect(200);
            var account = (await _store.Accounts.Get(AccountId.Parse(created.Text("id")), CancellationToken.None))!;
            return new Reader(name, account, client, (await client.Get("/api/v1/notices?wait=0")).Expect(200).Text("next"), contact);
        }
        var vendors = new List<Reader>();
        for (var i = 0; i < Vendors; i++)
            vendors.Add(await New($"vendor-{i}", "vendor", subscribes: true));
        return new People(
            intentId, await New("customer", "customer", false), vendors, await New("watcher", "vendor", false),
            await New("stranger", "vendor", false), await New("other", "customer", false),
            new Reader(
                "operator", (await _store.Accounts.Get(OperatorId, CancellationToken.None))!, _operator,
                (await _operator.Get("/api/v1/notices?wait=0")).Text("next"), null));
    }

    private AccountId OperatorId => new(_market.Services.GetRequiredService<MarketIdentity>().Derive("operator", default, "first"));

    private static FreeText Title(string title) => Sample.Text(new IntentTexts(title, null, new Dictionary<string, string>()).ToJson());

    private static string Text(Answered sent) => System.Text.Encoding.UTF8.GetString(sent.Bytes);

    private static string Text<T>(T sent) => System.Text.Encoding.UTF8.GetString(WireJson.Bytes(sent));

    private sealed class MarketTime : TimeProvider
    {
        public long Now { get; set; } = Sample.Start;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(Now);
    }

    private sealed class NoPublisher : IPublisher
    {
        public ValueTask Publish(OutgoingCommit commit, CancellationToken cancel) => ValueTask.CompletedTask;
    }

    /// <param name="Cursor">Before all that it is told.</param>
    private sealed record Reader(string Name, Account Account, MarketClient Client, string Cursor, string? Contact)
    {
        public Party Party(IntentId intentId) => new(Account.Id, MarketIdentity.PseudonymOf(Account, intentId));
    }

    /// <param name="Watcher">A vendor that was matched to the intent and never offers.</param>
    /// <param name="Stranger">A vendor that it was not matched to.</param>
    private sealed record People(
        IntentId IntentId, Reader Customer, IReadOnlyList<Reader> Vendors, Reader Watcher, Reader Stranger, Reader Other, Reader Operator)
    {
        public IEnumerable<Reader> All => [Customer, .. Vendors, Watcher, Stranger, Other, Operator];

        /// <summary>Who one of the random people is: of their five vendors the last is the first under another name.</summary>
        public Reader Of(Party imagined) => imagined == Sample.Party("customer of " + IntentId) ? Customer
            : imagined == Sample.Party("operator") ? Operator
            : Behind(imagined.Pseudonym);

        public Reader Behind(Pseudonym imagined) =>
            Vendors[Enumerable.Range(0, 5).First(i => imagined == Sample.Id($"vendor-{i} of {IntentId}")) % Vendors.Count];
    }
}
