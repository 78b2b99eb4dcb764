using System.Text.Json.Nodes;
using IntentMarket.Engine;
using IntentMarket.Engine.Values;
using IntentMarket.Storage;
using IntentMarket.Tests.Cluster;
using NUnit.Framework;

namespace IntentMarket.Tests.Edges;

/// <summary>People leave: what is theirs ends at once and is erased, and an offer that binds is no less binding.</summary>
[Order(1)]
public sealed class LeavingStories : EdgeStories
{
    private static CancellationToken Cancel => CancellationToken.None;

    [Test]
    public async Task Customer_leaves_and_its_intents_are_withdrawn()
    {
        var market = await MarketHost.Shared;
        var name = $"canary-{Guid.NewGuid():N}";
        var (customer, vendor, stroller) = (await market.Customer(name), await market.Vendor(), new Stroller());
        var reads = market.Client((await customer.Post("/api/v1/keys", new { scope = "read" })).Expect(201).Text("key"));
        var intent = await customer.PostIntent(stroller.Intent(i => i["title"] = $"A stroller for {name}"));
        var (id, path) = ((string)intent["id"]!, $"/api/v1/intents/{(string)intent["id"]!}");
        await vendor.Offer(intent, stroller.Offer(intent));
        var awarded = await customer.PostIntent(stroller.Intent(i => i["title"] = $"A pram for {name}"));
        var awardedPath = $"/api/v1/intents/{(string)awarded["id"]!}";
        var won = (string)(await vendor.Offer(awarded, stroller.Offer(awarded)))["offerId"]!;
        (await customer.Post($"{awardedPath}/award", new { offerId = won, contact = $"ring {name}" })).Expect(200);
        Assert.That((await vendor.AwaitNotice("offer.won", (string)awarded["id"]!)).ToJsonString(), Does.Contain(name));
        await using var hub = await HubClient.Connect(market, customer);

        (await reads.Delete("/api/v1/account")).ExpectProblem(403, "read-only");
        Assert.That((await customer.Delete("/api/v1/account")).Expect(204).Bytes, Is.Empty);
        foreach (var key in (MarketClient[])[customer, reads])
            (await key.Get("/api/v1/keys")).ExpectProblem(401, "unauthorized");
        await hub.Closed();
        await vendor.AwaitNotice("intent.withdrawn", id);
        Assert.That((string?)(await vendor.Get(path)).Expect(200).Body!["status"], Is.EqualTo("withdrawn"));
        Assert.That((string?)(await vendor.Get($"{path}/board")).Expect(200).Body!["own"]!["status"], Is.EqualTo("expired"));
        // What was decided stays, and whole; nothing in it leads back to who has left.
        foreach (var read in (string[])[
            path, $"{path}/transcript", $"{path}/board", awardedPath, $"{awardedPath}/transcript", "/api/v1/offers", "/api/v1/feed"])
            Assert.That((await vendor.Get(read)).Expect(200).ToString(), Does.Not.Contain(name), read);
        Assert.That(
            (await vendor.Get($"/api/v1/notices?after={MarketClient.FromTheFirst}")).Expect(200).ToString(), Does.Not.Contain(name));
        Assert.That(await RestStories.Recompute((await vendor.Get($"{path}/transcript")).Bytes), Is.Zero);
        Assert.That(await RestStories.Recompute((await vendor.Get($"{awardedPath}/transcript")).Bytes), Is.Zero);
        await using var store = await Store.Open(null, market.Database, Cancel);
        Assert.That((await store.Accounts.Get(customer.Account, Cancel))!.IsErased, Is.True);
        (await market.Operator.Post($"/api/v1/accounts/{customer.Account}/suspend", new { reason = "Too late" }))
            .ExpectProblem(404, "not-found");
    }

    [Test]
    public async Task Vendor_leaves_and_an_offer_that_binds_stays_until_it_binds_no_longer()
    {
        var market = await MarketHost.Shared;
        var (customer, acme, stroller) = (await market.Customer(), await market.Vendor("Acme"), new Stroller());
        var (free, sealedBid) = (await customer.PostIntent(stroller.Intent()), await customer.PostIntent(stroller.Sealed()));
        var english = await customer.PostIntent(stroller.Plain(English));
        foreach (var intent in (JsonNode[])[free, sealedBid, english])
            Assert.That((string?)(await acme.Offer(intent, stroller.OfferAt(intent, "390.00", "a-1")))["outcome"], Is.EqualTo("accepted"));

        var left = (await acme.Delete("/api/v1/account")).Expect(202);
        Assert.That(left.Body!.ToJsonString(), Is.EqualTo($$"""{"until":"{{(string)english["awardBy"]!}}"}"""));
        (await acme.Get("/api/v1/offers")).ExpectProblem(401, "unauthorized");
        foreach (var (intent, count) in (List<(JsonNode, int)>)[(free, 0), (sealedBid, 0), (english, 1)])
        {
            Assert.That(
                (int?)(await customer.Get($"/api/v1/intents/{(string)intent["id"]!}/offers")).Expect(200).Body!["count"],
                Is.EqualTo(count));
        }
        await using var store = await Store.Open(null, market.Database, Cancel);
        Assert.That((await store.Accounts.Get(acme.Account, Cancel))!.Contact, Is.EqualTo("sales at Acme"));
        Assert.That((await store.Subscriptions.List(acme.Account, Cancel)).Count, Is.Zero);

        (await customer.Post($"/api/v1/intents/{(string)english["id"]!}/withdraw", new { reason = "I walk" })).Expect(200);
        await Erased(store, acme);
    }

    [Test]
    public async Task Vendor_who_left_and_wins_is_told_to_the_customer()
    {
        var market = await MarketHost.Shared;
        var (customer, acme, stroller) = (await market.Customer(), await market.Vendor("Acme"), new Stroller(TimeSpan.FromSeconds(3)));
        var intent = await customer.PostIntent(stroller.Sealed());
        var (id, path) = ((string)intent["id"]!, $"/api/v1/intents/{(string)intent["id"]!}");
        var offer = (string)(await acme.Offer(intent, stroller.OfferAt(intent, "390.00", "a-1")))["offerId"]!;
        await customer.AwaitNotice("intent.closed", id);
        (await acme.Delete("/api/v1/account")).Expect(202);
        Assert.That((await customer.Post($"{path}/award", new { offerId = offer })).Expect(200).ToString(), Does.Contain("sales at Acme"));
        // Longer than the next look at who leaves.
        await Task.Delay(1_200);
        await using var store = await Store.Open(null, market.Database, Cancel);
        Assert.That((await store.Accounts.Get(acme.Account, Cancel))!.Contact, Is.EqualTo("sales at Acme"));
    }

    [Test]
    public async Task Person_leaves_with_all_accounts_and_may_come_back_as_somebody_new()
    {
        var market = await MarketHost.Shared;
        using var ada = new SiteVisitor(market);
        using var elsewhere = new SiteVisitor(market);
        await ada.SignUp();
        (await ada.Post("/account/open", "/account/open?kind=vendor", ("kind", "vendor"), ("name", "Ada sells"), ("contact",
            "ada@shop.example"))).Expect(302);
        (await elsewhere.SignIn(email: ada.Email)).Expect(302, "/account");
        await using var store = await Store.Open(null, market.Database, Cancel);
        var person = (await store.People.FindByEmail(ada.Email.ToUpperInvariant(), Cancel))!.Id;
        var accounts = await store.People.Accounts(person, Cancel);
        Assert.That(accounts, Has.Count.EqualTo(2));

        Assert.That((await ada.Get("/account")).Expect(200).Html, Does.Contain("href=\"/account/leave\""));
        Assert.That((await ada.Get("/account/leave")).Expect(200).Html, Does.Contain("requests").And.Contain("cannot be taken back"));
        (await ada.Post("/account/leave", "/account/leave")).Expect(302, "/account/leave");
        Assert.That(
            (await ada.Post("/account/leave", "/account/leave", ("sure", "yes"))).Expect(200).Html,
            Does.Contain("You have left").And.Contain("is erased"));
        foreach (var visitor in (SiteVisitor[])[ada, elsewhere])
            (await visitor.Get("/account")).Expect(302, "/sign-in?kind=customer&back=%2Faccount");
        (await elsewhere.SignIn(email: ada.Email)).Expect(422);
        Assert.That(await store.People.Get(person, Cancel), Is.Null);
        foreach (var account in accounts)
            Assert.That((await store.Accounts.Get(account.Id, Cancel))!.IsErased, Is.True);
        (await elsewhere.SignUp(email: ada.Email)).Expect(302, "/account");
    }

    [Test]
    public async Task Person_who_left_their_browser_open_is_asked_who_they_are()
    {
        var market = await MarketHost.Shared;
        using var ada = new SiteVisitor(market);
        await ada.SignUp();
        await using var store = await Store.Open(null, market.Database, Cancel);
        var person = (await store.People.FindByEmail(ada.Email.ToUpperInvariant(), Cancel))!.Id;
        await store.Database.Write(
            (connection, token) => connection.Change("UPDATE sessions SET proved_at = 0 WHERE person_id = @person", new { person }, token),
            Cancel);
        (await ada.Get("/account/leave")).Expect(302, "/account/proof?back=%2Faccount%2Fleave");
        (await ada.Post("/account/leave", "/account", ("sure", "yes"))).Expect(302, "/account/proof?back=%2Faccount%2Fleave");
        Assert.That(await store.People.Get(person, Cancel), Is.Not.Null);
    }

    /// <summary>As where a node was killed when it had written down that they leave, and done nothing else.</summary>
    [Test]
    public async Task What_a_node_left_half_done_is_done()
    {
        var market = await MarketHost.Shared;
        var (customer, vendor, stroller) = (await market.Customer(), await market.Vendor("Acme"), new Stroller());
        var (own, other) = (await customer.PostIntent(stroller.Intent()), await (await market.Customer()).PostIntent(stroller.Intent()));
        await vendor.Offer(other, stroller.Offer(other));
        await using var store = await Store.Open(null, market.Database, Cancel);
        foreach (var account in (MarketClient[])[customer, vendor])
            await store.Leavings.Begin(account.Account, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), Cancel);
        await Erased(store, customer);
        await Erased(store, vendor);
        Assert.That((await store.Intents.Get(IntentId.Parse((string)own["id"]!), Cancel))!.Row.Status, Is.EqualTo(IntentStatus.Withdrawn));
        Assert.That((await store.Intents.Get(IntentId.Parse((string)other["id"]!), Cancel))!.Row.Live, Is.Zero);
    }

    [Test]
    public async Task Operator_of_the_setting_stays_and_others_leave()
    {
        var market = await MarketHost.Shared;
        (await market.Operator.Delete("/api/v1/account")).ExpectProblem(403, "forbidden");
        var made = (await market.Operator.Post("/api/v1/accounts", new { kind = "operator", name = "Second" })).Expect(201);
        (await market.Client(made.Text("key")).Delete("/api/v1/account")).Expect(204);
        (await market.Client(made.Text("key")).Get("/api/v1/keys")).ExpectProblem(401, "unauthorized");
    }

    private static void English(JsonNode intent)
    {
        intent["terms"]!["prefer"] = new JsonArray();
        intent["auction"] = new JsonObject
        {
            ["format"] = "english",
            ["closesAt"] = (string)intent["auction"]!["closesAt"]!,
            ["visibility"] = "lead",
            ["decrement"] = new JsonObject { ["amount"] = "5.00" },
        };
    }

    private static Task Erased(Store store, MarketClient account) =>
        Eventually.Holds(async () => (await store.Accounts.Get(account.Account, Cancel))!.IsErased, "the account is erased", 20);
}
