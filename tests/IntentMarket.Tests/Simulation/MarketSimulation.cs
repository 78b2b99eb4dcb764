using IntentMarket.Tests.Engine;
using NUnit.Framework;

namespace IntentMarket.Tests.Simulation;

/// <summary>Two loops, one journal, every fault. A failure names its seed: put it into <see cref="FirstSeed"/>.</summary>
public sealed class MarketSimulation
{
    private const int FirstSeed = 0;
    private const int Seeds = 1_000;

    [Test]
    public void Whatever_fails_every_command_is_answered_once_and_the_journal_holds_what_was_said()
    {
        var answers = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (var seed = FirstSeed; seed < FirstSeed + Seeds; seed++)
        {
            try
            {
                foreach (var (answer, times) in SimulatedMarket.Run(seed).Answers)
                    answers[answer] = answers.GetValueOrDefault(answer) + times;
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {seed}: {e}");
            }
        }
        TestContext.Out.WriteLine(string.Join(", ", answers.Select(a => $"{a.Key} {a.Value}")));
        Assert.That(
            ((string[])["Recorded", "Repeated", "Refused", "Down", "Unknown"]).Where(a => answers.GetValueOrDefault(a) < 50), Is.Empty);
    }

    [TestCaseSource(nameof(Flaws))]
    public void Checks_find_each_flaw(Flaw flaw)
    {
        for (var seed = 0; seed < 200; seed++)
        {
            try
            {
                SimulatedMarket.Run(seed, flaw);
            }
            catch (RuleBrokenException broken)
            {
                TestContext.Out.WriteLine($"seed {seed}: {broken.Message.Split('\n')[0]}");
                return;
            }
        }
        Assert.Fail("no seed shows it");
    }

    private static IEnumerable<Flaw> Flaws() => Enum.GetValues<Flaw>().Where(f => f != Flaw.None);

    [Test]
    public void Run_is_repeated_by_its_seed()
    {
        var first = SimulatedMarket.Run(7);
        var again = SimulatedMarket.Run(7);
        Assert.That(again.Hashes, Is.EqualTo(first.Hashes));
        Assert.That(again.Answers, Is.EqualTo(first.Answers));
    }
}
