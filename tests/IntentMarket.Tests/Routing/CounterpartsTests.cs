using System.Text.Json;
using IntentMarket.Engine.Values;
using IntentMarket.Routing;
using IntentMarket.Tests.Wire;
using NUnit.Framework;

namespace IntentMarket.Tests.Routing;

/// <summary>A category of one scheme in the other. Who hears of what by it is a part of <see cref="CriteriaTests"/>.</summary>
public class CounterpartsTests
{
    private static readonly IReadOnlyList<Category> Market =
        [.. Categories.Market.Select(m => new Category(Categories.MarketScheme, m.Id)).Where(c => c != Categories.Other)];

    [TestCase("market", "baby.strollers", "34912100-4")]
    [TestCase("market", "home.furniture.sofas", "39113100-8", "39113200-9")]
    [TestCase("market", "other")]
    [TestCase("CPV", "34912100-4", "baby.strollers")]
    [TestCase("CPV", "39113200-9", "home.furniture.sofas")]
    [TestCase("CPV", "39113200-0", "home.furniture.sofas", Description = "the check digit says nothing")]
    [TestCase("CPV", "39113210-2", "home.furniture.sofas", Description = "what is below it, named or not")]
    [TestCase("CPV", "39100000-3", "home", "home.furniture", Description = "all that stand at it")]
    [TestCase("CPV", "39161000-8", "home", "home.furniture", Description = "of what a category is a small part goes to what is wider")]
    [TestCase("CPV", "34941000-2", Description = "rails are no vehicle")]
    [TestCase("UNSPSC", "home")]
    public void Category_is_the_nearest_of_the_other_scheme(string scheme, string id, params string[] counterparts) =>
        Assert.That(Categories.Counterparts(new(scheme, id)).Select(c => c.Id), Is.EquivalentTo(counterparts));

    [Test]
    public void Every_category_has_codes_and_whoever_names_one_of_them_hears_of_it()
    {
        foreach (var category in Market)
        {
            var codes = Categories.Counterparts(category);
            Assert.That(codes, Is.Not.Empty, category.Id);
            Assert.That(codes, Is.Unique, category.Id);
            foreach (var code in codes)
                Assert.That(new Criteria([code]).Meets(Intent(category)), $"{category.Id} {code.Id}");
        }
    }

    [Test]
    public void Code_of_a_category_leads_back_to_it_unless_it_is_much_wider()
    {
        var back = Market.Where(c => Categories.Counterparts(c).Any(code => Categories.Counterparts(code).Contains(c))).ToList();
        TestContext.Out.WriteLine($"not heard of by CPV: {string.Join(", ", Market.Except(back).Select(c => c.Id))}");
        Assert.That(back, Has.Count.GreaterThan(Market.Count * 9 / 10));
        foreach (var category in back)
        {
            foreach (var code in Categories.Counterparts(category).Where(code => Categories.Counterparts(code).Contains(category)))
                Assert.That(new Criteria([category]).Meets(Intent(code)), $"{code.Id} {category.Id}");
        }
    }

    [Test]
    public void Every_code_is_one_of_the_vocabulary()
    {
        var known = JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(Messages.SharedData("cpv_en.json")))!.Keys;
        Assert.That(Market.SelectMany(Categories.Counterparts).Select(c => c.Id).Except(known), Is.Empty);
    }

    private static IntentFacts Intent(Category category) => new(
        category, Region: null, "GBP", MaxTotal: null, Quantity: null, LeadDays: null, Conditions: null, [], "none", new Tokens());
}
