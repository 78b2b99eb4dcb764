using System.Text.RegularExpressions;
using IntentMarket.Storage;
using IntentMarket.Web.People;
using Microsoft.Extensions.Configuration;
using NUnit.Framework;

namespace IntentMarket.Tests.Edges;

/// <summary>How long somebody stays signed in, what they prove once more, and where pages are served.</summary>
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
        (await op.Post("/account/open", "/account/open?kind=operator", ("kind", "operator"), ("name", "Op"), ("operator-key",
            MarketHost.OperatorKey))).Expect(302);

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
        (await vendor.Post("/account/proof", "/account/proof?back=/bots", ("back", "/bots"), ("password", "correct horse battery")))
            .Expect(302, "/bots");
        (await Key("k-4")).Expect(200);

        Task<Page> Key(string key) => vendor.Post("/bots/keys", "/bots", ("key", key));
    }

    [Test]
    public async Task Each_sign_in_has_a_session_of_its_own_and_one_that_was_left_opens_nothing()
    {
        var market = await MarketHost.Shared;
        using var ada = await PageClient.SignedUp(market.Address, "customer");
        var first = Session(ada);
        using var thief = new SiteVisitor(market);
        thief.Headers["Cookie"] = first;
        (await thief.Get("/account")).Expect(200);
        var left = await ada.Post("/sign-out");
        Assert.That(left.MustRedirect().Headers["Clear-Site-Data"], Is.EqualTo("\"cache\", \"storage\""));
        (await thief.Get("/account")).Expect(302, "/sign-in?kind=customer&back=%2Faccount");

        // A cookie that was there before is not taken over by who signs in.
        using var again = new SiteVisitor(market);
        again.Headers["Cookie"] = first;
        (await again.Post(
            "/sign-in", "/sign-in", ("email", $"{ada.Name}@example.org"),
            ("password", $"long enough for {ada.Name}"), ("back", "/account"))).Expect(302, "/account");
        (await thief.Get("/account")).Expect(302, "/sign-in?kind=customer&back=%2Faccount");

        static string Session(PageClient page) =>
            page.Said.Last(c => c.StartsWith("__Host-session=", StringComparison.Ordinal)).Split(';')[0];
    }

    [Test]
    public async Task Password_is_taken_as_it_was_typed_and_a_new_one_ends_all_other_sessions()
    {
        var market = await MarketHost.Shared;
        using SiteVisitor ada = new(market), phone = new(market), other = new(market);
        var password = $" Déjà vu {new string('x', 80)} 🚼 ";
        (await ada.SignUp(password: password)).Expect(302, "/account");
        foreach (var near in (string[])[password.ToLowerInvariant(), password.Trim(), password[..72]])
            (await other.SignIn(near, ada.Email)).Expect(422);
        (await phone.SignIn(password, ada.Email)).Expect(302, "/account");
        (await ada.Post("/account/password", "/account", ("current", password), ("password", "another good one"))).Expect(302, "/account");
        (await phone.Get("/account")).Expect(302);
        (await ada.Get("/account")).Expect(200);
        (await other.SignIn(password, ada.Email)).Expect(422);
        (await other.SignIn("another good one", ada.Email)).Expect(302, "/account");
    }

    [Test]
    public async Task Secrets_are_typed_unseen_and_may_be_pasted()
    {
        var market = await MarketHost.Shared;
        using var page = await PageClient.SignedUp(market.Address, "customer");
        using var stranger = new PageClient(market.Address);
        var pages = await Task.WhenAll(
            page.Get("/account"), page.Get("/account/proof"), page.Get("/account/open?kind=operator"), stranger.Get("/sign-in"),
            stranger.Get("/sign-up"));
        var fields = pages.SelectMany(
            p => Regex.Matches(p.Text, "<input[^>]*name=\"(?:current|password|operator-key)\"[^>]*>").Select(m => m.Value)).ToList();
        Assert.That(fields, Has.Count.GreaterThanOrEqualTo(6));
        Assert.That(fields, Is.All.Contains("type=\"password\""));
        Assert.That(
            fields.Where(f => !f.Contains("operator-key", StringComparison.Ordinal)),
            Is.All.Match("autocomplete=\"(current|new)-password\""));
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
            (connection, token) =>
                connection.Change($"UPDATE sessions SET {column} = {column} - @by WHERE person_id = @person", new { by, person }, token),
            CancellationToken.None);
    }
}
