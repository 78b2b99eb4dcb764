using IntentMarket.Storage;
using IntentMarket.Tests.Stores;
using NUnit.Framework;

namespace IntentMarket.Tests.Edges;

/// <summary>How much somebody new may broadcast.</summary>
public sealed class ShareStories : EdgeStories
{
    [Test]
    public async Task Somebody_new_has_few_intents_open_and_posts_few_a_day_until_they_award_one()
    {
        await using var market = await MarketHost.Start(("Limits__New__PostsPerDay", "12"), ("Limits__Known__OpenIntents", "11"));
        await using var store = await Store.Open(null, market.Database, CancellationToken.None);
        var (customer, vendor) = (await Person(market, store), await market.Vendor());
        var stroller = new Stroller();
        var posts = await Task.WhenAll(Enumerable.Range(0, 15).Select(i => customer.Post("/api/v1/intents", stroller.Intent(), $"k-{i}")));
        var made = posts.Where(p => p.Status == 201).ToList();
        Assert.That(made, Has.Count.EqualTo(10));
        foreach (var refused in posts.Where(p => p.Status != 201))
            Assert.That(refused.ExpectProblem(409, "limit").ToString(), Does.Contain("at most 10 intents open"));
        var again = (await customer.Post("/api/v1/intents", stroller.Intent(), $"k-{Array.IndexOf(posts, made[0])}")).Expect(201);
        Assert.That(again.Bytes, Is.EqualTo(made[0].Bytes), "what was posted is answered as it was");

        (await customer.Post($"/api/v1/intents/{made[0].Text("id")}/withdraw", new { reason = "I have one" })).Expect(200);
        (await customer.Post($"/api/v1/intents/{made[1].Text("id")}/withdraw", new { reason = "I have one" })).Expect(200);
        var (eleventh, twelfth) = (await Post("l-1"), await Post("l-2"));
        eleventh.Expect(201);
        twelfth.Expect(201);
        (await customer.Post($"/api/v1/intents/{made[2].Text("id")}/withdraw", new { reason = "I have one" })).Expect(200);
        Assert.That((await Post("l-3")).ExpectProblem(409, "limit").ToString(), Does.Contain("at most 12 intents in 24 hours"));

        var offer = await vendor.Offer(eleventh.Body!, stroller.Offer(eleventh.Body!));
        (await customer.Post(
            $"/api/v1/intents/{eleventh.Text("id")}/award", new { offerId = (string)offer["offerId"]!, contact = "ada@example.org" }))
            .Expect(200);
        (await Post("l-3")).Expect(201);
        (await Post("l-4")).Expect(201);
        (await Post("l-5")).Expect(201);
        Assert.That((await Post("l-6")).ExpectProblem(409, "limit").ToString(), Does.Contain("at most 11 intents open"));

        var program = await market.Customer();
        for (var i = 0; i < 15; i++)
            (await program.Post("/api/v1/intents", stroller.Intent(), $"p-{i}")).Expect(201);

        Task<Answered> Post(string key) => customer.Post("/api/v1/intents", stroller.Intent(), key);
    }

    [Test]
    public async Task Few_sign_up_from_one_address_in_an_hour()
    {
        await using var market = await MarketHost.Start(("Limits__SignUp__PerHour", "3"));
        for (var i = 0; i < 3; i++)
        {
            using var person = new SiteVisitor(market);
            (await person.SignUp()).Expect(302, "/account");
        }
        using var last = new SiteVisitor(market);
        Assert.That((await last.SignUp()).Expect(409).Html, Does.Contain("At most 3 people sign up in an hour"));
        using var elsewhere = new SiteVisitor(market, "127.0.0.3");
        (await elsewhere.SignUp()).Expect(302, "/account");
    }

    /// <summary>The customer belongs to a person who has just signed up.</summary>
    private static async Task<MarketClient> Person(MarketHost market, Store store)
    {
        var customer = await market.Customer();
        await StorePeople.Own(
            store, customer.Account, $"{customer.Account}@example.org", CancellationToken.None,
            DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        return customer;
    }
}
