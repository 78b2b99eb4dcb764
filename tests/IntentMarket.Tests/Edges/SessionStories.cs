using IntentMarket.Storage;
using IntentMarket.Web;
using Microsoft.Extensions.Configuration;
using NUnit.Framework;

namespace IntentMarket.Tests.Edges;

/// <summary>How long somebody stays signed in, what they prove once more, and where pages are served.</summary>
[Order(1)]
public sealed class SessionStories : EdgeStories
{
    private const long Hour = 60 * 60 * 1_000, Day = 24 * Hour;

    [TestCase(0, false, 14 * Day)]
    [TestCase(20 * Day, false, 30 * Day)]
    [TestCase(0, true, 12 * Hour)]
    [TestCase(29 * Day + 18 * Hour, true, 30 * Day)]
    public void Session_ends_when_it_is_idle_and_in_any_case(long seenAt, bool isOperator, long end) =>
        Assert.That(new SessionTimes(new ConfigurationBuilder().Build()).End(0, seenAt, isOperator), Is.EqualTo(end));

    [Test]
    public async Task Session_that_was_idle_or_is_old_is_over_an_operators_sooner()
    {
        var market = await MarketHost.Shared;
        using var idle = new SiteVisitor(market);
        using var old = new SiteVisitor(market);
        using var op = new SiteVisitor(market);
        await idle.SignUp();
        await old.SignUp();
        await op.SignUp();
        (await op.Post("/account/open", "/account/open?kind=operator", ("kind", "operator"), ("name", "Op"), ("operator-key", MarketHost.OperatorKey))).Expect(302);

        await Shift(market, idle, "seen_at", 13 * Day);
        await Shift(market, op, "seen_at", 11 * Hour);
        (await idle.Get("/account")).Expect(200);
        (await op.Get("/account")).Expect(200);
        await Shift(market, idle, "seen_at", 14 * Day + Hour);
        await Shift(market, op, "seen_at", 12 * Hour + Hour);
        await Shift(market, old, "created_at", 30 * Day + Hour);
        (await idle.Get("/account")).Expect(302, "/sign-in?kind=customer&back=%2Faccount");
        (await op.Get("/account")).Expect(302, "/sign-in?kind=customer&back=%2Faccount");
        (await old.Get("/account")).Expect(302, "/sign-in?kind=customer&back=%2Faccount");
        (await idle.SignIn()).Expect(302, "/account");
        (await idle.Get("/account")).Expect(200);
    }

    [Test]
    public async Task What_opens_the_account_is_added_by_who_proved_lately_who_they_are()
    {
        var market = await MarketHost.Shared;
        using var vendor = new SiteVisitor(market);
        await vendor.SignUp("vendor");
        (await Key("k-1")).Expect(200);
        await Shift(market, vendor, "proved_at", Hour / 6 + 1);
        (await Key("k-2")).Expect(302, "/account/proof?back=%2Fbots");
        (await vendor.Post("/bots/credentials", "/bots", ("key", "c"))).Expect(302, "/account/proof?back=%2Fbots");
        (await vendor.Post("/account/passkeys", "/account", ("credential", "{}"))).Expect(302, "/account/proof?back=%2Faccount");
        (await vendor.Post("/account/passkeys/options", "/account")).Expect(302, "/account/proof?back=%2Faccount");
        (await vendor.Post("/account/proof", "/account/proof?back=/bots", ("back", "/bots"), ("password", "not this one"))).Expect(422);
        (await Key("k-3")).Expect(302, "/account/proof?back=%2Fbots");
        (await vendor.Post("/account/proof", "/account/proof?back=/bots", ("back", "/bots"), ("password", "correct horse battery"))).Expect(302, "/bots");
        (await Key("k-4")).Expect(200);

        Task<Page> Key(string key) => vendor.Post("/bots/keys", "/bots", ("key", key));
    }

    [TestCase("market.example", 421)]
    [TestCase("localhost.evil.example", 421)]
    [TestCase("10.0.0.1:8080", 421)]
    [TestCase("LOCALHOST:1", 200)]
    [TestCase("market.localhost", 200)]
    [TestCase("127.0.0.2", 200)]
    [TestCase("[::1]:8080", 200)]
    public async Task Pages_without_an_address_are_served_to_this_machine_alone(string host, int status)
    {
        var market = await MarketHost.Shared;
        using var visitor = new SiteVisitor(market);
        visitor.Headers["Host"] = host;
        var page = (await visitor.Get("/sign-in")).Expect(status);
        Assert.That(page.Html.Contains("Site__Address", StringComparison.Ordinal), Is.EqualTo(status == 421));
        (await visitor.Get("/readyz")).Expect(200);
        (await visitor.Get("/api/v1/categories?scheme=market")).Expect(200);
    }

    /// <summary>As if so much time had passed.</summary>
    private static async Task Shift(MarketHost market, SiteVisitor visitor, string column, long by)
    {
        await using var store = await Store.Open(null, market.Database, CancellationToken.None);
        var person = (await store.People.FindByEmail(visitor.Email.ToUpperInvariant(), CancellationToken.None))!.Id;
        await store.Database.Write(
            (connection, token) => connection.Change($"UPDATE sessions SET {column} = {column} - @by WHERE person_id = @person", new { by, person }, token), CancellationToken.None);
    }
}
