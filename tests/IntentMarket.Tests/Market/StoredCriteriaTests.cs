using System.Security.Cryptography;
using IntentMarket.Engine;
using IntentMarket.Gateway;
using IntentMarket.Storage;
using IntentMarket.Tests.Stores;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using NUnit.Framework;
using Sample = IntentMarket.Tests.Engine.Sample;

namespace IntentMarket.Tests.Market;

/// <summary>Criteria that stand in the store and cannot be read cost their vendor what they alone would bring, and nobody else anything.</summary>
public sealed class StoredCriteriaTests
{
    private static readonly string[] Unreadable =
    [
        "", "null", "[]", "{\"regions\":", """{"regions":"GB"}""", """{"leadDays":"soon"}""", """{"regions":[null]}""", """{"categories":[null]}""",
        """{"categories":[{"scheme":"CPV","id":"x"}]}""", """{"categories":[{}]}""", """{"anyKeyword":[null]}""", """{"acceptsAgreements":[null]}""",
        """{"holdsCertifications":[null]}""", """{"currencies":[null],"budget":{"min":"1"}}""", """{"currencies":["GBP"],"budget":{"min":"much"}}""",
    ];

    private Store _store = null!;
    private WebApplication _market = null!;

    [SetUp]
    public async Task Open()
    {
        _store = await TestStores.OpenFresh(StoreKind.Sqlite);
        var builder = WebApplication.CreateBuilder();
        builder.Services.AddSingleton(new MarketIdentity(RandomNumberGenerator.GetBytes(32)));
        builder.Services.AddMarket(builder.Configuration, _store).AddEdges(builder.Configuration);
        builder.Services.RemoveAll<IHostedService>();
        _market = builder.Build();
    }

    [TearDown]
    public async Task Close()
    {
        await _market.DisposeAsync();
        await _store.DisposeAsync();
    }

    [Test]
    public async Task Criteria_that_cannot_be_read_cost_their_own_matches_alone([ValueSource(nameof(Unreadable))] string body)
    {
        var (poor, other) = (await Vendor(), await Vendor());
        await _store.Subscriptions.Put(poor.Id, "broken", body, 10, Cancel);
        await _store.Subscriptions.Put(other.Id, "all", "{}", 10, Cancel);
        var matching = _market.Services.GetRequiredService<Matching>();
        Assert.That(await matching.Match(null, Sample.Intended(), null, Cancel), Is.EqualTo((Guid[])[other.Id]));

        var desk = _market.Services.GetRequiredService<FeedDesk>();
        Assert.That(await desk.Criteria(poor, Cancel), Is.Empty);
        Assert.That((await desk.Feed(poor, new FeedSearch(), null, 50, Cancel)).Items, Is.Empty);
        Assert.That((await desk.Test(poor, "broken", Cancel)).Problem, Is.Not.Null, "as if there were none of that name");

        await _store.Subscriptions.Put(poor.Id, "all", "{}", 10, Cancel);
        Assert.That(await matching.Match(null, Sample.Intended(), null, Cancel), Is.EquivalentTo((Guid[])[poor.Id, other.Id]));
        Assert.That((await desk.Criteria(poor, Cancel)).Select(c => c.Name), Is.EqualTo((string[])["all"]));
    }

    private async Task<Account> Vendor()
    {
        var id = Guid.NewGuid();
        var account = new Account(id, AccountKind.Vendor, "A vendor", null, RandomNumberGenerator.GetBytes(32), Sample.Start, null, null);
        await _store.Accounts.Add(account, new ApiKey($"{id:N}", id, new byte[32], Sample.Start, null), Cancel);
        return account;
    }

    private static CancellationToken Cancel => TestContext.CurrentContext.CancellationToken;
}
