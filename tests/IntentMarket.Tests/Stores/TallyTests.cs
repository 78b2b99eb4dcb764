using System.Security.Cryptography;
using NUnit.Framework;

namespace IntentMarket.Tests.Stores;

[TestFixtureSource(typeof(TestStores), nameof(TestStores.Kinds))]
public sealed class TallyTests(StoreKind kind) : StoreTests(kind)
{
    private const long Within = 600_000;

    [Test]
    public async Task Count_begins_anew_when_its_time_is_over()
    {
        var (who, at) = (RandomNumberGenerator.GetBytes(32), 1_000_000L);
        Assert.That(await Store.Tallies.Count("a", who, Within, at, Cancel), Is.EqualTo((1, at)));
        Assert.That(await Store.Tallies.Count("a", who, Within, at + Within - 1, Cancel), Is.EqualTo((2, at)));
        Assert.That(await Store.Tallies.Count("b", who, Within, at, Cancel), Is.EqualTo((1, at)), "something else");
        await Store.Tallies.TakeBack("a", who, Cancel);
        Assert.That(await Store.Tallies.Count("a", who, Within, at + Within - 1, Cancel), Is.EqualTo((2, at)));
        Assert.That(await Store.Tallies.Count("a", who, Within, at + Within, Cancel), Is.EqualTo((1, at + Within)));
    }

    [Test]
    public async Task None_is_lost_among_many_at_once()
    {
        var who = RandomNumberGenerator.GetBytes(32);
        var counts = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Store.Tallies.Count("many", who, Within, 5, Cancel)));
        Assert.That(counts.Select(c => c.Count).Order(), Is.EqualTo(Enumerable.Range(1, 40)));
    }
}
