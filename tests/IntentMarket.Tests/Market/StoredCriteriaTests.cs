using IntentMarket.Engine;
using IntentMarket.Services.Intents;
using IntentMarket.Services.Routing;
using IntentMarket.Tests.Stores;
using NUnit.Framework;
using Sample = IntentMarket.Tests.Engine.Sample;

namespace IntentMarket.Tests.Market;

/// <summary>Criteria that stand in the store and cannot be read cost their vendor what they alone would bring, and
/// nobody else anything.</summary>
public sealed class StoredCriteriaTests() : QuietMarket(StoreKind.Sqlite)
{
    private static readonly string[] Unreadable =
    [
        "", "null", "[]", "{\"regions\":", """{"regions":"GB"}""", """{"leadDays":"soon"}""", """{"regions":[null]}""",
        """{"categories":[null]}""", """{"categories":[{"scheme":"CPV","id":"x"}]}""", """{"categories":[{}]}""",
        """{"anyKeyword":[null]}""", """{"acceptsAgreements":[null]}""", """{"holdsCertifications":[null]}""",
        """{"currencies":[null],"budget":{"min":"1"}}""", """{"currencies":["GBP"],"budget":{"min":"much"}}""",
    ];

    [Test]
    public async Task Criteria_that_cannot_be_read_cost_their_own_matches_alone([ValueSource(nameof(Unreadable))] string body)
    {
        var (poor, other) = (await Vendor(), await Vendor());
        await Store.Subscriptions.Put(poor.Id, "broken", body, 10, Cancel);
        await Store.Subscriptions.Put(other.Id, "all", "{}", 10, Cancel);
        var matching = Get<Matching>();
        Assert.That(await matching.Match(null, Sample.Intended(), null, Cancel), Is.EqualTo((AccountId[])[other.Id]));

        var service = Get<FeedService>();
        Assert.That(await service.Criteria(poor, Cancel), Is.Empty);
        Assert.That((await service.Feed(poor, new FeedSearch(), null, 50, Cancel)).Items, Is.Empty);
        Assert.That((await service.Test(poor, "broken", Cancel)).Problem, Is.Not.Null, "as if there were none of that name");

        await Store.Subscriptions.Put(poor.Id, "all", "{}", 10, Cancel);
        Assert.That(await matching.Match(null, Sample.Intended(), null, Cancel), Is.EquivalentTo((AccountId[])[poor.Id, other.Id]));
        Assert.That((await service.Criteria(poor, Cancel)).Select(c => c.Name), Is.EqualTo((string[])["all"]));
    }
}
