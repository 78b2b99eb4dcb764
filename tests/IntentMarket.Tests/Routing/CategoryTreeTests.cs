using System.Diagnostics;
using System.Text.Json;
using IntentMarket.Engine.Values;
using IntentMarket.Routing;
using IntentMarket.Tests.Wire;
using NUnit.Framework;

namespace IntentMarket.Tests.Routing;

/// <summary>Categories by their names: the built-in scheme, a few codes of CPV, and the whole list where it is to be had.</summary>
[NonParallelizable]
public class CategoryTreeTests
{
    private static readonly CategoryTree Tree = new(
    [
        Cpv("03000000-1", "Agricultural, farming, fishing, forestry and related products"),
        Cpv("03111000-2", "Seeds"),
        Cpv("03111400-6", "Cotton seeds"),
        Cpv("03111900-1", "Flower seeds"),
        Cpv("31400000-0", "Accumulators, primary cells and primary batteries"),
        Cpv("31440000-2", "Batteries"),
    ]);

    private static readonly Lazy<CategoryTree> Whole = new(() => new CategoryTree(
        JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(Messages.SharedData("cpv_en.json")))!
            .Select(c => Cpv(c.Key, c.Value))));

    [TestCase("seeds", "03111000-2", TestName = "Shallower one of two with the same word is first")]
    [TestCase("cotton seed", "03111400-6", TestName = "All words are better than some, in either number")]
    [TestCase("cotto", "03111400-6", TestName = "Word that is being typed finds by its beginning")]
    [TestCase("accumulator", "31400000-0", TestName = "Singular finds the plural")]
    [TestCase("accumulators", "31400000-0", TestName = "Plural finds the plural")]
    [TestCase("Stroller for twins", "baby.strollers", TestName = "Free words find the category of the word that says most")]
    [TestCase("I need a washing machine", "appliances.laundry.washing-machines", TestName = "Words that say nothing do not count")]
    [TestCase("strolelr", "baby.strollers", TestName = "Letters that changed places are forgiven")]
    [TestCase("headphnes", "electronics.audio.headphones", TestName = "Missing letter is forgiven")]
    public void Best_category_is_first(string text, string id) =>
        Assert.That(Tree.Search(text, null, 3).Select(c => c.Category.Id).FirstOrDefault(), Is.EqualTo(id));

    [TestCase("bike", "sports.cycling", TestName = "What people call it finds as its name does")]
    [TestCase("Waschmaschinen", "appliances.laundry.washing-machines", TestName = "German finds, in the plural too")]
    [TestCase("Machine à laver", "appliances.laundry.washing-machines", TestName = "French finds")]
    [TestCase("Kuhlschrank", "appliances.cooling", TestName = "Accents may be left out")]
    [TestCase("Akkordeonunterricht", "services.tuition", TestName = "Word put together is what its end says")]
    [TestCase("Move a sofa from Leeds to York", "services.moving", TestName = "What is done outweighs what it is done to")]
    [TestCase("Paint my house", "services.trades.painting", TestName = "Term of several words outweighs one")]
    [TestCase("Sewing machine for a beginner", "leisure.crafts", TestName = "What comes after for counts less")]
    [TestCase("something else", "other", TestName = "There is something else")]
    public void Words_of_people_find(string text, string id) =>
        Assert.That(Tree.Guess(text, 3).Found.Select(c => c.Category.Id).FirstOrDefault(), Is.EqualTo(id));

    [TestCase("Washing machine, 8 kg, quiet", true)]
    [TestCase("Guitar lessons", true)]
    [TestCase("12", false)]
    [TestCase("rattling thing on the table", false)]
    [TestCase("qqqq zzzzzz", false)]
    [TestCase("", false)]
    public void Guess_says_whether_it_is_sure(string text, bool isSure) => Assert.That(Tree.Guess(text, 3).IsSure, Is.EqualTo(isSure));

    [Test]
    public void Intent_is_guessed_in_the_schemes_own_categories_and_in_others_only_where_they_have_nothing()
    {
        Assert.That(Tree.Guess("Seeds", 9).Found.Select(c => c.Category.Scheme).Distinct(), Is.EqualTo(new[] { "market" }));
        var guess = Tree.Guess("Accumulators", 9);
        Assert.That((guess.Found[0].Category.Id, guess.IsSure), Is.EqualTo(("31400000-0", false)));
    }

    [TestCase("")]
    [TestCase("  ")]
    [TestCase("qqqq zzzzzz")]
    [TestCase("- ?")]
    public void What_is_found_nowhere_finds_nothing(string text) => Assert.That(Tree.Search(text, null, 10), Is.Empty);

    [Test]
    public void Beginning_counts_only_of_the_word_being_typed()
    {
        Assert.That(Tree.Search("stroll", null, 5), Is.Not.Empty);
        Assert.That(Tree.Search("stroll ", null, 5), Is.Empty);
    }

    [Test]
    public void Scheme_narrows_the_search()
    {
        Assert.That(Tree.Search("seeds", "market", 10).Select(c => c.Category.Scheme).Distinct(), Is.SubsetOf(new[] { "market" }));
        Assert.That(
            Tree.Search("seeds", "CPV", 10).Select(c => c.Category.Id), Is.EqualTo(new[] { "03111000-2", "03111400-6", "03111900-1" }));
    }

    [Test]
    public void Parent_is_the_nearest_one_that_has_a_name()
    {
        var cotton = new Category("CPV", "03111400-6");
        Assert.That(Tree.Parents(cotton).Select(c => c.Category.Id), Is.EqualTo(new[] { "03000000-1", "03111000-2" }));
        Assert.That(
            Tree.Parents(new Category("CPV", "03111450-1")).Select(c => c.Name).Last(), Is.EqualTo("Cotton seeds"),
            "a code without a name has its place");
        Assert.That(Tree.Children(new Category("CPV", "03000000-1")).Select(c => c.Name), Is.EqualTo(new[] { "Seeds" }));
        Assert.That(Tree.Name(cotton with { Id = "03111400-9" }), Is.EqualTo("Cotton seeds"), "the check digit says nothing");
        Assert.That(Tree.Name(cotton with { Id = "03111450-1" }), Is.Null);
        Assert.That(
            Tree.Parents(new Category("market", "electronics.audio.headphones")).Select(c => c.Name),
            Is.EqualTo(new[] { "Electronics", "Audio" }));
        Assert.That(Tree.Roots("CPV").Select(c => c.Category.Id), Is.EqualTo(new[] { "03000000-1", "31400000-0" }));
    }

    [TestCase("medical equipment", "33100000-1")]
    [TestCase("soya", "03111100-3")]
    [TestCase("laptop", "electronics.computers.laptops")]
    [TestCase("office furniture", "39130000-2")]
    [TestCase("road construction", "45233000-9")]
    [TestCase("stroller for twins", "baby.strollers")]
    public void Whole_list_finds_what_is_meant_among_the_first_three(string text, string id) =>
        Assert.That(Whole.Value.Search(text, null, 3).Select(c => c.Category.Id), Does.Contain(id));

    /// <summary>Somebody types the names of 300 categories, a letter at a time.</summary>
    [Test]
    public void Keystroke_is_answered_within_50_ms()
    {
        var tree = Whole.Value;
        Assert.That(tree.Count(Categories.Cpv), Is.EqualTo(9_458));
        var names = tree.Search("products services equipment", "CPV", int.MaxValue).Where((_, i) => i % 20 == 0)
            .Select(c => c.Name).Take(300).ToList();
        foreach (var name in names.Take(20))
            tree.Search(name, null, 50);
        var took = new List<double>();
        foreach (var name in names)
        {
            for (var typed = 1; typed <= name.Length; typed++)
            {
                var since = Stopwatch.GetTimestamp();
                tree.Search(name[..typed], null, 50);
                took.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
            }
        }
        took.Sort();
        var (p50, p99) = (took[took.Count / 2], took[took.Count * 99 / 100]);
        TestContext.Out.WriteLine(
            $"{took.Count:N0} keystrokes over {tree.Count(Categories.Cpv) + Categories.Market.Count:N0} categories: p50 {p50:N2} ms, "
            + $"p99 {p99:N2} ms, max {took[^1]:N2} ms");
        Assert.That(p99, Is.LessThan(50));
    }

    private static NamedCategory Cpv(string id, string name) => new(new Category(Categories.Cpv, id), name);
}
