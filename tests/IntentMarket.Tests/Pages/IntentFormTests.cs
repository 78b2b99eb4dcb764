using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntentMarket.Engine;
using IntentMarket.Engine.Values;
using IntentMarket.Routing;
using IntentMarket.Services.Wire;
using IntentMarket.Tests.Edges;
using IntentMarket.Web.Intents;
using IntentMarket.Web.Layout;
using Microsoft.Extensions.Primitives;
using NUnit.Framework;

namespace IntentMarket.Tests.Pages;

/// <summary>The composer's form says what its customer filled in, and an intent that comes back to it goes out as it was.</summary>
public sealed class IntentFormTests
{
    private static readonly CategoryTree Tree = new([]);

    private readonly Stroller _stroller = new();

    private static long Now => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    [Test]
    public void Title_alone_makes_an_intent()
    {
        var form = IntentForm.Read(IntentForm.Start("A stroller for twins", new Guess("GB", "GBP")), Tree, Now);
        var reading = IntentReader.Post(form.Tree(), Now);
        Assert.That(reading.Faults, Is.Empty);
        Assert.That(
            (reading.Value!.Terms.Category, reading.Value.Terms.Region, reading.Value.Terms.Currency),
            Is.EqualTo((new Category("market", "baby.strollers"), "GB", "GBP")));
        Assert.That(form.Category is { Picked: null, Suggested.Name: "Prams and strollers" });
    }

    [Test]
    public void Intent_of_a_program_survives_being_amended_on_the_page() =>
        Survives(_stroller.Intent(i => i["awardBy"] = _stroller.At("2026-12-10T00:00:00Z")));

    [TestCase("""{"criterion": "certifications", "anyOf": ["EN 1888", "ISO, nine"]}""")]
    [TestCase("""{"criterion": "certifications", "allOf": ["a, b"]}""")]
    [TestCase("""{"criterion": "attributes.seats", "min": 1, "max": 3}""")]
    [TestCase("""{"criterion": "attributes.weight", "max": "2.5"}""")]
    [TestCase("""{"criterion": "attributes.size", "equals": "2"}""")]
    [TestCase("""{"criterion": "attributes.size", "equals": 2}""")]
    [TestCase("""{"criterion": "attributes.size", "equals": "yes"}""")]
    [TestCase("""{"criterion": "attributes.foldable", "equals": true}""")]
    [TestCase("""{"criterion": "attributes.colours", "allOf": ["red", "blue"]}""")]
    [TestCase("""{"criterion": "attributes.colour", "oneOf": ["red", "a;b"]}""")]
    [TestCase("""{"criterion": "warrantyMonths", "min": 12, "max": 60}""")]
    [TestCase("""{"criterion": "total", "max": "300.00"}""")]
    public void Must_have_of_any_kind_survives(string requirement) =>
        Survives(_stroller.Intent(i => i["terms"]!["require"]!.AsArray().Add(JsonNode.Parse(requirement))));

    [TestCase("""{"criterion": "certifications", "weight": 7, "points": {"EN 1888": 100}}""")]
    [TestCase("""{"criterion": "attributes.size", "weight": 7, "best": 10, "worst": "1.5"}""")]
    [TestCase("""{"criterion": "attributes.colour", "weight": 700, "points": {"red": 100, "blue": 1}}""")]
    [TestCase("""{"criterion": "returnDays", "weight": 7, "best": 0, "worst": 30}""")]
    public void Preference_of_any_kind_survives(string preference) =>
        Survives(_stroller.Intent(i => i["terms"]!["prefer"]!.AsArray().Add(JsonNode.Parse(preference))));

    [Test]
    public void Lines_and_texts_survive() => Survives(_stroller.Intent(i =>
    {
        i["description"] = "First\nsecond";
        i["lines"]!.AsArray().Add(JsonNode.Parse("""{"id": "spare-wheel", "quantity": "2.5", "unit": "KGM"}"""));
    }));

    [Test]
    public void Intent_without_preferences_is_one_where_the_price_alone_counts() =>
        Survives(_stroller.Intent(i => i["terms"]!.AsObject().Remove("prefer")));

    [Test]
    public void Coefficients_survive() => Survives(_stroller.Intent(i =>
    {
        i["terms"]!["method"] = "coefficient";
        i["terms"]!["prefer"] = JsonNode.Parse("""[{"criterion": "warrantyMonths", "weight": 100, "best": 24, "worst": 0}]""");
    }));

    [TestCase("budget", "a lot", "budget")]
    [TestCase("by:time", "2020-01-01T00:00", "by")]
    [TestCase("closesAt:time", "2020-01-01T00:00", "closesAt")]
    [TestCase("warranty", "long", "warranty")]
    [TestCase("line-0-quantity", "0", "line-0-quantity")]
    [TestCase("must-3-name", "Größe", "must-3-name")]
    [TestCase("weight-total", "1001", "weight-total")]
    [TestCase("best-warrantyMonths", "0", "best-warrantyMonths")]
    [TestCase("region", "XX", "region")]
    public void Fault_stands_beside_its_field(string field, string value, string place)
    {
        var form = Filled(
            ("title", "Stroller"), ("closes", field.StartsWith("closesAt", StringComparison.Ordinal) ? "own" : "P1D"), ("budget", "450"),
            ("weight-warrantyMonths", "10"), ("warranty", ""), ("must-3-value", field == "must-3-name" ? "2" : ""), (field, value));
        var faults = form.Told(IntentReader.Post(form.Tree(), Now).Faults);
        Assert.That(faults.Select(f => f.Field).Distinct(), place.Length > 0 ? Is.EqualTo(new[] { place }) : Is.Empty);
    }

    /// <summary>Nothing that is filled in is left out without a word.</summary>
    [TestCase("must-0-value", "must-0-name", "Waterproof", "must-0-value", "")]
    [TestCase("must-0-value", "must-0-name", "Waterproof", "must-0-rule", "oneOf", "must-0-value", ",")]
    [TestCase("must-0-name", "must-0-value", "yes")]
    [TestCase("weight-own-0", "own-0-name", "Speed", "own-0-best", "5", "own-0-worst", "1", "weight-own-0", "0")]
    [TestCase("own-0-name", "own-0-worst", "1", "own-0-best", "5", "weight-own-0", "10")]
    [TestCase("own-0-name", "weight-own-0", "10")]
    [TestCase("format", "format", "nope")]
    [TestCase("closes", "closes", "P1000D", "weight-deliverBy", "0")]
    [TestCase("line-0-what", "line-0-attributes", "[[")]
    [TestCase("line-0-what", "line-0-attributes", "[]")]
    [TestCase("line-0-what", "line-0-attributes", """{"a":1,"a":2}""")]
    [TestCase("line-0-what", "line-0-attributes", """{"a":"\ud800"}""")]
    [TestCase("line-60-quantity", "line-60-quantity", "none", "line-60-what", "Wheels")]
    [TestCase("line-1-what", "line-1-quantity", "2")]
    [TestCase("kept-require-0", "kept-require-0-is", "{}", "kept-require-0", "on")]
    [TestCase("kept-require-1", "kept-require-1-is", "[[", "kept-require-1", "on")]
    [TestCase("weight-kept-0", "kept-prefer-0-is", "[[", "weight-kept-0", "10")]
    [TestCase("weight-kept-1", "kept-prefer-1-is", """{"criterion":null}""", "weight-kept-1", "10")]
    public void What_is_filled_in_is_asked_about(string place, params string[] given)
    {
        var form = Filled([("title", "Stroller"), ("budget", "450"), .. given.Chunk(2).Select(f => (f[0], f[1]))]);
        Assert.That(form.Told(IntentReader.Post(form.Tree(), Now).Faults).Select(f => f.Field).Distinct(), Is.EqualTo(new[] { place }));
    }

    [TestCase("{}")]
    [TestCase("null")]
    [TestCase("[[")]
    [TestCase("""{"criterion":null}""")]
    [TestCase("""{"criterion":5}""")]
    [TestCase("""{"criterion":"total","max":{}}""")]
    [TestCase("""{"criterion":"attributes.a","weight":1,"points":{"a":null}}""")]
    [TestCase("""{"criterion":"attributes.a","equals":"\ud800"}""")]
    public void Kept_field_that_nobody_can_read_is_no_part_of_a_draft(string written)
    {
        var form = new Form(new Dictionary<string, StringValues>
        {
            ["title"] = "Stroller",
            ["format"] = "english",
            ["kept-require-0"] = "on",
            ["kept-require-0-is"] = written,
            ["kept-prefer-0-is"] = written,
            ["weight-kept-0"] = "10",
            ["kept-require-1"] = "on",
            ["kept-require-1-is"] = """{"criterion":"total","max":"5.00"}""",
        });
        Assert.That((IntentForm.KeptMust(written), IntentForm.KeptPreference(written)), Is.EqualTo(((object?)null, (object?)null)));
        Assert.That(() => IntentForm.Read(form, Tree, Now).Tree(), Throws.Nothing);
        Assert.That(IntentForm.Readable(form).Names, Is.EquivalentTo((string[])["title", "format", "kept-require-1", "kept-require-1-is"]));
    }

    [Test]
    public void Time_that_is_not_changed_stays_to_the_millisecond()
    {
        Form Given(string closes) => new(new Dictionary<string, StringValues>
        {
            ["title"] = "a",
            ["currency"] = "GBP",
            ["closes"] = "own",
            ["was-closesAt:time"] = "2050-01-01T10:20:30.456Z",
            ["closesAt:time"] = closes,
        });
        Assert.That(
            (string?)IntentForm.Read(Given("2050-01-01T10:20"), Tree, Now).Message["auction"]!["closesAt"],
            Is.EqualTo("2050-01-01T10:20:30.456Z"));
        Assert.That(
            (string?)IntentForm.Read(Given("2050-01-01T10:21:00.000Z"), Tree, Now).Message["auction"]!["closesAt"],
            Is.EqualTo("2050-01-01T10:21:00.000Z"));
    }

    [TestCase("450", "450")]
    [TestCase("£ 1,250.50", "1250.50")]
    [TestCase("1,250", "1250")]
    [TestCase("1 250", "1250")]
    [TestCase("12,5", "12.5")]
    [TestCase("12,50", "12.50")]
    [TestCase("1.250,50", "1.250,50")]
    public void Amount_is_taken_as_people_type_it(string typed, string sent) =>
        Assert.That((string?)Filled(("title", "a"), ("budget", typed)).Message["terms"]!["require"]![0]!["max"], Is.EqualTo(sent));

    [TestCase("open")]
    [TestCase("sealed")]
    [TestCase("sealed-second-score")]
    [TestCase("english")]
    [TestCase("dutch")]
    [TestCase("japanese")]
    public void Every_format_can_be_posted(string format)
    {
        var (start, limit) = format == "japanese" ? ("450", "100") : ("100", "450");
        var form = Filled(
            ("title", "Stroller"), ("budget", "450"), ("format", format), ("decrement", "1"), ("start", start),
            ("limit", limit), ("step", "50"));
        var reading = IntentReader.Post(form.Tree(), Now);
        Assert.That(reading.Faults, Is.Empty);
        Assert.That(AuctionFormats.All.Select(f => f.Word), Does.Contain(format));
    }

    /// <summary>Fifteen moves of 30 seconds after the first one, which is in five minutes where nothing else is chosen.</summary>
    [TestCase("dutch", "100", "250")]
    [TestCase("japanese", "250", "100")]
    public void Clock_closes_as_long_after_its_first_move_as_it_goes_on_moving(string format, string start, string limit)
    {
        var before = Now / 1000 * 1000;
        var form = Filled(
            ("title", "Stroller"), ("format", format), ("start", start), ("limit", limit), ("step", "10"), ("interval", "PT30S"));
        var reading = IntentReader.Post(form.Tree(), Now);
        Assert.That(reading.Faults, Is.Empty);
        var terms = reading.Value!.Terms;
        var first = terms.Auction.Clock!.EndOf(0, terms.ClosesAt);
        Assert.That(first - before, Is.InRange(300_000, 310_000));
        Assert.That(terms.ClosesAt - first, Is.EqualTo(15 * 30_000));
        Assert.That(form.Clock, Is.EqualTo(new ClockPlan(Time.Format(first), 15, Time.Format(terms.ClosesAt))));
    }

    [TestCase("first", "PT1H", 3_600_000)]
    [TestCase("first", "own", 86_400_000)]
    public void Clock_moves_first_when_its_customer_says(string field, string value, long inMs)
    {
        var form = Filled(
            ("title", "Stroller"), ("format", "dutch"), ("start", "100"), ("limit", "200"), ("step", "50"), (field, value),
            ("firstAt:time", Time.Format(Now + 86_400_000)));
        var reading = IntentReader.Post(form.Tree(), Now);
        Assert.That(reading.Faults, Is.Empty);
        Assert.That(
            reading.Value!.Terms.Auction.Clock!.EndOf(0, reading.Value.Terms.ClosesAt) - Now, Is.InRange(inMs - 10_000, inMs + 10_000));
    }

    [TestCase("first", "own", "firstAt")]
    [TestCase("step", "0.01", "step")]
    [TestCase("interval", "P1D", "step")]
    [TestCase("limit", "50", "limit")]
    public void Clock_that_cannot_go_is_told_at_what_makes_it(string field, string value, string place)
    {
        var form = Filled(
            ("title", "Stroller"), ("format", "dutch"), ("start", "100"), ("limit", "800"), ("step", "1"), (field, value),
            ("firstAt:time", "2020-01-01T00:00"));
        Assert.That(form.Told(IntentReader.Post(form.Tree(), Now).Faults).Select(f => f.Field), Is.EqualTo(new[] { place }));
    }

    [TestCase("600", "")]
    [TestCase("200", "100")]
    public void Dearer_offers_are_not_preferred(string best, string worst)
    {
        var form = Filled(("title", "Stroller"), ("budget", "450"), ("best-total", best), ("worst-total", worst));
        var told = form.Told(IntentReader.Post(form.Tree(), Now).Faults).Single();
        Assert.That(told.Field, Is.EqualTo("best-total"));
        Assert.That(told.Text, Does.Contain("the dearest offer would lead"));
    }

    [Test]
    public void Scale_that_was_left_out_follows_a_budget_that_is_raised()
    {
        var posted = Filled(
            ("title", "Stroller"), ("budget", "450.00"), ("weight-warrantyMonths", "10"), ("warranty", "12"),
            ("by:time", Time.Format(Now + 10 * 86_400_000L)));
        var terms = IntentReader.Post(posted.Tree(), Now).Value!.Terms;
        var shown = IntentView.Of(
            IntentId.New(), terms, new IntentTexts("Stroller", null, new Dictionary<string, string>()), 1, IntentStatus.Open,
            Pseudonym.New(), Now, terms.ClosesAt, terms.AwardBy, 0);
        var amending = IntentForm.Amending(shown);
        Assert.That(amending.Names.Where(n => n.StartsWith("best-", StringComparison.Ordinal) && amending.Has(n)), Is.Empty);
        var raised = IntentForm.Read(
            amending.With(new("budget", new StringValues("600.00")), new("warranty", new StringValues("24"))), Tree, Now);
        var prefer = IntentReader.Amend(raised.Tree(1), Now, Rules.Newest).Value!.Draft.Terms.Terms.Prefer;
        Assert.That(
            prefer.Select(p => (p.Criterion.Name, p.Best, p.Worst)).Where(p => p.Name != "deliverBy"),
            Is.EqualTo(new (string, long?, long?)[] { ("total", 300_00, 600_00), ("warrantyMonths", 48, 24) }));
    }

    [TestCase("amount", "5.25")]
    [TestCase("percent", "2.5")]
    public void Step_of_english_has_the_unit_that_was_chosen(string kind, string step)
    {
        var form = Filled(
            ("title", "Stroller"), ("budget", "450"), ("format", "english"), ("weight-deliverBy", "0"), ("decrement-kind", kind),
            ("decrement", step));
        var reading = IntentReader.Post(form.Tree(), Now);
        Assert.That(reading.Faults, Is.Empty);
        var decrement = reading.Value!.Terms.Auction.Decrement!;
        Assert.That(
            (decrement.Amount, decrement.Percent, decrement.Points),
            Is.EqualTo(kind == "amount" ? ((long?)525, (long?)null, (long?)null) : (null, 2_500_000, null)));
        var mixed = Filled(
            ("title", "Stroller"), ("budget", "450"), ("format", "english"), ("decrement-kind", kind), ("decrement", step));
        var told = mixed.Told(IntentReader.Post(mixed.Tree(), Now).Faults).Single();
        Assert.That((told.Field, told.Text), Is.EqualTo(("decrement-kind",
            "Counted in: choose points, because more than the price counts. Or give the price all points under “What matters”.")));
    }

    [Test]
    public void Draft_comes_back_as_it_was()
    {
        var given = new Form(new Dictionary<string, StringValues>
        {
            ["title"] = "a\"'<b>",
            ["condition"] = new(["new", "used"]),
            ["form-token"] = "secret",
            ["empty"] = "",
        });
        var written = DraftText.Write(given);
        Assert.That(written, Does.Not.Contain("secret"));
        var read = DraftText.Read(written);
        Assert.That(
            (read["title"], read.All("condition"), read.Has("empty")),
            Is.EqualTo(("a\"'<b>", (IReadOnlyList<string>)["new", "used"], false)));
    }

    [TestCase("en-GB,en;q=0.9", "GB", "GBP")]
    [TestCase("en-US", "US", "USD")]
    [TestCase("de", "DE", "EUR")]
    [TestCase("en,fr-CH;q=0.8", "CH", "CHF")]
    [TestCase("zh-Hant-TW", "TW", "USD")]
    [TestCase("*", null, "EUR")]
    [TestCase(";;,,-,x-", null, "EUR")]
    [TestCase(null, null, "EUR")]
    public void Place_and_currency_are_guessed_from_the_languages(string? languages, string? region, string currency) =>
        Assert.That(Guess.From(languages), Is.EqualTo(new Guess(region, currency)));

    private static IntentForm Filled(params (string Field, string Value)[] given)
    {
        var start = IntentForm.Start("", new Guess("GB", "GBP"));
        var fields = start.Names.ToDictionary(n => n, n => new StringValues(start[n]));
        foreach (var (field, value) in given)
            fields[field] = value;
        return IntentForm.Read(new Form(fields), Tree, Now);
    }

    private static void Survives(JsonNode intent)
    {
        var before = IntentReader.Post(JsonTree.Parse(Encoding.UTF8.GetBytes(intent.ToJsonString())), Now);
        Assert.That(before.Faults, Is.Empty);
        var (terms, texts) = (before.Value!.Terms, before.Value.Texts);
        var shown = IntentView.Of(
            IntentId.New(), terms, texts, 3, IntentStatus.Open, Pseudonym.New(), Now, terms.ClosesAt, terms.AwardBy, 0);
        var given = DraftText.Read(DraftText.Write(IntentForm.Amending(shown)));
        var after = IntentReader.Amend(IntentForm.Read(given, Tree, Now).Tree(3), Now, Rules.Newest);
        Assert.That(after.Faults, Is.Empty);
        var (sameTerms, sameTexts) = (after.Value!.Draft.Terms, after.Value.Draft.Texts);
        Assert.That((sameTerms.ClosesAt, sameTerms.AwardBy), Is.EqualTo((terms.ClosesAt, terms.AwardBy)));
        Assert.That(sameTexts.ToJson(), Is.EqualTo(texts.ToJson()));
        Assert.That(InOrder(sameTerms, sameTexts), Is.EqualTo(InOrder(terms, texts)));
    }

    /// <summary>The intent as it is told, its must-haves and preferences in an order of their own: theirs says nothing.</summary>
    private static string InOrder(IntentTerms terms, IntentTexts texts)
    {
        var shown = JsonSerializer.SerializeToNode(
            IntentView.Of(default, terms, texts, 1, IntentStatus.Open, default, 0, 0, 0, 0) with { TermsHash = "" }, WireJson.Options)!;
        foreach (var list in (string[])["require", "prefer"])
        {
            shown["terms"]![list] = new JsonArray([.. shown["terms"]![list]!.AsArray().Select(r => r!.ToJsonString())
                .Order(StringComparer.Ordinal).Select(r => (JsonNode)r)]);
        }
        return shown.ToJsonString();
    }
}
