using System.Diagnostics;
using System.Net;
using IntentMarket.Services.Access;
using NUnit.Framework;

namespace IntentMarket.Tests.Edges;

/// <summary>Guessing at what is secret: ten wrong answers in ten minutes by one person from one address, and nobody else
/// is held up by them.</summary>
public sealed class AttemptStories : EdgeStories
{
    private const int Spent = 10;

    private MarketHost _market = null!;

    [OneTimeSetUp]
    public async Task Start() => _market = await MarketHost.Start(
        ("Site__Proxies", "127.0.0.9, 2001:db8::/48"), ("ASPNETCORE_FORWARDEDHEADERS_ENABLED", "true"));

    [Test]
    public async Task Ten_wrong_passwords_close_one_person_from_one_address_for_ten_minutes()
    {
        using var ada = new SiteVisitor(_market);
        using var elsewhere = new SiteVisitor(_market, "127.0.0.2");
        using var neighbour = new SiteVisitor(_market);
        (await ada.SignUp()).Expect(302, "/account");
        (await neighbour.SignUp()).Expect(302, "/account");
        using var guesser = new SiteVisitor(_market);
        for (var i = 0; i < Spent - 1; i++)
            (await guesser.SignIn($"not this one {i}", ada.Email)).Expect(422);
        (await guesser.SignIn(email: ada.Email.ToUpperInvariant())).Expect(302, "/account");
        using var again = new SiteVisitor(_market);
        (await again.SignIn("nor this one", ada.Email)).Expect(422);
        var refused = (await again.SignIn(email: ada.Email)).Expect(429);
        Assert.That(refused.RetryAfter, Is.InRange(TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(10)));
        Assert.That(refused.Html, Does.Contain("10 wrong attempts in 10 minutes"));
        (await elsewhere.SignIn(email: ada.Email)).Expect(302, "/account");
        using var back = new SiteVisitor(_market);
        (await back.SignIn(email: neighbour.Email)).Expect(302, "/account");

        await _market.Restart();
        using var later = new SiteVisitor(_market);
        (await later.SignIn(email: ada.Email)).Expect(429);
    }

    [TestCase("/account/password", "/account", "current", "This is not your present password.")]
    [TestCase("/account/open", "/account/open?kind=operator", "operator-key", "This is no operator’s key.")]
    public async Task Whoever_is_signed_in_guesses_no_more(string path, string page, string secret, string told)
    {
        using var ada = new SiteVisitor(_market);
        await ada.SignUp();
        var answers = await Task.WhenAll(Enumerable.Range(0, Spent + 3).Select(i =>
            ada.Post(
                path, page, (secret, $"operator.guess {i} of mine"), ("kind", "operator"), ("name", "Ada"),
                ("password", "another good one"))));
        Assert.That(
            answers.Count(a => a.Status == 422 && a.Html.Contains(told, StringComparison.Ordinal)), Is.EqualTo(Spent),
            string.Join('\n', answers.AsEnumerable()));
        Assert.That(answers.Count(a => a.Status == 429), Is.EqualTo(3));
        var right = secret == "current" ? "correct horse battery" : MarketHost.OperatorKey;
        (await ada.Post(path, page, (secret, right), ("kind", "operator"), ("name", "Ada"), ("password", "another good one"))).Expect(429);
    }

    [Test]
    public async Task Links_of_mails_and_keys_of_programs_are_no_way_around()
    {
        using var ada = new SiteVisitor(_market);
        await ada.SignUp();
        var link = $"{Guid.NewGuid():N}.";
        for (var i = 0; i < Spent; i++)
            (await ada.Post("/new-password", "/account", ("link", $"{link}{i}"), ("password", "another good one"))).Expect(404);
        (await ada.Get($"/new-password?link={link}x")).Expect(429);

        var vendor = await _market.Vendor();
        var guessed = _market.Client(vendor.Key!.Split('.')[0] + ".guess");
        for (var i = 0; i < Spent; i++)
            (await guessed.Get("/api/v1/feed")).ExpectProblem(401, "unauthorized");
        (await guessed.Get("/api/v1/feed")).ExpectProblem(429, "quota");
        (await vendor.Get("/api/v1/feed")).ExpectProblem(429, "quota");
        (await (await _market.Vendor()).Get("/api/v1/feed")).Expect(200);
    }

    [Test]
    public async Task Others_are_served_while_passwords_are_hashed_and_too_many_are_turned_away()
    {
        var vendor = await _market.Vendor();
        var visitors = Enumerable.Range(0, 60).Select(_ => new SiteVisitor(_market)).ToList();
        var guesses = Task.WhenAll(visitors.Select(v => v.SignIn()));
        var slowest = TimeSpan.Zero;
        while (!guesses.IsCompleted)
        {
            var since = Stopwatch.StartNew();
            (await vendor.Get("/api/v1/feed")).Expect(200);
            slowest = since.Elapsed > slowest ? since.Elapsed : slowest;
        }
        var answers = await guesses;
        await TestContext.Out.WriteLineAsync(
            $"{answers.Count(a => a.Status == 422)} compared, {answers.Count(a => a.Status == 503)} turned away, "
            + $"the slowest call beside them {slowest.TotalMilliseconds:0} ms");
        Assert.That(answers.Select(a => a.Status).Distinct(), Is.SubsetOf((int[])[422, 503]));
        Assert.That(answers.Where(a => a.Status == 503).Select(a => a.RetryAfter), Is.All.Not.Null);
        foreach (var visitor in visitors)
            visitor.Dispose();
    }

    [Test]
    public async Task Only_the_proxies_of_the_settings_say_where_somebody_comes_from()
    {
        using var ada = new SiteVisitor(_market);
        await ada.SignUp();
        using var stranger = new SiteVisitor(_market);
        for (var i = 0; i < Spent; i++)
        {
            stranger.Headers["X-Forwarded-For"] = $"10.0.0.{i}";
            (await stranger.SignIn("not this one", ada.Email)).Expect(422);
        }
        (await stranger.SignIn("not this one", ada.Email)).Expect(429);

        using var proxied = new SiteVisitor(_market, "127.0.0.9");
        for (var i = 0; i < Spent; i++)
        {
            proxied.Headers["X-Forwarded-For"] = $"1.2.3.4, 2001:db8:9::{i}, 2001:db8:0:1::1";
            (await proxied.SignIn("not this one", ada.Email)).Expect(422);
        }
        (await proxied.SignIn(email: ada.Email)).Expect(429);
        proxied.Headers["X-Forwarded-For"] = "2001:db8:9:1::1";
        (await proxied.SignIn(email: ada.Email)).Expect(302);
    }

    [TestCase("192.0.2.7", "192.0.2.7")]
    [TestCase("::ffff:192.0.2.7", "192.0.2.7")]
    [TestCase("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    public void Address_is_what_one_customer_has(string given, string counted) =>
        Assert.That(CallerAddress.Of(IPAddress.Parse(given)), Is.EqualTo(counted));
}
