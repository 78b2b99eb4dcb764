using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using IntentMarket.Tests.Wire;
using NUnit.Framework;

namespace IntentMarket.Tests.Cluster;

/// <summary>What a bot may send that no honest one would: each message is answered by the refusal that says why, nothing of it is recorded,
/// and nobody else is any the worse for it.</summary>
public sealed class HostileTests
{
    private static readonly string[] Pounds = ["GBP"];

    private const string Secret = "only the customer may read this note";

    private ClusterMarket _market = null!;
    private Bot _bot = null!;
    private Bot _victim = null!;
    private Intent _intent = null!;
    private Dictionary<string, string> _words = [];

    [SetUp]
    public async Task SetUp()
    {
        _market = await SharedMarket.Get();
        var customer = await _market.NewCustomer();
        _bot = await _market.NewBot(await _market.NewVendor("Mallory"));
        (await _bot.Vendor.Put(_market.Nodes[0], "subscriptions/all", new { currencies = Pounds })).Is(200);
        _victim = await _market.NewBot(await _market.NewVendor("Victoria"), Library.Amqplib);
        _intent = await ClusterMarket.Post(customer, _market.Nodes[0]);
        Intent untold;
        do
            untold = await ClusterMarket.Post(customer, _market.Nodes[1], i => i["currency"] = "EUR");
        while (untold.Route == _intent.Route); // which answers may name
        await _bot.Hears("intent.opened", _intent);
        await _victim.Hears("intent.opened", untold);
        var offer = _intent.Offer("300.00", 24);
        offer["note"] = Secret;
        await _victim.Send(_intent.Route, "v-1", offer);
        var unknown = IntentId.New();
        _words = new()
        {
            ["intent"] = _intent.Id,
            ["hash"] = _intent.TermsHash,
            ["route"] = _intent.Route,
            ["wrong"] = Partitions.Route((Partitions.Of(IntentId.Parse(_intent.Id)) + 1) % Limits.Partitions),
            ["untold"] = untold.Id,
            ["untoldRoute"] = untold.Route,
            ["unknown"] = unknown.ToString(),
            ["unknownRoute"] = Partitions.Route(Partitions.Of(unknown)),
            ["long"] = new('x', 255),
            ["inbox"] = (string)_bot.Credential["queue"]!,
            ["victimInbox"] = (string)_victim.Credential["queue"]!,
            ["victimExchange"] = (string)_victim.Credential["exchange"]!,
            ["victimOffer"] = (string)(await _victim.HearsReceipt("v-1")).Data["offerId"]!,
        };
    }

    [TearDown]
    public async Task TearDown()
    {
        await _bot.DisposeAsync();
        await _victim.DisposeAsync();
    }

    [Test]
    public async Task Every_hostile_message_is_answered_and_recorded_nowhere()
    {
        var cases = JsonNode.Parse(await File.ReadAllTextAsync(CaseFile()))!.AsArray().Select(c => c!.AsObject()).ToList();
        var before = await Events();
        var others = KeepsBidding();
        foreach (var hostile in cases)
            Assert.That(await Send(hostile), Is.Null, (string)hostile["name"]!);
        var wrong = new List<string>();
        foreach (var hostile in cases)
        {
            var answer = await _bot.Hears(
                n => n.Type == "offer.receipt" && n.CorrelationId == MessageId(hostile), $"the answer to {hostile["name"]}");
            var expected = ((string)hostile["expect"]!).Split('|');
            if ((string?)answer.Data["outcome"] != "refused" || !answer.Codes.Any(c => expected.Contains(c)) || Tells(answer.Text))
                wrong.Add($"{hostile["name"]}: {answer.Text}");
        }
        Assert.That(wrong, Is.Empty);
        Assert.That(
            _bot.Notices.Where(n => n.Type == "offer.receipt").GroupBy(n => n.CorrelationId).Where(n => n.Count() > 1).Select(n => n.Key),
            Is.Empty);
        await others;
        Assert.That(await Events(), Is.EqualTo(before + cases.Count(c => c["records"] is not null)));
        Assert.That(
            _victim.Notices.Select(n => n.CorrelationId).OfType<string>().Intersect(cases.Select(MessageId).Append("stolen")), Is.Empty);
        await StillWorks();
    }

    [Test]
    public async Task Copies_count_on_the_right_route_alone([Values("CC", "BCC")] string header)
    {
        var properties = Bot.Properties("offer.submit", "copied");
        properties["headers"] = new JsonObject { [header] = new JsonArray(_words["wrong"], _words["victimInbox"], _intent.Route) };
        Assert.That(await _bot.Publish(_intent.Route, Encoding.UTF8.GetBytes(_intent.Offer("400.00").ToJsonString()), properties), Is.Null);
        await _bot.Hears(n => n.CorrelationId == "copied" && (string?)n.Data["outcome"] == "accepted", "that it was accepted");
        await _bot.Hears(n => n.CorrelationId == "copied" && n.Codes is ["wrong-route"], "that it was sent to a wrong route");
        var transcript = (await _victim.Vendor.Get(_market.Nodes[1], $"intents/{_intent.Id}/board")).Is(200);
        Assert.That((int?)transcript["of"], Is.EqualTo(2));
        Assert.That(_victim.Notices.Any(n => n.CorrelationId == "copied"), Is.False);
    }

    [Test]
    public async Task Who_gives_another_user_out_as_the_sender_loses_the_channel_and_not_the_connection()
    {
        var properties = Bot.Properties("offer.submit", "spoofed");
        properties["user_id"] = (string)_victim.Credential["user"]!;
        Assert.That(await _bot.Publish(_intent.Route, "{}"u8.ToArray(), properties), Is.EqualTo("406"));
        await StillWorks();
    }

    [Test]
    public async Task Parsing_corpus_is_refused_file_by_file()
    {
        var files = Directory.GetFiles(Messages.SharedData("json-parsing/test_parsing"), "*.json").Order(StringComparer.Ordinal).ToList();
        var before = await Events();
        await Task.WhenAll(files.Select(async file => Assert.That(
            await _bot.Publish(_intent.Route, await File.ReadAllBytesAsync(file), Bot.Properties("offer.submit", Path.GetFileName(file))),
            Is.Null)));
        foreach (var file in files)
        {
            var answer = await _bot.HearsReceipt(Path.GetFileName(file));
            Assert.That(answer.Codes.Distinct(), Is.EqualTo([new FileInfo(file).Length > 65_536 ? "too-large" : "malformed"]), answer.Text);
        }
        Assert.That(await Events(), Is.EqualTo(before));
        await StillWorks();
    }

    [Test]
    public async Task Naughty_strings_are_keys_and_notes_like_any_other()
    {
        var naughty = JsonSerializer.Deserialize<string[]>(await File.ReadAllTextAsync(Messages.SharedData("naughty-strings.json")))!
            .Where(s => Encoding.UTF8.GetByteCount(s) <= 255 && s.Length <= 200).Distinct().ToList();
        var customer = await _market.NewCustomer();
        var intents = new List<Intent>();
        foreach (var chunk in naughty.Chunk(190))
        {
            var intent = await ClusterMarket.Post(customer, _market.Nodes[0]);
            await _bot.Hears("intent.opened", intent);
            intents.Add(intent);
            foreach (var text in chunk)
            {
                var offer = intent.Offer("400.00");
                offer["note"] = text;
                await _bot.Send(intent.Route, text, offer);
            }
        }
        var accepted = new List<string>();
        foreach (var text in naughty)
        {
            var answer = await _bot.HearsReceipt(text);
            var isKey = !Unicode.IsBlank(text) && !text.Contains('\0');
            Assert.That((string?)answer.Data["outcome"], Is.EqualTo(isKey ? "accepted" : "refused"), answer.Text);
            if (isKey)
                accepted.Add(text);
        }
        var ids = string.Join(',', intents.Select(i => $"'{i.Id}'"));
        var kept = await TestServices.Query(
            _market.Database, $"SELECT o.key, t.text FROM offers o JOIN texts t ON t.subject = o.offer_id WHERE o.intent_id IN ({ids})",
            r => (Key: r.GetString(0), Note: r.GetString(1)));
        Assert.That(kept.Select(k => k.Key), Is.EquivalentTo(accepted));
        Assert.That(kept.Where(k => k.Key != k.Note), Is.Empty);
        await StillWorks();
    }

    /// <summary>Meanwhile another vendor is answered as ever.</summary>
    private async Task KeepsBidding()
    {
        var customer = await _market.NewCustomer();
        var intent = await ClusterMarket.Post(customer, _market.Nodes[1]);
        for (var n = 0; n < 20; n++)
        {
            var offer = (await _victim.Vendor.Post(
                _market.Nodes[0], $"intents/{intent.Id}/offers", intent.RestOffer($"k-{n}", $"{400 - n}.00"))).Is(200);
            Assert.That((string?)offer["outcome"], Is.EqualTo("accepted"));
        }
    }

    /// <summary>The same connection makes an offer that counts.</summary>
    private async Task StillWorks()
    {
        Assert.That(_bot.Closed.IsCompleted, Is.False);
        await _bot.Send(_intent.Route, "honest", _intent.Offer("420.00"));
        Assert.That((string?)(await _bot.HearsReceipt("honest")).Data["outcome"], Is.EqualTo("accepted"));
    }

    private Task<string?> Send(JsonObject hostile)
    {
        var whose = (string?)hostile["intent"] ?? "";
        var properties = Bot.Properties("offer.submit", (string)hostile["name"]!);
        foreach (var (name, value) in hostile["properties"]?.AsObject() ?? [])
        {
            if (value is null)
                properties.Remove(name);
            else
                properties[name] = Filled(value);
        }
        return _bot.Publish(
            Filled((string?)hostile["route"] ?? $"{{{(whose == "" ? "route" : whose + "Route")}}}"), Body(hostile, whose), properties);
    }

    private byte[] Body(JsonObject hostile, string whose)
    {
        if (hostile["base64"] is { } bytes)
            return Convert.FromBase64String((string)bytes!);
        if (hostile["repeat"] is { } repeat)
            return Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat((string)repeat["text"]!, (int)repeat["times"]!)));
        if (hostile["text"] is { } text)
            return Encoding.UTF8.GetBytes(Filled((string)text!));
        var offer = _intent.Offer("400.00");
        if (whose != "")
            offer["intentId"] = _words[whose];
        foreach (var (name, value) in hostile["with"]?.AsObject() ?? [])
            offer[name] = value is null ? null : Filled(value);
        foreach (var name in hostile["without"]?.AsArray() ?? [])
            offer.Remove((string)name!);
        return Encoding.UTF8.GetBytes(offer.ToJsonString());
    }

    private string? MessageId(JsonObject hostile) => hostile["properties"]?.AsObject() is { } given && given.ContainsKey("message_id")
        ? given["message_id"] is { } id ? Filled((string)id!) : null
        : (string)hostile["name"]!;

    private JsonNode Filled(JsonNode node) => JsonNode.Parse(Filled(node.ToJsonString()))!;

    private string Filled(string text) => _words.Aggregate(text, (filled, word) => filled.Replace("{" + word.Key + "}", word.Value));

    /// <summary>Whether a text tells of somebody else, or of the inside. What the bot itself wrote it may read again.</summary>
    private bool Tells(string text) =>
        new[] { Secret, "Victoria", "Exception", "   at ", "IntentMarket.", "SELECT ", _words["victimInbox"], _words["untoldRoute"] + "\"" }
            .Any(word => text.Contains(word, StringComparison.Ordinal));

    private async Task<long> Events() => (await TestServices.Query(
        _market.Database, $"SELECT count(*) FROM events WHERE intent_id IN ('{_intent.Id}', '{_words["untold"]}', '{_words["unknown"]}')",
        r => r.GetInt64(0)))[0];

    private static string CaseFile([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "hostile.json");
}
