using System.Diagnostics;
using System.Text.RegularExpressions;
using IntentMarket.Storage;
using IntentMarket.Web.People;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using NUnit.Framework;

namespace IntentMarket.Tests.Edges;

/// <summary>Signing up, proving an address and setting a new password where the market sends mail: nobody learns
/// who has an account.</summary>
public sealed class SignUpStories : EdgeStories
{
    private MailServer _server = null!;
    private MarketHost _market = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        _server = new MailServer();
        await _server.Start();
        _market = await MarketHost.Start();
        using var early = new SiteVisitor(_market);
        (await early.SignUp(email: "early@example.org")).Expect(302, "/account");
        await _market.Restart([.. MailStories.Settings(_server), ("Site__Address", $"{_market.Address}".TrimEnd('/'))]);
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (_market is not null)
            await _market.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Test]
    public async Task Link_leads_a_new_person_on_and_tells_a_known_one_alone_that_they_are_known()
    {
        using var ada = new SiteVisitor(_market);
        var asked = (await ada.SignUp()).Expect(200);
        var link = await Link(ada.Email, "Confirm your address");
        using var stranger = new SiteVisitor(_market);
        (await stranger.Get(link)).Expect(200);
        (await stranger.Post("/sign-up/confirm", link, ("link", Token(link)), ("password", "not what I chose"))).Expect(422);
        (await ada.Get(link)).Expect(302, "/account");
        Assert.That((await ada.Get("/account")).Expect(200).Html, Does.Contain(ada.Email));
        (await ada.Get(link)).Expect(404);

        using var eve = new SiteVisitor(_market);
        var told = (await eve.SignUp(email: ada.Email.ToUpperInvariant())).Expect(200);
        Assert.That(Bare(told, eve.Email), Is.EqualTo(Bare(asked, ada.Email)));
        var known = await Link(ada.Email, "You have signed up before");
        (await eve.Get(known)).Expect(302, "/sign-in?back=%2Faccount");

        using var grace = new SiteVisitor(_market);
        await grace.SignUp();
        var elsewhere = await Link(grace.Email, "Confirm your address");
        using var phone = new SiteVisitor(_market);
        (await phone.Post("/sign-up/confirm", elsewhere, ("link", Token(elsewhere)), ("password", "correct horse battery")))
            .Expect(302, "/account");
        (await phone.Get("/account")).Expect(200);
    }

    [Test]
    public async Task Sign_in_takes_as_long_for_nobody_as_for_somebody_and_a_new_password_is_promised_to_both()
    {
        using var visitor = new SiteVisitor(_market);
        var (known, unknown) = (TimeSpan.MaxValue, TimeSpan.MaxValue);
        for (var i = 0; i < 4; i++)
        {
            known = Least(known, await Timed("early@example.org"));
            unknown = Least(unknown, await Timed("nobody@example.org"));
        }
        await TestContext.Out.WriteLineAsync(
            $"a wrong password of somebody took {known.TotalMilliseconds:0} ms, of nobody {unknown.TotalMilliseconds:0} ms");
        Assert.That(unknown / known, Is.InRange(0.5, 2.0));
        var (somebody, nobody) = (
            await visitor.Post("/forgotten", "/forgotten", ("email", "early@example.org")),
            await visitor.Post("/forgotten", "/forgotten", ("email", "nobody@example.org")));
        Assert.That(Bare(somebody.Expect(200), ""), Is.EqualTo(Bare(nobody, "")));
        await Link("early@example.org", "A new password for IntentMarket");
        Assert.That(await _server.Take("nobody@example.org"), Is.Null);

        async Task<TimeSpan> Timed(string email)
        {
            await visitor.Get("/sign-in");
            var since = Stopwatch.StartNew();
            (await visitor.SignIn("not this one", email)).Expect(422);
            return since.Elapsed;
        }
    }

    [Test]
    public async Task New_password_ends_whatever_else_opens_the_account_but_for_what_is_kept()
    {
        using var ada = new SiteVisitor(_market);
        await ada.SignUp("vendor");
        (await ada.Get(await Link(ada.Email, "Confirm your address"))).Expect(302);
        var (kept, ended) = (await Key(ada, "my script"), await Key(ada, "of somebody else"));
        var account = (await ada.Get("/account")).Html;
        Assert.That(account, Does.Contain("“my script”").And.Contain("“of somebody else”"), "the account's page lists them");

        using var owner = new SiteVisitor(_market);
        (await owner.Post("/forgotten", "/forgotten", ("email", ada.Email))).Expect(200);
        var link = await Link(ada.Email, "A new password for IntentMarket");
        var listed = (await owner.Get(link)).Expect(200).Html;
        var mine = Regex.Match(listed, "name=\"end\" value=\"(key\\.[^\"]+)\" checked[^>]*>Key “my script”").Groups[1].Value;
        Assert.That((mine.Length > 0, listed.Contains("of somebody else", StringComparison.Ordinal)), Is.EqualTo((true, true)), listed);
        var late = await Key(ada, "made after the list was shown");
        (await owner.Post("/new-password", link, ("link", Token(link)), ("password", "another good one"), ("listed", mine)))
            .Expect(302, "/sign-in");

        (await ada.Get("/account")).Expect(302);
        await Task.Delay(TimeSpan.FromSeconds(2.5));
        (await _market.Client(kept).Get("/api/v1/feed")).Expect(200);
        (await _market.Client(ended).Get("/api/v1/feed")).ExpectProblem(401, "unauthorized");
        (await _market.Client(late).Get("/api/v1/feed")).ExpectProblem(401, "unauthorized");
        (await owner.SignIn(email: ada.Email)).Expect(422);
        (await owner.SignIn("another good one", ada.Email)).Expect(302, "/account");
        (await owner.Get(link)).Expect(404);
    }

    [Test]
    public async Task Address_of_earlier_days_is_asked_for_at_sign_in_before_anything_is_mailed_to_it()
    {
        using var early = new SiteVisitor(_market);
        (await early.SignIn(email: "early@example.org")).Expect(302, "/account/address?back=%2Faccount");
        await using var store = await Store.Open(null, _market.Database, CancellationToken.None);
        var person = (await store.People.FindByEmail("EARLY@EXAMPLE.ORG", CancellationToken.None))!;
        Assert.That(person.ProvedAt, Is.Null);
        var link = await Link("early@example.org", "Is this your address?");
        using var elsewhere = new SiteVisitor(_market);
        (await elsewhere.Get(link)).Expect(200);
        Assert.That(
            (await store.People.Get(person.Id, CancellationToken.None))!.ProvedAt, Is.Null, "a program that looks at links proves nothing");
        (await elsewhere.Post("/address", link, ("link", Token(link)))).Expect(200);
        Assert.That((await store.People.Get(person.Id, CancellationToken.None))!.ProvedAt, Is.Not.Null);
        (await elsewhere.SignIn(email: "early@example.org")).Expect(302, "/account");
    }

    [Test]
    public async Task Hash_of_an_earlier_kind_is_renewed_at_sign_in()
    {
        await using var store = await Store.Open(null, _market.Database, CancellationToken.None);
        var old = new PasswordHasher<Person>(Options.Create(new PasswordHasherOptions { IterationCount = 100_000 }))
            .HashPassword(null!, "correct horse battery");
        await store.People.Add(
            new PersonRow(Guid.NewGuid(), "old@example.org", "OLD@EXAMPLE.ORG", old, "x", 1, ProvedAt: 1), CancellationToken.None);
        using var visitor = new SiteVisitor(_market);
        (await visitor.SignIn("not this one", "old@example.org")).Expect(422);
        Assert.That(await Stored(), Is.EqualTo(old));
        (await visitor.SignIn(email: "old@example.org")).Expect(302, "/account");
        Assert.That(await Stored(), Is.Not.EqualTo(old));
        using var again = new SiteVisitor(_market);
        (await again.SignIn(email: "old@example.org")).Expect(302, "/account");

        async Task<string?> Stored() => (await store.People.FindByEmail("OLD@EXAMPLE.ORG", CancellationToken.None))!.PasswordHash;
    }

    private static async Task<string> Key(SiteVisitor vendor, string name)
    {
        var made = (await vendor.Post("/bots/keys", "/bots", ("key", Guid.NewGuid().ToString()), ("/name", name))).Expect(200);
        return Regex.Match(made.Html, "[0-9a-f]{32}\\.[A-Za-z0-9_-]{43}").Value;
    }

    /// <summary>The link in the next mail to somebody, which must be that one.</summary>
    private async Task<string> Link(string email, string subject)
    {
        var mail = await _server.Next(email);
        Assert.That(mail.Subject, Is.EqualTo(subject));
        return Regex.Match(mail.TextBody!, $"{Regex.Escape($"{_market.Address}".TrimEnd('/'))}(/\\S+link=\\S+)").Groups[1].Value;
    }

    private static string Token(string link) => link[(link.IndexOf("link=", StringComparison.Ordinal) + 5)..];

    private static string Bare(Page page, string email) =>
        Regex.Replace(
            email.Length > 0 ? page.Html.Replace(email, "", StringComparison.Ordinal) : page.Html,
            "name=\"form-token\" value=\"[^\"]+\"|data-now=\"\\d+\"", "");

    private static TimeSpan Least(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
