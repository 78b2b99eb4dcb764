using System.Text.Json;
using IntentMarket.Engine;
using IntentMarket.Engine.Values;
using IntentMarket.Routing;
using IntentMarket.Tests.Wire;
using NUnit.Framework;

namespace IntentMarket.Tests.Routing;

/// <summary>Currencies, regions and categories: what exists, and what covers what.</summary>
public class TreesTests
{
    [TestCase("GBP", 2)]
    [TestCase("EUR", 2)]
    [TestCase("JPY", 0)]
    [TestCase("KWD", 3)]
    [TestCase("CLF", 4)]
    [TestCase("ZWG", 2)]
    [TestCase("gbp", null)]
    [TestCase("DEM", null)]
    [TestCase("XAU", null)]
    [TestCase("", null)]
    public void A_currency_has_the_digits_of_its_standard(string code, int? digits) =>
        Assert.That(Currencies.Digits(code), Is.EqualTo(digits));

    [TestCase("GB", true)]
    [TestCase("GB-SCT", true)]
    [TestCase("FR-2A", true)]
    [TestCase("DK-81", true)]
    [TestCase("DK-8", false)]
    [TestCase("GB-ZZZ", false)]
    [TestCase("UK", false)]
    [TestCase("gb", false)]
    [TestCase("GBR", false)]
    [TestCase("GB-", false)]
    [TestCase("GB-SCOT", false)]
    [TestCase("GB-sct", false)]
    [TestCase("GB_SCT", false)]
    [TestCase("UK-SCT", false)]
    [TestCase("", false)]
    public void A_region_is_a_country_or_a_subdivision(string region, bool exists) =>
        Assert.That(Regions.IsRegion(region), Is.EqualTo(exists));

    [TestCase("GB-ZZZ", "GB")]
    [TestCase("gb-sct", "GB-SCT")]
    [TestCase("gb_sct", "GB-SCT")]
    [TestCase("UK", "GB")]
    [TestCase("UK-SCT", "GB-SCT")]
    [TestCase("AUT", "AT")]
    [TestCase("germany", "DE")]
    [TestCase("Scotland", "GB-SCT")]
    [TestCase("FR-J", "FR")]
    public void What_is_no_region_is_told_with_the_nearest(string written, string nearest) =>
        Assert.That(Regions.Nearest(written), Is.EqualTo(nearest));

    [TestCase("PCS", "H87")]
    [TestCase("piece", "H87")]
    [TestCase("Stück", "H87")]
    [TestCase("h87", "H87")]
    [TestCase("kg", "KGM")]
    [TestCase("kilogrm", "KGM")]
    [TestCase("Hours", "HUR")]
    [TestCase("square metres", "MTK")]
    [TestCase("KGN", "KGM")]
    public void What_is_no_unit_is_told_with_the_nearest(string written, string nearest)
    {
        Assert.That(Units.IsUnit(written), Is.False);
        Assert.That(Units.Nearest(written), Is.EqualTo(nearest));
        Assert.That(Units.IsUnit(nearest));
    }

    [Test]
    public void Whatever_is_written_the_nearest_is_one(
        [Values("", " ", "Ж", "😀", "---", "ZZ-ZZ", "a very long unit indeed")] string written)
    {
        Assert.That(Units.IsUnit(Units.Nearest(written)));
        Assert.That(Regions.IsRegion(Regions.Nearest(written)));
    }

    [Test]
    public void Named_regions_are_all_countries_and_parts_of_them_each_once()
    {
        var named = Regions.Named.SelectMany(g => g.Regions).ToList();
        Assert.That(named.Where(r => !Regions.IsRegion(r.Code)), Is.Empty);
        Assert.That(named.Select(r => r.Code), Is.Unique);
        Assert.That(named.Count(r => r.Code.Length == 2), Is.EqualTo(249));
        Assert.That(Regions.Name("GB-SCT"), Is.EqualTo("Scotland"));
        Assert.That(Regions.Name("FR-IDF"), Is.Null);
    }

    [TestCase("GB", "GB", true)]
    [TestCase("GB", "GB-SCT", true)]
    [TestCase("GB-SCT", "GB-SCT", true)]
    [TestCase("GB-SCT", "GB", false)]
    [TestCase("FR-2", "FR-2A", false)]
    [TestCase("GB", "FR", false)]
    public void A_country_covers_its_subdivisions(string wide, string narrow, bool covers) =>
        Assert.That(Regions.Covers(wide, narrow), Is.EqualTo(covers));

    [TestCase("CPV", "39143110-0", true)]
    [TestCase("CPV", "34000000-7", true)]
    [TestCase("CPV", "39143110", false)]
    [TestCase("CPV", "39143110-", false)]
    [TestCase("CPV", "39143110-00", false)]
    [TestCase("CPV", "3914311-00", false)]
    [TestCase("CPV", "3914311a-0", false)]
    [TestCase("CPV", "39143110-x", false)]
    [TestCase("CPV", "٣9143110-0", false)]
    [TestCase("CPV", "00000000-0", false)]
    [TestCase("cpv", "39143110-0", false)]
    [TestCase("market", "home.furniture.sofas", true)]
    [TestCase("market", "home", true)]
    [TestCase("market", "home.furniture.thrones", false)]
    [TestCase("market", "Home", false)]
    [TestCase("market", "", false)]
    [TestCase("UNSPSC", "56101502", false)]
    public void A_category_exists_in_its_scheme(string scheme, string id, bool exists) =>
        Assert.That(Categories.Exists(new(scheme, id)), Is.EqualTo(exists));

    [TestCase("CPV", "34000000-7", "34911100-7", true)]
    [TestCase("CPV", "34900000-6", "34911100-7", true)]
    [TestCase("CPV", "34911100-7", "34911100-7", true)]
    [TestCase("CPV", "34911100-7", "34911100-1", true, Description = "the check digit says nothing")]
    [TestCase("CPV", "34911100-7", "34900000-6", false)]
    [TestCase("CPV", "34800000-5", "34911100-7", false)]
    [TestCase("CPV", "30000000-9", "34000000-7", false, Description = "a division is two digits, also where the second is zero")]
    [TestCase("CPV", "30000000-9", "30192121-5", true)]
    [TestCase("CPV", "39250000-0", "39254000-0", true, Description = "a parent that the vocabulary skips")]
    [TestCase("market", "home", "home.furniture.sofas", true)]
    [TestCase("market", "home.furniture", "home.furniture.sofas", true)]
    [TestCase("market", "home.furniture.sofas", "home.furniture.sofas", true)]
    [TestCase("market", "home.furniture.sofas", "home.furniture", false)]
    [TestCase("market", "home.kitchens", "home.kitchenware", false)]
    [TestCase("market", "home.kitchen", "home.kitchens", false, Description = "a part is whole")]
    public void A_category_covers_its_descendants(string scheme, string wide, string narrow, bool covers)
    {
        Assert.That(Categories.Covers(new(scheme, wide), new(scheme, narrow)), Is.EqualTo(covers));
        var index = new SubscriptionIndex();
        index.Apply([new(new AccountId(Guid.AllBitsSet), "all", new Criteria(Categories: [new(scheme, wide)]))]);
        var intent = new IntentFacts(
            new(scheme, narrow), Region: null, "GBP", MaxTotal: null, Quantity: null, LeadDays: null, Conditions: null, [],
            "none", new Tokens());
        Assert.That(index.Reach(intent), Is.EqualTo(covers ? 1 : 0), "the index finds the same");
    }

    [Test]
    public void A_scheme_covers_nothing_of_another() =>
        Assert.That(Categories.Covers(new("market", "home"), new("CPV", "39143110-0")), Is.False);

    [Test]
    public void The_market_scheme_is_a_tree_in_the_order_it_is_shown()
    {
        var before = new HashSet<string>();
        foreach (var (id, name) in Categories.Market)
        {
            Assert.That(id, Does.Match(@"^[a-z]+(-[a-z]+)*(\.[a-z]+(-[a-z]+)*){0,2}$"));
            Assert.That(name, Has.Length.InRange(3, 60));
            Assert.That(before.Add(id), id);
            if (id.LastIndexOf('.') is var dot and > 0)
            {
                Assert.That(before, Does.Contain(id[..dot]), "a group stands before what is in it");
                Assert.That(Categories.Covers(new("market", id[..dot]), new("market", id)));
            }
            Assert.That(Categories.MarketName(id), Is.EqualTo(name));
        }
        Assert.That(Categories.MarketName("no-such-thing"), Is.Null);
    }

    [Test]
    public void Every_code_of_the_vocabulary_exists_and_is_covered_by_its_parents()
    {
        var codes = JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(Messages.SharedData("cpv_en.json")))!.Keys;
        var byDigits = codes.ToDictionary(code => code[..8]);
        var parents = 0;
        foreach (var code in codes)
        {
            Assert.That(Categories.Exists(new("CPV", code)), code);
            for (var digits = 2; digits < 8; digits++)
            {
                if (byDigits.TryGetValue(code[..digits].PadRight(8, '0'), out var parent) && parent != code)
                {
                    Assert.That(Categories.Covers(new("CPV", parent), new("CPV", code)), $"{parent} covers {code}");
                    Assert.That(Categories.Covers(new("CPV", code), new("CPV", parent)), Is.False, $"{code} does not cover {parent}");
                    parents++;
                }
            }
        }
        TestContext.Out.WriteLine($"{byDigits.Count} codes, {parents} pairs of a code and one above it");
    }
}
