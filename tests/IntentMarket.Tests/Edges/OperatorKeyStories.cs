using System.Diagnostics;
using NUnit.Framework;

namespace IntentMarket.Tests.Edges;

/// <summary>Becoming an operator by an operator's key, and for as long as it holds.</summary>
public sealed class OperatorKeyStories : EdgeStories
{
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(5);

    [Test]
    public async Task Key_opens_what_its_scope_allows_and_what_it_opened_ends_with_it()
    {
        await using var market = await MarketHost.Start();
        var created = (await market.Operator.Post("/api/v1/accounts", new { kind = "operator", name = "Second" }, "second")).Expect(201);
        var second = market.Client(created.Text("key"));
        var reading = (await second.Post("/api/v1/keys", new { scope = "read" }, "r")).Expect(201).Text("key");
        var further = (await second.Post("/api/v1/keys", new { }, "a")).Expect(201);

        using var person = new SiteVisitor(market);
        await person.SignUp();
        (await Open(person, reading)).Expect(422);
        (await Open(person, (await market.Customer()).Key!)).Expect(422);
        (await person.Get("/operator")).Expect(302);
        (await Open(person, further.Text("key"))).Expect(302, "/operator");
        (await person.Get("/operator")).Expect(200);

        (await second.Delete($"/api/v1/keys/{further.Text("id")}")).Expect(204);
        Assert.That((await Closed(person)).To, Does.StartWith("/account/open?kind=operator"));
        (await Open(person, further.Text("key"))).Expect(422);

        (await Open(person, created.Text("key"))).Expect(302, "/operator");
        (await person.Get("/operator")).Expect(200);
        (await market.Operator.Post($"/api/v1/accounts/{created.Text("id")}/suspend", new { reason = "gone" })).Expect(200);
        await Closed(person);

        (await Open(person, MarketHost.OperatorKey)).Expect(302, "/operator");
        await market.Restart();
        (await person.Get("/operator")).Expect(200);
        const string changed = "operator.of-another-day-and-longer";
        await market.Restart(("Operator__Key", changed));
        (await person.Get("/operator")).Expect(302);
        (await Open(person, MarketHost.OperatorKey)).Expect(422);
        (await Open(person, changed)).Expect(302, "/operator");
        (await person.Get("/operator")).Expect(200);
    }

    private static async Task<Page> Closed(SiteVisitor person)
    {
        for (var since = Stopwatch.StartNew(); ; await Task.Delay(100))
        {
            if (await person.Get("/operator") is { Status: 302 } closed)
                return closed;
            Assert.That(since.Elapsed, Is.LessThan(EndsWithin));
        }
    }

    private static Task<Page> Open(SiteVisitor person, string key) => person.Post(
        "/account/open", "/account/open?kind=operator", ("kind", "operator"), ("name", "Op"), ("operator-key", key), ("back", "/operator"));
}
