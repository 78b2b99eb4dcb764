using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace IntentMarket.Bench;


/// <summary>Offers over REST to the market that runs, and the same requests to the obvious way on the same PostgreSQL,
/// round by round in turn.</summary>
internal static class RestBench
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private sealed record Load(int Connections, TimeSpan Time, bool Note);

    private sealed record Outcome(Figures Figures, IReadOnlyDictionary<HttpStatusCode, int> Others, int Refused, string? Sample);

    public static async Task<int> Run(Options options)
    {
        var load = new Load(
            options.Number("connections", 64), TimeSpan.FromSeconds(options.Number("seconds", 10)), options.Flag("note", true));
        var warmUp = load with { Time = TimeSpan.FromSeconds(options.Number("warmup", 5)) };
        var rounds = options.Number("rounds", 3);

        Console.WriteLine("setting the scene…");
        using var market = new MarketClient();
        var vendors = await market.MakeVendors(options.Number("vendors", load.Connections));
        var intents = await market.PostIntents(options.Number("intents", 50));
        await using var database = await ObviousDatabase.Make(vendors, intents);
        await using var obvious = await Child.Start(ObviousMarket.Verb, $"database={database.Name}");
        var addresses = new (string Name, Uri Address, List<Figures> All)[]
        {
            ("market", market.Address, []),
            ("obvious", new Uri(obvious.Said), []),
        };

        Console.WriteLine("warming up…");
        foreach (var (name, address, _) in addresses)
            Check(name, await Measure("warm", address, vendors, intents, warmUp));

        Console.WriteLine(
            $"{load.Time.TotalSeconds} s a round over {load.Connections} connections, {vendors.Count} vendors, {intents.Count} intents");
        Figures.PrintHead();
        var isGood = true;
        for (var i = 1; i <= rounds; i++)
        {
            foreach (var (name, address, all) in addresses)
            {
                var outcome = await Measure($"r{i}", address, vendors, intents, load);
                all.Add(outcome.Figures);
                outcome.Figures.PrintAs($"{name} {i}");
                isGood &= Check(name, outcome);
                await Task.Delay(Pause);
            }
        }
        Console.WriteLine("medians:");
        foreach (var (name, _, all) in addresses)
            Figures.Median(all).PrintAs(name);
        var ratios = addresses[0].All.Zip(addresses[1].All, (m, o) => m.PerSecond / o.PerSecond).ToList();
        var ratio = Figures.Median(addresses[0].All).PerSecond / Figures.Median(addresses[1].All).PerSecond;
        Figures.Print($"ratio market/obvious: {ratio:N2} (rounds: {ratios.Min():N2} to {ratios.Max():N2})");
        if (!isGood)
            Console.WriteLine("FAILED: not every offer was accepted");
        return isGood ? 0 : 1;
    }

    private static async Task<Outcome> Measure(
        string round, Uri address, IReadOnlyList<Vendor> vendors, IReadOnlyList<PostedIntent> intents, Load load)
    {
        // No more than the requests themselves: what the client costs, it takes from both.
        using var handler = new SocketsHttpHandler
        {
            MaxConnectionsPerServer = load.Connections,
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ActivityHeadersPropagator = null,
        };
        using var http = new HttpMessageInvoker(handler);
        var started = Stopwatch.GetTimestamp();
        var ends = started + (long)(load.Time.TotalSeconds * Stopwatch.Frequency);
        var workers = await Task.WhenAll(Enumerable.Range(0, load.Connections).Select(number => Task.Run(() =>
            new Worker(http, address, vendors[number % vendors.Count], intents, $"{round}-{number}", load.Note).Run(number, ends))));
        var took = Stopwatch.GetElapsedTime(started);
        return new Outcome(
            Figures.Of([.. workers.SelectMany(w => w.Latencies)], took),
            workers.SelectMany(w => w.Others).GroupBy(o => o.Key).ToDictionary(o => o.Key, o => o.Sum(n => n.Value)),
            workers.Sum(w => w.Refused),
            workers.Select(w => w.Sample).FirstOrDefault(s => s is not null));
    }

    private static bool Check(string name, Outcome outcome)
    {
        foreach (var (status, count) in outcome.Others)
            Console.WriteLine($"  {name}: {count} answers {(int)status}");
        if (outcome.Refused > 0)
            Console.WriteLine($"  {name}: {outcome.Refused} offers refused");
        if (outcome.Others.ContainsKey(HttpStatusCode.TooManyRequests))
        {
            Console.WriteLine(
                "  the quota of an account is spent: start the market with Limits__Rest__PerSecond=0 (no quota), then measure again");
        }
        else if (outcome.Sample is { } sample)
        {
            Console.WriteLine($"  {name}: for example {sample}");
        }
        return outcome.Others.Count == 0 && outcome.Refused == 0;
    }

    /// <summary>One connection: sends the next offer when the last is answered.</summary>
    private sealed class Worker(
        HttpMessageInvoker http, Uri address, Vendor vendor, IReadOnlyList<PostedIntent> intents, string name, bool note)
    {
        private static readonly MediaTypeHeaderValue Json = new("application/json");

        private readonly AuthenticationHeaderValue _authorization = new("Bearer", vendor.Key);
        private readonly Dictionary<string, Uri> _targets =
            intents.ToDictionary(i => i.Id, i => new Uri(address, $"/api/v1/intents/{i.Id}/offers"));

        public List<long> Latencies { get; } = [];

        public Dictionary<HttpStatusCode, int> Others { get; } = [];

        public int Refused { get; private set; }

        public string? Sample { get; private set; }

        public async Task<Worker> Run(int seed, long ends)
        {
            var random = new Random(seed);
            for (var n = 0; Stopwatch.GetTimestamp() < ends; n++)
            {
                var intent = intents[random.Next(intents.Count)];
                var key = string.Create(CultureInfo.InvariantCulture, $"{name}-{n}");
                using var request = new HttpRequestMessage(HttpMethod.Post, _targets[intent.Id])
                {
                    Content = new ByteArrayContent(Documents.Offer(null, key, intent.TermsHash, random, note)),
                };
                request.Headers.Authorization = _authorization;
                request.Content.Headers.ContentType = Json;
                var sentAt = Stopwatch.GetTimestamp();
                using var answer = await http.SendAsync(request, CancellationToken.None);
                var body = await answer.Content.ReadAsByteArrayAsync();
                Take(answer.StatusCode, body, Stopwatch.GetTimestamp() - sentAt);
            }
            return this;
        }

        private void Take(HttpStatusCode status, byte[] body, long latency)
        {
            if (status != HttpStatusCode.OK)
                Others[status] = Others.GetValueOrDefault(status) + 1;
            else if (body.AsSpan().IndexOf("\"outcome\":\"accepted\""u8) < 0)
                Refused++;
            else
            {
                Latencies.Add(latency);
                return;
            }
            Sample ??= System.Text.Encoding.UTF8.GetString(body);
        }
    }
}
