using IntentMarket.Services.Market;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;

namespace IntentMarket.Tests.Market;

/// <summary>What a node remembers is bounded, and no older than it may be.</summary>
public sealed class CacheTests
{
    private readonly FakeTimeProvider _clock = new();

    [Test]
    public void What_is_kept_is_found_until_its_time_is_over()
    {
        var cache = new Cache<(string, Guid), int?>(10, _clock);
        cache.Keep(("a", Guid.Empty), 7, TimeSpan.FromSeconds(2));
        cache.Keep(("b", Guid.Empty), null);
        _clock.Advance(TimeSpan.FromSeconds(1.9));
        Assert.That((cache.TryGet(("a", Guid.Empty), out var kept), kept), Is.EqualTo((true, (int?)7)));
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.That(cache.TryGet(("a", Guid.Empty), out _), Is.False);
        _clock.Advance(TimeSpan.FromDays(400));
        Assert.That((cache.TryGet(("b", Guid.Empty), out kept), kept), Is.EqualTo((true, (int?)null)), "nothing is known too");
    }

    [Test]
    public void Clock_that_is_set_back_makes_nothing_last_longer()
    {
        var cache = new Cache<string, int>(10, new SetBack());
        cache.Keep("a", 7, TimeSpan.FromMilliseconds(1));
        Assert.That(() => cache.TryGet("a", out _), Is.False.After(10_000, 1));
    }

    [Test]
    public void What_is_older_than_it_may_be_when_it_comes_is_not_kept_and_takes_the_place_of_nothing_newer()
    {
        var cache = new Cache<string, int>(10, _clock);
        Assert.That(cache.Keep("a", 7, TimeSpan.FromSeconds(-1)), Is.EqualTo(7));
        Assert.That(cache.TryGet("a", out _), Is.False);
    }

    [Test]
    public void Full_one_takes_what_comes_and_lets_go_what_was_not_used_for_longest()
    {
        var cache = new Cache<int, int>(1_000, _clock);
        for (var n = 1; n <= 100; n++)
        {
            cache.Keep(n, n, size: 10);
            _clock.Advance(TimeSpan.FromMilliseconds(1));
        }
        Assert.That(Enumerable.Range(1, 100).Where(n => !cache.TryGet(n, out _)), Is.Empty);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        cache.TryGet(1, out _);
        cache.Keep(101, 101, size: 10);
        Assert.That((cache.TryGet(101, out _), cache.TryGet(1, out _)), Is.EqualTo((true, true)));
        Assert.That(Enumerable.Range(1, 101).Count(n => cache.TryGet(n, out _)), Is.InRange(20, 100));
        for (var n = 102; n <= 20_000; n++)
            cache.Keep(n, n, size: 10);
        Assert.That(Enumerable.Range(1, 20_000).Count(n => cache.TryGet(n, out _)), Is.InRange(1, 100));
    }

    [Test]
    public void Those_that_are_meant_are_forgotten()
    {
        var cache = new Cache<string, string>(10, _clock);
        foreach (var (key, value) in new[] { ("1", "a"), ("2", "b"), ("3", "a") })
            cache.Keep(key, value);
        cache.Forget(value => value == "a");
        Assert.That(new[] { "1", "2", "3" }.Where(key => cache.TryGet(key, out _)), Is.EqualTo(new[] { "2" }));
    }

    /// <summary>A day earlier each time that it is asked.</summary>
    private sealed class SetBack : TimeProvider
    {
        private DateTimeOffset _now = DateTimeOffset.UtcNow;

        public override DateTimeOffset GetUtcNow() => _now -= TimeSpan.FromDays(1);
    }
}
