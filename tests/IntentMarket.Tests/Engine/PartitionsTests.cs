using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using NUnit.Framework;

namespace IntentMarket.Tests.Engine;

public sealed class PartitionsTests
{
    /// <summary>Fixed at installation: another hash would lose every intent.</summary>
    [TestCase("00000000-0000-0000-0000-000000000000")]
    [TestCase("00112233-4455-6677-8899-aabbccddeeff")]
    [TestCase("ffffffff-ffff-ffff-ffff-ffffffffffff")]
    public void Partition_of_an_intent_is_its_hash(string id)
    {
        var hash = new System.Numerics.BigInteger(14695981039346656037);
        foreach (var b in Convert.FromHexString(id.Replace("-", "", StringComparison.Ordinal)))
            hash = (hash ^ b) * 1099511628211 % System.Numerics.BigInteger.Pow(2, 64);
        Assert.That(Partitions.Of(IntentId.Parse(id)), Is.EqualTo((int)((hash ^ (hash >> 32)) % 32)));
    }

    [Test]
    public void Intents_spread_over_all_partitions()
    {
        var random = new Random(1);
        var counts = new int[Limits.Partitions];
        var bytes = new byte[16];
        for (var i = 0; i < 32_000; i++)
        {
            random.NextBytes(bytes);
            counts[Partitions.Of(new IntentId(new Guid(bytes)))]++;
        }
        Assert.That(counts, Is.All.InRange(800, 1200));
    }

    /// <summary>Nodes of two builds share them: both must say the same.</summary>
    [Test]
    public void Owner_of_a_partition_is_the_same_in_every_build() => Assert.That(
        string.Concat(Enumerable.Range(0, Limits.Partitions).Select(partition => Partitions.Owner(partition, ["a", "b", "c"]))),
        Is.EqualTo("acbacbaaaacbcbbcabbbbbcbcbcaacab"));

    [Test]
    public void Node_that_goes_moves_only_its_own_partitions()
    {
        string[] live = ["a", "b", "c"];
        foreach (var partition in Enumerable.Range(0, Limits.Partitions))
        {
            var owner = Partitions.Owner(partition, live);
            Assert.That(Partitions.Owner(partition, live.Reverse()), Is.EqualTo(owner));
            if (owner != "b")
                Assert.That(Partitions.Owner(partition, ["a", "c"]), Is.EqualTo(owner));
        }
        Assert.That(Enumerable.Range(0, Limits.Partitions).Select(p => Partitions.Owner(p, live)).Distinct(), Is.EquivalentTo(live));
    }
}
