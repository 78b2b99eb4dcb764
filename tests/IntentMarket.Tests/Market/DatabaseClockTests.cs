using IntentMarket.Nodes;
using NUnit.Framework;

namespace IntentMarket.Tests.Market;

/// <summary>What a node knows of the database's time, from calls that take as long as they take.</summary>
public sealed class DatabaseClockTests
{
    private readonly SetClock _own = new();
    private DatabaseClock _clock = null!;

    [SetUp]
    public void SetUp() => _clock = new DatabaseClock(_own);

    [TestCase(0, 0, TestName = "A clock that is right stays")]
    [TestCase(3_000, 3_000, TestName = "A clock that is behind is put right")]
    [TestCase(-3_000, -3_000, TestName = "A clock that is ahead is put right")]
    public void Fast_sample_says_how_far_the_clock_is_off(long off, long learned)
    {
        Sample(off, tookMs: 2);
        Assert.That(_clock.OffsetMs, Is.EqualTo(learned).Within(2));
        Assert.That(_clock.Now, Is.EqualTo(_own.NowMs + learned).Within(2));
    }

    [Test]
    public void Slow_sample_does_not_move_a_clock_by_its_wait(
        [Values(0, 3_000, -3_000)] long off, [Values(0, 1_000, 2_000)] int readAfterMs)
    {
        Sample(off, tookMs: 1);
        var before = _clock.OffsetMs;
        for (var n = 0; n < 10; n++)
            Sample(off, tookMs: 2_000, readAfterMs);
        Assert.That(_clock.OffsetMs, Is.EqualTo(before).Within(1));
    }

    [Test]
    public void First_sample_does_not_move_it_by_its_wait_either([Values(0, 1_000, 2_000)] int readAfterMs)
    {
        Sample(0, tookMs: 2_000, readAfterMs);
        Assert.That(_clock.OffsetMs, Is.Zero);
    }

    [Test]
    public void Clock_that_jumps_is_off_until_the_next_sample([Values(5_000, -5_000)] long jump)
    {
        Sample(0, tookMs: 2);
        _own.NowMs += jump;
        Sample(-jump, tookMs: 2);
        Assert.That(_clock.OffsetMs, Is.EqualTo(-jump).Within(2));
    }

    [Test]
    public void Clock_that_jumps_is_followed_by_slow_samples_as_far_as_they_prove()
    {
        Sample(5_000, tookMs: 2_000, readAfterMs: 2_000);
        Assert.That(_clock.OffsetMs, Is.EqualTo(5_000));
        Sample(0, tookMs: 2_000, readAfterMs: 2_000);
        Assert.That(_clock.OffsetMs, Is.EqualTo(2_000), "it may be no more");
        Sample(0, tookMs: 2);
        Assert.That(_clock.OffsetMs, Is.Zero.Within(2));
    }

    /// <param name="off">How far the database's clock is before this node's.</param>
    /// <param name="readAfterMs">When in the call the database read its clock.</param>
    private void Sample(long off, int tookMs, int readAfterMs = 1)
    {
        var databaseNow = _own.NowMs + off + readAfterMs;
        _own.NowMs += tookMs;
        _clock.Learn(databaseNow, TimeSpan.FromMilliseconds(tookMs));
    }

    /// <summary>Unlike the one of the library for tests it can be put back.</summary>
    private sealed class SetClock : TimeProvider
    {
        public long NowMs { get; set; } = 1_800_000_000_000;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(NowMs);
    }
}
