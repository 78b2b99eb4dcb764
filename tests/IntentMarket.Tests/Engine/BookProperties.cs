using IntentMarket.Engine.Intents;
using IntentMarket.Engine.Loop;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using NUnit.Framework;

namespace IntentMarket.Tests.Engine;

/// <summary>What holds whatever is done to an intent. A failure names its seed: put it into <see cref="FirstSeed"/>.</summary>
public sealed class BookProperties
{
    private const int FirstSeed = 0;
    private const int Seeds = 1_000;

    /// <summary>Two books get the same commands, and one of them is read again from the stored bytes every now and then: they stay the
    /// same, decide the same, and keep every rule that the referee knows.</summary>
    [Test]
    public void Every_sequence_of_commands_keeps_the_rules_and_replays_to_the_same_bytes()
    {
        var seen = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (var seed = FirstSeed; seed < FirstSeed + Seeds; seed++)
        {
            try
            {
                Play(new Random(seed), seen);
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {seed}: {e}");
            }
        }
        TestContext.Out.WriteLine(string.Join(", ", seen.Select(s => $"{s.Key} {s.Value}")));
        string[] reached =
        [
            "IntentOpened", "IntentAmended", "IntentWithdrawn", "IntentRemoved", "ClosingCalled", "IntentExtended", "IntentClosed",
            "IntentUnawarded", "IntentAwarded", "OfferAccepted", "OfferRefused", "OfferWithdrawn", "OfferExpired", "Repeat", "Nothing",
            .. typeof(Problems).GetFields().Where(f =>
                f.Name is not (nameof(Problems.InThePast) or nameof(Problems.Limit) or nameof(Problems.FirstOnly) or nameof(Problems.Down)))
                .Select(f => (string)f.GetValue(null)!),
            "over-max", "closed", "terms-not-agreed", "terms-changed", "valid-too-short", "superseded",
        ];
        Assert.That(reached.Where(r => seen.GetValueOrDefault(r) < 20), Is.Empty, "what the seeds hardly reach is not tested");
    }

    private static void Play(Random random, SortedDictionary<string, int> seen)
    {
        var commands = new RandomCommands(random, Sample.Intent);
        var referee = new Referee(Sample.Intent);
        var book = new Book(Sample.Intent);
        var other = new Book(Sample.Intent);
        var journal = new List<StoredEvent>();
        for (var step = 0; step < 60; step++)
        {
            var command = commands.Next();
            if (random.Next(8) == 0)
                other = Replay(journal);
            var before = random.Next(8) == 0 ? Dump.Of(book) : null;
            var decision = book.Decide(command);
            if (before is not null)
                Assert.That(Dump.Of(book), Is.EqualTo(before), "to decide changes nothing");
            Assert.That(Dump.Text(other.Decide(command)), Is.EqualTo(Dump.Text(decision)), "the same book decides the same");
            Count(seen, decision);
            var (_, stored) = Sample.Carry(book, command);
            Sample.Carry(other, command);
            foreach (var e in stored)
            {
                referee.Watch(e.Bytes, e.Hash);
                commands.Hear(e.Said());
            }
            journal.AddRange(stored);
            Assert.That(
                book.Ranking.Offers.Select(o => o.OfferId), Is.EqualTo(referee.Ranked.Select(o => o.OfferId)),
                "the ranking is the obvious one");
            Assert.That(
                book.Ranking.Offers.Select(o => o.Score.Total), Is.EqualTo(referee.Ranked.Select(o => o.Score)),
                "no offer changes another's score");
            if (book.WakeAt is { } wake && book.Decide(new Wake(Sample.Intent, wake)) is Decision.Nothing)
                Assert.Fail("a wake-up in time has something to do");
        }
        Assert.That(Dump.Of(other), Is.EqualTo(Dump.Of(book)));
        Assert.That(Dump.Of(Replay(journal)), Is.EqualTo(Dump.Of(book)), "the journal replays to the same book");
        AssertItEnds(book);
    }

    /// <summary>Left to its wake-ups alone, every intent comes to its end.</summary>
    private static void AssertItEnds(Book book)
    {
        for (var wakes = 0; book.WakeAt is { } wake; wakes++)
        {
            Assert.That(wakes, Is.LessThan(40), "wake-ups come to an end");
            Sample.Carry(book, new Wake(Sample.Intent, wake));
        }
        Assert.That(book.Seq == 0 || book.Status is not (IntentStatus.Open or IntentStatus.Evaluating));
    }

    private static Book Replay(IEnumerable<StoredEvent> journal)
    {
        var book = new Book(Sample.Intent);
        foreach (var e in journal)
            book.Apply(EventCodec.Decode(e.Bytes, e.Hash));
        return book;
    }

    private static void Count(SortedDictionary<string, int> seen, Decision decision)
    {
        IEnumerable<string> names = decision switch
        {
            Decision.Record record => record.Events.SelectMany(e => e is OfferRefused refused
                ? refused.Reasons.Select(r => r.Code).Prepend(nameof(OfferRefused))
                : [e.GetType().Name]),
            Decision.Refuse refuse => [refuse.Code],
            _ => [decision.GetType().Name],
        };
        foreach (var name in names)
            seen[name] = seen.GetValueOrDefault(name) + 1;
    }
}
