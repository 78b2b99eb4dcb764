using System.Diagnostics;
using Npgsql;

namespace IntentMarket.Bench;

/// <summary>Offers over AMQP to the market that runs, from publish to receipt, and the same messages through a bare pipeline on the same
/// broker and database, round by round in turn.</summary>
internal static class AmqpBench
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Between two rounds: for what the last one left to do, and for receipts that come twice.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private sealed record Load(int Offers, int Window, bool Note);

    public static async Task<int> Run(Options options)
    {
        var load = new Load(options.Number("offers", 20_000), options.Number("window", 40), options.Flag("note", true));
        var vendors = options.Number("vendors", 50);
        var rounds = options.Number("rounds", 5);
        var warmUp = load with { Offers = options.Number("warmup", load.Offers / 2) };

        Console.WriteLine("setting the scene…");
        using var market = new MarketClient();
        var accounts = await market.MakeVendors(vendors);
        var marketBots = new List<Bot>();
        foreach (var account in accounts)
        {
            var given = await market.MakeCredential(account);
            marketBots.Add(await Bot.Connect(
                new BotAddress(
                    given.Host, given.Port, given.Vhost, given.User, given.Password, given.Exchange, given.Queue, TellsInbox: false),
                load.Window));
        }
        var intents = await market.PostIntents(options.Number("intents", 50));
        await HearOf(marketBots, intents);

        Console.WriteLine("warming up…");
        var bad = 0;
        var (warm, _) = await Measure("warm", marketBots, intents, warmUp);
        bad += Check("warm-up", warm);
        await using var broker = await BareBroker.Make();
        var row = (int)Math.Round(await EventBytes(intents));
        var receipt = (int)Math.Round(warm.ReceiptBytes);
        await using var pipeline = await Child.Start(
            BarePipeline.Verb, $"vhost={broker.Vhost}", $"schema={broker.Schema}", $"row={row}", $"receipt={receipt}");
        var bareBots = new List<Bot>();
        foreach (var address in await broker.MakeInboxes(vendors))
        {
            var bot = await Bot.Connect(address, load.Window);
            foreach (var (intentId, route) in marketBots[0].Routes)
                bot.Routes[intentId] = route;
            bareBots.Add(bot);
        }
        bad += Check("warm-up", (await Measure("warm", bareBots, intents, warmUp)).Round);

        Console.WriteLine(
            $"{load.Offers} offers a round from {vendors} vendors on {intents.Count} intents, at most {load.Window} in flight a vendor; "
            + $"an event of {row} bytes, a receipt of {receipt} bytes");
        Figures.PrintHead();
        List<Figures> ofMarket = [], ofBare = [];
        for (var i = 1; i <= rounds; i++)
        {
            bad += await MeasureInto(ofMarket, "market", i, marketBots, intents, load);
            bad += await MeasureInto(ofBare, "bare", i, bareBots, intents, load);
        }
        Console.WriteLine("medians:");
        var (marketMedian, bareMedian) = (Figures.Median(ofMarket), Figures.Median(ofBare));
        marketMedian.PrintAs("market");
        bareMedian.PrintAs("bare");
        var ratios = ofMarket.Zip(ofBare, (m, b) => m.PerSecond / b.PerSecond).ToList();
        Figures.Print(
            $"ratio market/bare: {marketMedian.PerSecond / bareMedian.PerSecond:N2} (rounds: {ratios.Min():N2} to {ratios.Max():N2})");
        foreach (var bot in marketBots.Concat(bareBots))
            await bot.DisposeAsync();
        Console.WriteLine(bad == 0
            ? $"every offer got exactly one receipt: {warmUp.Offers + rounds * load.Offers} of the market's, as many of the bare pipeline's"
            : $"FAILED: {bad} offers got no receipt, several, or a refusal");
        return bad == 0 ? 0 : 1;
    }

    /// <summary>Every bot has been told of every intent.</summary>
    private static async Task HearOf(List<Bot> bots, IReadOnlyList<PostedIntent> intents)
    {
        var since = Stopwatch.GetTimestamp();
        while (bots.Exists(bot => intents.Any(intent => !bot.Routes.ContainsKey(intent.Id))))
        {
            if (Stopwatch.GetElapsedTime(since) > Patience)
                throw new BenchException("the bots were not told of all the intents");
            await Task.Delay(100);
        }
    }

    private static async Task<int> MeasureInto(
        List<Figures> all, string name, int number, List<Bot> bots, IReadOnlyList<PostedIntent> intents, Load load)
    {
        var (round, figures) = await Measure($"r{number}", bots, intents, load);
        all.Add(figures);
        figures.PrintAs($"{name} {number}");
        return Check(name, round);
    }

    private static async Task<(Round Round, Figures Figures)> Measure(
        string name, List<Bot> bots, IReadOnlyList<PostedIntent> intents, Load load)
    {
        var random = new Random(1);
        var round = new Round(name, load.Offers);
        var messages = bots.Select(_ => new List<BotMessage>()).ToList();
        for (var i = 0; i < load.Offers; i++)
        {
            var intent = intents[random.Next(intents.Count)];
            var key = round.KeyOf(i);
            messages[i % bots.Count].Add(
                new BotMessage(key, intent.Id, Documents.Offer(intent.Id, key, intent.TermsHash, random, load.Note)));
        }
        await Task.WhenAll(bots.Zip(messages, (bot, own) => Task.Run(() => bot.Publish(round, own, Patience))));
        await round.Complete(Patience);
        var figures = round.Figures();
        await Task.Delay(Pause);
        return (round, figures);
    }

    /// <summary>How many offers did not get exactly one receipt that accepts them.</summary>
    private static int Check(string name, Round round)
    {
        if (round.Missing > 0 || round.Repeated > 0)
            Console.WriteLine($"  {name}: {round.Missing} offers without a receipt, {round.Repeated} receipts too many");
        if (round.Refused is { } refused)
        {
            Console.WriteLine($"  {name}: refused: {refused}");
            if (refused.Contains("\"code\":\"limit\"", StringComparison.Ordinal))
            {
                Console.WriteLine(
                    "  start the market with Limits__Amqp__PerSecond=100000 Limits__Amqp__Burst=100000, or take more vendors or intents");
            }
        }
        return round.Missing + round.Repeated + (round.Refused is null ? 0 : 1);
    }

    /// <summary>The bytes that the market stores of an offer, on average: the event alone, without the rows beside it.</summary>
    private static async Task<double> EventBytes(IReadOnlyList<PostedIntent> intents)
    {
        await using var database = NpgsqlDataSource.Create(Options.Setting("ConnectionStrings__Postgres"));
        await using var command = database.CreateCommand(
            """
            SELECT avg(length(e.bytes))::float8 FROM events e
            WHERE e.intent_id = ANY (@intents) AND e.vendor IS NOT NULL
            """);
        command.Parameters.Add(new NpgsqlParameter<Guid[]>("intents", [.. intents.Select(i => Guid.Parse(i.Id))]));
        return (double)(await command.ExecuteScalarAsync())!;
    }
}
