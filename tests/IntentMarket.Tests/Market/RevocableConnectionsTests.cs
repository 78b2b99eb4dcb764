using IntentMarket.Services.Access;
using IntentMarket.Storage;
using IntentMarket.Tests.Stores;
using NUnit.Framework;
using Sample = IntentMarket.Tests.Engine.Sample;

namespace IntentMarket.Tests.Market;

/// <summary>What stays open under a key, and closes soon after the key is revoked, however many are open.</summary>
[TestFixtureSource(typeof(TestStores), nameof(TestStores.Kinds))]
public sealed class RevocableConnectionsTests(StoreKind kind) : QuietMarket(kind)
{
    private readonly List<string> _closed = [];

    [SetUp]
    public void Forget() => _closed.Clear();

    [Test]
    public async Task Keys_of_open_calls_are_asked_for_a_thousand_at_once()
    {
        using var statements = new Statements();
        var open = Get<RevocableConnections>();
        var vendor = await Vendor();
        Assert.That(await statements.Of(() => open.Step(Cancel)), Is.Zero, "nothing is open");
        await Hold(open, vendor, 0, 1_000);
        Assert.That(await statements.Of(() => open.Step(Cancel)), Is.EqualTo(1));
        await Hold(open, vendor, 1_000, 1_500);
        Assert.That(await statements.Of(() => open.Step(Cancel)), Is.EqualTo(3));
        Assert.That(_closed, Is.Empty);

        await Store.Accounts.RevokeKey(vendor.Id, new KeyId("key-7"), Sample.Start, Cancel);
        await Store.Accounts.RevokeKey(vendor.Id, new KeyId("key-2001"), Sample.Start, Cancel);
        Assert.That(await statements.Of(() => open.Step(Cancel)), Is.EqualTo(3));
        Assert.That(_closed, Is.EquivalentTo((string[])["key-7", "key-2001"]));
    }

    [Test]
    public async Task Calls_under_one_key_are_one_question()
    {
        using var statements = new Statements();
        var open = Get<RevocableConnections>();
        var vendor = await Vendor();
        for (var n = 0; n < 1_500; n++)
            open.Hold(new KeyId($"{vendor.Id:N}"), vendor.Id, () => _closed.Add("one of many"), evenIfSuspended: false);
        Assert.That(await statements.Of(() => open.Step(Cancel)), Is.EqualTo(1));
        Assert.That(_closed, Is.Empty);
        await Store.Accounts.RevokeKey(vendor.Id, new KeyId($"{vendor.Id:N}"), Sample.Start, Cancel);
        await open.Step(Cancel);
        Assert.That(_closed, Has.Count.EqualTo(1_500));
    }

    private async Task Hold(RevocableConnections open, Account vendor, int from, int count)
    {
        for (var n = from; n < from + count; n++)
        {
            var keyId = new KeyId($"key-{n}");
            var key = new ApiKey(keyId, vendor.Id, new byte[32], Sample.Start, null);
            Assert.That(await Store.Accounts.AddKey(key, 10_000, Cancel), Is.True);
            open.Hold(keyId, vendor.Id, () => _closed.Add(keyId.Value), evenIfSuspended: false);
        }
    }
}
