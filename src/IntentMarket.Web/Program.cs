using IntentMarket.Edges;
using IntentMarket.Edges.Access;
using IntentMarket.Services.Market;
using IntentMarket.Web;
using IntentMarket.Web.People;

var builder = WebApplication.CreateBuilder(args);

// 1. The truth: opened first, for nothing works without it; its schema is brought up to date here.
var store = await ServiceRegistration.OpenStore(builder.Configuration);

var (demonstration, refusal) = await Demonstration.Of(builder.Configuration, store, CancellationToken.None);
if (demonstration is null)
{
    await Console.Error.WriteLineAsync(refusal);
    await store.DisposeAsync();
    return 1;
}
builder.Services.AddSingleton(demonstration);

// 2. What is secret in it is opened by the market's key, without which nothing starts.
try
{
    var identity = await MarketKey.Open(builder.Configuration, store, CancellationToken.None);
    await KeyRing.EncryptWhatIsClear(store, identity, CancellationToken.None);
    builder.Services.AddSingleton(identity);
}
catch (MarketKeyException refused)
{
    await Console.Error.WriteLineAsync(refused.Message);
    await store.DisposeAsync();
    return 1;
}

// 3. The stages of an offer's way, in the order in which they run: edges, ingress, courier, loop, outbox, feed.
builder.Services.AddMarket(builder.Configuration, store);
builder.Services.AddEdges(builder.Configuration);
builder.Services.AddSite(builder.Configuration);
builder.Services.AddProxies(builder.Configuration);

var app = builder.Build();

// 4. The public surface: for programs, then for people.
app.UseForwardedHeaders();
app.UseSite();
app.MapEdges();
app.MapSite();

// 5. The broker's links start before the node takes partitions.
await app.Services.StartBroker(app.Lifetime.ApplicationStopping);
app.Run();
return Environment.ExitCode;
