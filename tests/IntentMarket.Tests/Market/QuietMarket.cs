using System.Security.Cryptography;
using IntentMarket.Edges;
using IntentMarket.Engine;
using IntentMarket.Engine.Loop;
using IntentMarket.Engine.Market;
using IntentMarket.Services.Market;
using IntentMarket.Storage;
using IntentMarket.Tests.Stores;
using IntentMarket.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using NUnit.Framework;
using Sample = IntentMarket.Tests.Engine.Sample;

namespace IntentMarket.Tests.Market;

/// <summary>The market's own wiring over a fresh store, in which nothing happens by itself.</summary>
public abstract class QuietMarket(StoreKind kind)
{
    private WebApplication _market = null!;
    private MarketLoop _loop = null!;

    protected Store Store { get; private set; } = null!;

    protected static CancellationToken Cancel => TestContext.CurrentContext.CancellationToken;

    [SetUp]
    public async Task Open()
    {
        Store = await TestStores.OpenFresh(kind);
        var builder = WebApplication.CreateBuilder();
        builder.Services.AddSingleton(new MarketIdentity(RandomNumberGenerator.GetBytes(32)));
        builder.Services.AddMarket(builder.Configuration, Store).AddEdges(builder.Configuration);
        builder.Services.RemoveAll<IHostedService>();
        _market = builder.Build();
        _loop = new MarketLoop(Store.Journal, new Mailbox(), new Unpublished());
    }

    [TearDown]
    public async Task Close()
    {
        if (_market is not null)
            await _market.DisposeAsync();
        if (Store is not null)
            await Store.DisposeAsync();
    }

    protected T Get<T>() where T : notnull => _market.Services.GetRequiredService<T>();

    protected async Task<Account> Vendor()
    {
        var id = AccountId.New();
        var account = new Account(id, AccountKind.Vendor, "A vendor", null, RandomNumberGenerator.GetBytes(32), Sample.Start, null, null);
        await Store.Accounts.Add(account, new ApiKey(new KeyId($"{id:N}"), id, new byte[32], Sample.Start, null), Cancel);
        return account;
    }

    /// <summary>One turn of the market's loop; all commands are recorded.</summary>
    protected async Task Record(IEnumerable<Command> commands)
    {
        var batch = commands.Select(command => new Posted(command, Held: false)).ToList();
        await _loop.ExecuteOnce(batch, Cancel);
        foreach (var posted in batch)
            Assert.That(await posted.Reply, Is.InstanceOf<Reply.Recorded>());
    }

    private sealed class Unpublished : IPublisher
    {
        public ValueTask Publish(OutgoingCommit commit, CancellationToken cancel) => ValueTask.CompletedTask;
    }
}
