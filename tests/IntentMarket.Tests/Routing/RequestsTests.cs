using System.Text.Json;
using IntentMarket.Engine.Values;
using IntentMarket.Routing;
using IntentMarket.Tests.Tidy;
using IntentMarket.Tests.Wire;
using NUnit.Framework;

namespace IntentMarket.Tests.Routing;

/// <summary>Everyday requests in English, German and French, each with its category: how often it is guessed, and how often a guess that
/// says it is sure is right.</summary>
public class RequestsTests
{
    private const int Offered = 3;

    private static readonly IReadOnlyList<(string Category, string Title, bool IsUnseen)> Requests = Read();

    private static IReadOnlyList<(string, string, bool)> Read()
    {
        var all = new List<(string, string, bool)>();
        var part = 0;
        foreach (var line in File.ReadLines(Tree.Path("tests", "IntentMarket.Tests", "Routing", "Requests.txt")))
        {
            part += line.StartsWith("# Written", StringComparison.Ordinal) ? 1 : 0;
            if (line.Split(" | ") is [var category, var title])
                all.Add((category, title, part == 3));
        }
        return all;
    }

    [Test]
    public void Category_of_an_everyday_request_is_among_the_first_three_and_a_sure_one_is_right() =>
        Guess(new CategoryTree([]));

    [Test]
    public void Names_of_CPV_do_not_come_between() => Guess(new CategoryTree(
        JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(Messages.SharedData("cpv_en.json")))!
            .Select(c => new NamedCategory(new Category(Categories.Cpv, c.Key), c.Value))));

    [Test]
    public void There_are_300_requests_and_more_of_all_kinds_of_things()
    {
        Assert.That(Requests, Has.Count.GreaterThan(300));
        Assert.That(Requests.Select(r => r.Title), Is.Unique);
        Assert.That(Requests.Select(r => r.Category).Where(id => Categories.MarketName(id) is null), Is.Empty);
        Assert.That(Leaves().Except(Requests.Select(r => r.Category)), Is.Empty, "nobody asks for these");
    }

    [Test]
    public void Terms_are_of_categories_that_there_are_each_once()
    {
        var known = Categories.Market.Select(m => new Category(Categories.MarketScheme, m.Id)).ToList();
        Assert.That(known.Where(c => Categories.WordsOf(c).Count == 0), Is.Empty);
        Assert.That(known.Where(c => Categories.WordsOf(c).Distinct().Count() < Categories.WordsOf(c).Count), Is.Empty);
        Assert.That(known.SelectMany(Categories.WordsOf).Where(t => Tokens.Fold(t).Length == 0), Is.Empty);
    }

    internal static IEnumerable<string> Leaves() => Categories.Market.Select(m => m.Id)
        .Where(id => id != Categories.Other.Id && !Categories.Market.Any(m => m.Id.StartsWith(id + ".", StringComparison.Ordinal)));

    private static void Guess(CategoryTree tree)
    {
        var all = Requests.Select(r => new Guessed(r.Category, r.Title, r.IsUnseen, tree.Guess(r.Title, Offered))).ToList();
        foreach (var missed in all.Where(g => !g.IsFound))
            TestContext.Out.WriteLine($"{missed.Title}: {string.Join(", ", missed.Ids)}, not {missed.Category}");
        Check("all", all);
        Check("unseen", [.. all.Where(g => g.IsUnseen)]);
    }

    private static void Check(string which, List<Guessed> guesses)
    {
        var sure = guesses.Where(g => g.Guess.IsSure).ToList();
        var (found, first, right) =
            (guesses.Count(g => g.IsFound) / (double)guesses.Count, guesses.Count(g => g.IsFirst) / (double)guesses.Count,
                sure.Count(g => g.IsFirst) / (double)sure.Count);
        TestContext.Out.WriteLine(
            $"{which}, {guesses.Count}: {found:P1} among the first three, {first:P1} first; {sure.Count} sure, {right:P1} of them right");
        Assert.That(found, Is.GreaterThanOrEqualTo(0.9), which);
        Assert.That(right, Is.GreaterThanOrEqualTo(0.95), which);
        Assert.That(sure, Has.Count.GreaterThan(guesses.Count / 2), which);
    }

    private sealed record Guessed(string Category, string Title, bool IsUnseen, CategoryGuess Guess)
    {
        public IEnumerable<string> Ids => Guess.Found.Select(c => c.Category.Id);

        public bool IsFound => Ids.Contains(Category);

        public bool IsFirst => Ids.FirstOrDefault() == Category;
    }
}
