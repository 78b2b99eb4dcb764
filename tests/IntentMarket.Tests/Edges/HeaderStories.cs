using NUnit.Framework;

namespace IntentMarket.Tests.Edges;

/// <summary>What every answer says to browsers and to what lies between.</summary>
public sealed class HeaderStories
{
    [Test]
    public async Task No_page_of_somebodys_own_is_kept_by_anybody()
    {
        var market = await MarketHost.Shared;
        using PageClient buyer = await PageClient.SignedUp(market.Address, "customer"),
            seller = await PageClient.SignedUp(market.Address, "vendor");
        var kept = new List<string>();
        foreach (var route in (await Route.All).Where(r => r.Method == "GET" && !r.Pattern.StartsWith("/hubs", StringComparison.Ordinal)))
        {
            foreach (var page in (PageClient[])[buyer, seller])
            {
                var answer = await page.Get(
                    string.Join('/', route.Pattern.Split('/').Select(part => part is ['{', ..] ? $"{Guid.NewGuid()}" : part)));
                if (!answer.Headers.TryGetValue("Cache-Control", out var says) || !says.Contains("no-store"))
                    kept.Add($"{route.Pattern}: {says}");
            }
        }
        Assert.That(kept, Is.Empty);
        Assert.That(
            (await buyer.Get("/assets/site.css?v=1")).Headers["Cache-Control"], Does.Contain("immutable"),
            "what is everybody's may be kept");
    }

    [Test]
    public async Task Refused_page_has_the_headers_of_every_page()
    {
        var market = await MarketHost.Shared;
        using var page = new PageClient(market.Address);
        var refused = await page.Post("/sign-up", ("name", "x"));
        Assert.That(refused.Status, Is.EqualTo(400));
        Assert.That(refused.Headers["Content-Security-Policy"], Does.Contain("default-src 'none'"));
        Assert.That((refused.Headers["X-Content-Type-Options"], refused.Headers["Cache-Control"]), Is.EqualTo(("nosniff", "no-store")));
    }

    [Test]
    public async Task Every_answer_says_what_it_is_and_what_may_be_done_with_it()
    {
        var market = await MarketHost.Shared;
        using var stranger = new PageClient(market.Address);
        var wrong = new List<string>();
        var routes = (await Route.All).Where(r => r.Method == "GET" && !r.Pattern.StartsWith("/hubs", StringComparison.Ordinal))
            .Select(r => r.Pattern);
        string[] files = ["/assets/site.css", "/assets/site.js", "/assets/icon.svg"],
            none = ["/assets/", "/.git/config", "/appsettings.json", "/market.db", "/nothing"];
        foreach (var path in routes.Concat(files).Concat(none))
        {
            var answer = await stranger.Get(path, ("Origin", "https://evil.example"));
            var kind = answer.Headers.GetValueOrDefault("Content-Type", "");
            var isNamed = answer.Text.Length == 0 || kind is "application/json" or "application/problem+json"
                || kind.EndsWith("; charset=utf-8", StringComparison.Ordinal);
            var policy = answer.Headers["Content-Security-Policy"];
            var isBound = ((string[])["default-src 'none'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"])
                .All(policy.Contains)
                && answer.Headers["X-Content-Type-Options"] == "nosniff" && answer.Headers["Referrer-Policy"] == "same-origin"
                && !answer.Headers.ContainsKey("Access-Control-Allow-Origin") && !answer.Headers.ContainsKey("Server");
            if (!isNamed || !isBound || (none.Contains(path) && answer.Status != 404))
                wrong.Add($"{path}: {answer.Status} {kind}");
        }
        Assert.That(wrong, Is.Empty);
        Assert.That((await stranger.Send(HttpMethod.Trace, "/", null)).Status, Is.EqualTo(405));
    }

    [Test]
    public async Task Cookies_are_of_this_host_and_secure_connections_alone()
    {
        var market = await MarketHost.Shared;
        using var page = await PageClient.SignedUp(market.Address, "customer");
        using var stranger = new PageClient(market.Address);
        await stranger.Get("/intents/new");
        await stranger.Post("/intents/new/preview", ("draft", $"{Guid.NewGuid()}"), ("title", "A stroller"));
        await stranger.Post("/sign-in/passkey/options");
        await page.Post("/sign-out");
        var said = page.Said.Concat(stranger.Said).ToList();
        Assert.That(
            said.Select(c => c[..c.IndexOf('=')]).Distinct(),
            Is.EquivalentTo((string[])["__Host-session", "__Host-form", "__Host-draft", "__Host-passkey"]));
        foreach (var cookie in said)
        {
            Assert.That(
                cookie, Does.Contain("; path=/;").And.Contain("; secure").And.Contain("; httponly").And.Not.Contain("domain=").IgnoreCase);
        }
    }

    [TestCase("market.example", "https", true)]
    [TestCase("market.example", "http", false)]
    [TestCase("market.example", null, false)]
    [TestCase("localhost", "https", false)]
    [TestCase("127.0.0.1", "https", false)]
    public async Task Browser_comes_back_by_TLS_alone_where_it_came_so(string host, string? scheme, bool isSaid)
    {
        var market = await MarketHost.Shared;
        using var page = new PageClient(market.Address);
        (string, string)[] headers = scheme is null ? [("Host", host)] : [("Host", host), ("X-Forwarded-Proto", scheme)];
        Assert.That((await page.Get("/healthz", headers)).Headers.ContainsKey("Strict-Transport-Security"), Is.EqualTo(isSaid));
    }
}
