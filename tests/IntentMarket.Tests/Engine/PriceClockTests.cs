using IntentMarket.Engine.Values;
using NUnit.Framework;

namespace IntentMarket.Tests.Engine;

/// <summary>The clock of a dutch or japanese auction whose last step is a shorter one: four levels of a second, up to the close.</summary>
public sealed class PriceClockTests
{
    private const long ClosesAt = 10_000;

    [TestCase(50, 65, 80, 90)]
    [TestCase(90, 75, 60, 50)]
    public void Clock_goes_by_steps_and_ends_at_its_limit(params long[] levels)
    {
        var clock = new PriceClock(levels[0], Step: 15, IntervalMs: 1_000, Limit: levels[^1]);
        Assert.That(Enumerable.Range(0, clock.Levels).Select(clock.Total), Is.EqualTo(levels));
        for (var total = 0; total <= 140; total++)
            Assert.That(clock.LevelOf(total), Is.EqualTo(levels.Contains(total) ? Array.IndexOf(levels, total) : null), $"{total}");
    }

    [Test]
    public void Level_ends_when_the_next_one_is_on_offer_and_the_last_one_at_the_close()
    {
        var clock = new PriceClock(50, Step: 15, IntervalMs: 1_000, Limit: 90);
        Assert.That(Enumerable.Range(0, 4).Select(level => clock.EndOf(level, ClosesAt)), Is.EqualTo([7_000, 8_000, 9_000, ClosesAt]));
        long[] times = [0, 6_999, 7_000, 7_999, 8_000, 8_999, 9_000, ClosesAt - 1, ClosesAt, 20_000];
        Assert.That(times.Select(at => clock.LevelAt(at, ClosesAt)), Is.EqualTo([0, 0, 1, 1, 2, 2, 3, 3, 3, 3]));
    }
}
