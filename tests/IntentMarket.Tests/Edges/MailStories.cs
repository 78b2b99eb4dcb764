using System.Security.Cryptography;
using System.Text;
using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Storage;
using IntentMarket.Tests.Cluster;
using IntentMarket.Tests.Stores;
using MimeKit;
using NUnit.Framework;

namespace IntentMarket.Tests.Edges;

/// <summary>Mails of the real program by a mail server that is not ours.</summary>
public sealed class MailStories : EdgeStories
{
    private const string Site = "https://market.example";

    private MailServer _server = null!;
    private MarketHost _market = null!;
    private Store _store = null!;
    private int _people;

    [OneTimeSetUp]
    public async Task Start()
    {
        _server = new MailServer();
        await _server.Start();
        _market = await MarketHost.Start([.. Settings(_server), ("Site__SecurityContact", "mailto:security@market.example")]);
        _store = await Store.Open(null, _market.Database, CancellationToken.None);
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (_store is not null)
            await _store.DisposeAsync();
        if (_market is not null)
            await _market.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Test]
    public async Task Customer_hears_of_the_first_offer_alone_and_stops_it_by_the_link_in_the_mail()
    {
        var (customer, email) = await Person(await _market.Customer());
        var (acme, beta) = (await _market.Vendor(), await _market.Vendor());
        var stroller = new Stroller();
        var intent = await customer.PostIntent(stroller.Intent(i => i["title"] = "Stroller for twins 🚼"));
        await acme.Offer(intent, stroller.Offer(intent));
        await beta.Offer(intent, stroller.OfferAt(intent, "390.00", "b"));

        var mail = await _server.Next(email);
        Assert.That(mail.Subject, Is.EqualTo("The first offer for “Stroller for twins 🚼” is in"));
        Assert.That(mail.TextBody, Does.Contain($"{Site}/intents/{(string)intent["id"]!}"));
        Assert.That(mail.From.ToString(), Is.EqualTo("\"The market\" <market@market.example>"));
        Assert.That(
            Whole(mail), Does.Not.Contain("399.00").And.Not.Contain("sales at"), "what is offered and who offers stands behind the link");
        Assert.That(mail.Headers["Auto-Submitted"], Is.EqualTo("auto-generated"));

        var stop = new Uri(mail.Headers["List-Unsubscribe"]!.Trim('<', '>'));
        Assert.That(mail.Headers["List-Unsubscribe-Post"], Is.EqualTo("List-Unsubscribe=One-Click"));
        Assert.That(mail.TextBody, Does.Contain(stop.ToString()));
        var stranger = _market.Client(null);
        (await stranger.Get(stop.PathAndQuery)).Expect(200);
        Assert.That((bool?)(await customer.Get("/api/v1/mail-choices")).Body!["firstOffer"], Is.True, "to look at a link changes nothing");
        (await stranger.Post(stop.PathAndQuery.Replace("first-offer", "message", StringComparison.Ordinal))).Expect(404);
        using var oneClick = new FormUrlEncodedContent(new Dictionary<string, string> { ["List-Unsubscribe"] = "One-Click" });
        (await stranger.Send(HttpMethod.Post, stop.PathAndQuery, oneClick)).Expect(200);
        Assert.That((bool?)(await customer.Get("/api/v1/mail-choices")).Body!["firstOffer"], Is.False);

        var second = await customer.PostIntent(stroller.Intent());
        await acme.Offer(second, stroller.Offer(second));
        var marker = await PostOffered(acme, stroller);
        Assert.That(await _server.Take(email), Is.Null, $"no second mail though {marker} got one that was made later");
    }

    [Test]
    public async Task Customer_is_told_before_the_close_and_when_it_is_time_to_award_and_both_sides_hear_of_it()
    {
        var (customer, email) = await Person(await _market.Customer());
        var (winner, ofWinner) = await Person(await _market.Vendor("Winner"));
        var (loser, ofLoser) = await Person(await _market.Vendor("Loser"));
        var stroller = new Stroller(TimeSpan.FromSeconds(8));
        var intent = await customer.PostIntent(stroller.Plain());
        var path = $"/api/v1/intents/{(string)intent["id"]!}";
        var best = await winner.Offer(intent, stroller.OfferAt(intent, "300.00", "w"));
        await loser.Offer(intent, stroller.OfferAt(intent, "390.00", "l"));
        Assert.That((await _server.Next(email)).Subject, Does.StartWith("The first offer"));
        Assert.That(
            (await _server.Next(email)).Subject, Does.StartWith("Time to choose"),
            "of an auction this short there is no warning before the close");
        (await customer.Post($"{path}/award", new { offerId = (string)best["offerId"]!, contact = "Mrs Lee, 7 Clyde Street" })).Expect(200);
        var won = await _server.Next(ofWinner);
        var lost = await _server.Next(ofLoser);
        Assert.That(
            (won.Subject, lost.Subject), Is.EqualTo(("You won “Stroller for twins”", "“Stroller for twins” went to another vendor")));
        (await customer.Post($"{path}/messages", new { text = "At six?" })).Expect(201);
        var message = await _server.Next(ofWinner);
        Assert.That(message.TextBody, Does.Contain("> At six?"));
        foreach (var mail in (MimeMessage[])[won, lost, message])
            Assert.That(Whole(mail), Does.Not.Contain(email).And.Not.Contain("Clyde"), "never another party's address");
    }

    [Test]
    public async Task Close_that_is_an_hour_off_is_told_when_it_is_and_again_if_it_moves()
    {
        var (customer, email) = await Person(await _market.Customer());
        var vendor = await _market.Vendor();
        var stroller = new Stroller(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(3));
        var intent = await customer.PostIntent(stroller.Plain());
        var mail = await _server.Next(email);
        Assert.That(mail.Subject, Is.EqualTo("“Stroller for twins” closes within the hour"));
        Assert.That(mail.TextBody, Does.Contain("It has 0 offers so far"));

        var far = await customer.PostIntent(new Stroller().Plain());
        await vendor.Offer(far, new Stroller().Offer(far));
        Assert.That((await _server.Next(email)).Subject, Does.StartWith("The first offer"));
        await ChangeRows("UPDATE mails SET due_at = 1 WHERE kind = 'closing-soon' AND state = 'waiting'");
        await PostOffered(vendor, new Stroller());
        Assert.That(await _server.Take(email), Is.Null, "what is due before its time waits on");
    }

    [Test]
    public async Task Vendor_that_wants_a_digest_gets_one_of_what_is_open()
    {
        var (vendor, email) = await Person(await _market.Vendor());
        (await vendor.Put("/api/v1/mail-choices", new { digest = true })).Expect(200);
        var customer = await _market.Customer();
        var stroller = new Stroller();
        var first = await customer.PostIntent(stroller.Intent(i => i["title"] = "First stroller"));
        var second = await customer.PostIntent(stroller.Intent(i => i["title"] = "Second stroller"));
        await vendor.AwaitNotice("intent.opened", (string)second["id"]!);
        await ChangeRows("UPDATE digests SET next_at = 1");
        var mail = await _server.Next(email);
        Assert.That(mail.Subject, Is.EqualTo("2 new intents meet your criteria"));
        Assert.That(
            mail.TextBody,
            Does.Contain("First stroller").And.Contain("Second stroller").And.Contain($"{Site}/intents/{(string)first["id"]!}"));
    }

    [Test]
    public async Task Mail_waits_for_a_server_that_is_down_and_for_a_market_that_was_killed()
    {
        await using var server = new MailServer();
        await using var market = await MarketHost.Start(Settings(server));
        var customer = await market.Customer();
        await using (var store = await Store.Open(null, market.Database, CancellationToken.None))
            await StorePeople.Own(store, customer.Account, "waits@example.org", CancellationToken.None);
        var (vendor, stroller) = (await market.Vendor(), new Stroller());
        var intent = await customer.PostIntent(stroller.Intent());
        await vendor.Offer(intent, stroller.Offer(intent));
        for (var tries = 0; !market.Output.Contains("mails wait for the mail server", StringComparison.Ordinal); tries++)
        {
            Assert.That(tries, Is.LessThan(300), "it says that the server is down");
            await Task.Delay(100);
        }
        await market.Restart();
        await server.Start();
        Assert.That((await server.Next("waits@example.org")).Subject, Does.StartWith("The first offer"));
        Assert.That(await server.Take("waits@example.org"), Is.Null);
    }

    [Test]
    public async Task Mail_that_the_server_refuses_for_good_is_given_up_and_holds_nobody_up()
    {
        var (broken, _) = await Person(await _market.Customer(), "no address at all");
        var (customer, email) = await Person(await _market.Customer());
        var (vendor, stroller) = (await _market.Vendor(), new Stroller());
        foreach (var who in (MarketClient[])[broken, customer])
        {
            var intent = await who.PostIntent(stroller.Intent());
            await vendor.Offer(intent, stroller.Offer(intent));
        }
        await _server.Next(email);
        // Both may have been made at once, and either goes first then.
        await Eventually.Holds(
            async () => await _store.Database.Read(
                (connection, token) => connection.Scalar<string>(
                    "SELECT state FROM mails WHERE account_id = @account AND kind = 'first-offer'",
                    new { account = broken.Account }, token), CancellationToken.None) == "dead",
            "the mail is given up");
    }

    /// <summary>More of each than the mail room takes at once, and all due before what comes.</summary>
    [Test]
    public async Task What_this_node_cannot_write_holds_no_mail_up()
    {
        var (customer, _) = await Person(await _market.Customer());
        var (vendor, stroller) = (await _market.Vendor(), new Stroller());
        var intent = await customer.PostIntent(stroller.Intent());
        var id = IntentId.Parse((string)intent["id"]!);
        await ChangeRows("UPDATE texts SET text = 'no texts' WHERE part = 'texts' AND intent_id = @id", new { id });
        await AppendUnread(id);
        for (var i = 0; i < 60; i++)
        {
            var row = new { mail = Guid.NewGuid(), account = customer.Account, id, kind = i < 3 ? "first-offer" : "haiku" };
            await ChangeRows(
                """
                INSERT INTO mails (mail_id, account_id, kind, intent_id, state, due_at, made_at, attempts)
                VALUES (@mail, @account, @kind, @id, 'waiting', 1, 1, 0)
                """,
                row);
            await ChangeRows(
                """
                INSERT INTO links (link_id, purpose, email, email_key, made_at, expires_at, state, due_at, attempts)
                VALUES (@mail, 'wave', 'a@example.org', 'a@example.org', 1, 9000000000000, 'waiting', 1, 0)
                """,
                row);
        }
        await PostOffered(vendor, stroller);
        Assert.That((await _store.Unpublished.List(id, CancellationToken.None)).Select(u => u.Part), Does.Contain("mails"), _market.Output);
        Assert.That(
            await _store.Database.Read(
                (c, token) => c.Scalar<long>("SELECT count(*) FROM mails WHERE kind = 'haiku' AND state = 'waiting'", null, token),
                CancellationToken.None),
            Is.EqualTo(57), "they wait for a node that knows them");
    }

    /// <summary>An event more, of a kind that mails are made of, that this build cannot read.</summary>
    private async Task AppendUnread(IntentId intentId)
    {
        var last = (await _store.Journal.ReadIntents([intentId], CancellationToken.None))[^1];
        var partition = Partitions.Of(intentId);
        var prev = Convert.ToHexStringLower(last.Hash);
        var bytes = Encoding.UTF8.GetBytes(
            $$$"""{"intent":"{{{intentId}}}","seq":{{{last.Seq + 1}}},"at":7,"prev":"{{{prev}}}","data":{"name":"IntentClosed","offers":"many"}}""");
        var closed = new StoredEvent(intentId, last.Seq + 1, 7, null, bytes, SHA256.HashData(bytes));
        var head = (await _store.Journal.Heads([partition], CancellationToken.None))[partition];
        var batch = new Batch([new Commit(partition, head + 1, 7, [closed])], [], [], [], []);
        Assert.That((await _store.Journal.Append(batch, CancellationToken.None)).Conflict, Is.False);
    }

    [TestCase("Smtp__Url", "http://mail.example")]
    [TestCase("Smtp__From", "")]
    [TestCase("Site__Address", "market.example")]
    [TestCase("Site__SecurityContact", "security@market.example")]
    public void Setting_that_is_no_good_is_said_at_the_start(string name, string value)
    {
        var settings = Settings(_server).Where(s => s.Name != name).Append((name, value)).ToArray();
        Assert.That(
            () => MarketHost.Start(settings),
            Throws.InvalidOperationException.With.Message.Contains(name.Replace("__", ":", StringComparison.Ordinal)));
    }

    [Test]
    public async Task Whoever_finds_a_fault_reads_whom_to_tell_where_the_settings_name_somebody()
    {
        using PageClient visitor = new(_market.Address), elsewhere = new((await MarketHost.Shared).Address);
        var told = await visitor.Get("/.well-known/security.txt", ("Host", "any.example"));
        Assert.That((told.Status, told.Headers["Content-Type"]), Is.EqualTo((200, "text/plain; charset=utf-8")));
        Assert.That(told.Text, Does.StartWith("Contact: mailto:security@market.example\nExpires: 2").And.EndsWith(
            $"\nCanonical: {Site}/.well-known/security.txt\n"));
        Assert.That((await elsewhere.Get("/.well-known/security.txt")).Status, Is.EqualTo(404));
    }

    internal static (string Name, string Value)[] Settings(MailServer server) =>
    [
        ("Smtp__Url", $"smtp://127.0.0.1:{server.Port}"), ("Smtp__From", "The market <market@market.example>"),
        ("Site__Address", Site + "/"),
    ];

    private async Task<(MarketClient Client, string Email)> Person(MarketClient client, string? email = null)
    {
        email ??= $"person-{Interlocked.Increment(ref _people)}@example.org";
        await StorePeople.Own(_store, client.Account, email, CancellationToken.None);
        return (client, email);
    }

    /// <summary>A further customer gets a first offer and its mail: what was to be sent before was sent by then.</summary>
    private async Task<string> PostOffered(MarketClient vendor, Stroller stroller)
    {
        var (customer, email) = await Person(await _market.Customer());
        var intent = await customer.PostIntent(stroller.Intent());
        await vendor.Offer(intent, stroller.Offer(intent));
        await _server.Next(email);
        return email;
    }

    /// <summary>All that its reader can see, decoded.</summary>
    private static string Whole(MimeMessage mail) =>
        $"{string.Join('\n', mail.Headers.Select(h => $"{h.Field}: {h.Value}"))}\n{mail.TextBody}";

    private Task<int> ChangeRows(string sql, object? parameters = null) =>
        _store.Database.Write((connection, token) => connection.Change(sql, parameters, token), CancellationToken.None);
}
