using System.Text.Json;
using System.Text.Json.Nodes;
using IntentMarket.Engine;
using IntentMarket.Engine.Values;
using IntentMarket.Services.Wire;
using NUnit.Framework;

namespace IntentMarket.Tests.Wire;

public sealed class IntentReaderTests
{
    [Test]
    public void The_example_is_read()
    {
        var (terms, texts) = Messages.Post(Messages.Intent).Value!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                (texts.Title, texts.Description, texts.Lines["1"]),
                Is.EqualTo(("Stroller for twins", "Needed in Glasgow on Saturday", "Twin stroller")));
            Assert.That(
                (terms.Category, terms.Currency, terms.Digits, terms.Region),
                Is.EqualTo((new Category("CPV", "34900000-6"), "GBP", 2, "GB-SCT")));
            Assert.That(terms.Lines.Single(), Has.Property("Quantity").EqualTo(1_000_000).And.Property("Unit").EqualTo("H87"));
            Assert.That(terms.Lines[0].Attributes["seats"], Is.EqualTo(new Value.Whole(2)));
            Assert.That(terms.MaxTotal, Is.EqualTo(45_000));
            Assert.That(
                terms.Terms.Require.Select(r => r.Criterion.Name),
                Messages.Are("total", "deliverBy", "condition", "certifications", "attributes.seats"));
            Assert.That(terms.Terms.Require[1].Max, Is.EqualTo(DateTimeOffset.Parse("2026-12-05T18:00:00Z").ToUnixTimeMilliseconds()));
            Assert.That(terms.Terms.Require[4].Min, Is.EqualTo(2_000_000));
            Assert.That(terms.Terms.Prefer.Select(p => p.Weight), Messages.Are(60, 25, 5, 10));
            Assert.That((terms.Terms.Prefer[0].Best, terms.Terms.Prefer[0].Worst), Is.EqualTo((25_000, 45_000)));
            Assert.That((terms.Terms.Prefer[3].Best, terms.Terms.Prefer[3].Worst), Is.EqualTo((24, 0)));
            Assert.That(terms.Terms.Prefer[2].Points!["refurbished"], Is.EqualTo(60));
            Assert.That(
                terms.Auction, Is.EqualTo(new Auction(AuctionFormat.Open, Visibility.Rank, true, new SoftClose(120_000, 120_000, 10))));
            Assert.That(terms.AwardBy - terms.ClosesAt, Is.EqualTo(7L * 24 * 3600 * 1000));
        }
    }

    [Test]
    public void Defaults_are_filled_in()
    {
        var bare = Messages.Intent.With("/region", null).With("/description", null).With("/terms", "{}")
            .With("/auction", """{"closesAt": "2026-11-30T21:30:00.5+01:00"}""").With("/lines/0/attributes", null)
            .With("/lines/0/description", null);
        var answer = Answer(bare);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                answer["terms"]!.ToJsonString(), Is.EqualTo("""{"method":"weighted","require":[],"prefer":[],"agreement":"none"}"""));
            Assert.That(answer["auction"]!.ToJsonString(),
                Is.EqualTo("""{"format":"open","closesAt":"2026-11-30T20:30:00.500Z","visibility":"rank","earlyAward":false}"""));
            Assert.That(answer["lines"]!.ToJsonString(), Is.EqualTo("""[{"id":"1","quantity":"1","unit":"H87"}]"""));
            Assert.That((string)answer["awardBy"]!, Is.EqualTo("2026-12-07T20:30:00.500Z"));
            Assert.That(answer.Select(m => m.Key), Does.Not.Contain("region").And.Not.Contain("description").And.Not.Contain("offers"));
        }
    }

    [Test]
    public void The_answer_tells_the_members_that_were_given()
    {
        var answer = Answer(Messages.Intent);
        var posted = (JsonObject)JsonNode.Parse(Messages.Intent)!;
        using (Assert.EnterMultipleScope())
        {
            foreach (var (name, value) in posted)
                Assert.That(JsonNode.DeepEquals(answer[name], value), Is.True, $"{name}: {answer[name]?.ToJsonString()}");
        }
    }

    [Test]
    public void What_was_answered_can_be_posted_again()
    {
        var answer = Answer(Messages.Intent);
        foreach (var ours in (string[])["id", "version", "status", "customer", "openedAt", "closesAt", "termsHash", "rules"])
            answer.Remove(ours);
        var again = Messages.Terms(answer.ToJsonString());
        Assert.That(again.TermsHash, Is.EqualTo(Messages.Terms().TermsHash));
    }

    [Test]
    public void Attributes_are_read_by_their_type()
    {
        var json = Messages.Intent
            .With("/lines/0/attributes", """{"a": -3, "b": true, "c": "1.50", "d": ["x", "y"], "e-1": ""}""")
            .With("/terms/require", """
                [{"criterion": "attributes.a", "min": "-0.5", "max": 3}, {"criterion": "attributes.b", "equals": false},
                 {"criterion": "attributes.c", "oneOf": ["1", "2"]}, {"criterion": "attributes.d", "allOf": ["x"], "anyOf": ["y", "z"]},
                 {"criterion": "attributes.d", "equals": ["x", "y"]}]
                """)
            .With("/terms/prefer", """
                [{"criterion": "attributes.a", "weight": 1, "best": "2.25", "worst": -1},
                 {"criterion": "attributes.b", "weight": 1000, "points": {"true": 100}}]
                """);
        var terms = Messages.Terms(json);
        var answer = Answer(json);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(terms.Lines[0].Attributes.Values, Messages.Are(
                new Value.Whole(-3), new Value.Flag(true), new Value.Text("1.50"), new Value.Set(["x", "y"]), new Value.Text("")));
            Assert.That((terms.Terms.Require[0].Min, terms.Terms.Require[0].Max), Is.EqualTo((-500_000, 3_000_000)));
            Assert.That(
                answer["terms"]!["require"]![0]!.ToJsonString(), Is.EqualTo("""{"criterion":"attributes.a","min":"-0.5","max":3}"""));
            Assert.That(answer["terms"]!["require"]![4]!.ToJsonString(), Is.EqualTo("""{"criterion":"attributes.d","equals":["x","y"]}"""));
            Assert.That(
                answer["terms"]!["prefer"]![0]!.ToJsonString(),
                Is.EqualTo("""{"criterion":"attributes.a","weight":1,"best":"2.25","worst":-1}"""));
        }
    }

    [Test]
    public void An_amendment_is_the_whole_intent_and_its_version()
    {
        var amended = IntentReader.Amend(Messages.Tree(Messages.Intent.With("/version", "3")), Messages.Now, Rules.Newest);
        Assert.That(amended.Value!.Version, Is.EqualTo(3));
        Assert.That(
            amended.Value.Draft.Terms.TermsHash, Is.Not.EqualTo(Messages.Terms().TermsHash), "whatever is amended, it is agreed to anew");
        var before = IntentReader.Amend(Messages.Tree(Messages.Intent.With("/version", "3")), Messages.Now, rules: 1);
        Assert.That(before.Value!.Draft.Terms.TermsHash, Is.EqualTo(Messages.Terms().TermsHash));
        var faults = IntentReader.Amend(Messages.Tree(Messages.Intent.With("/title", null)), Messages.Now, Rules.Newest).Faults;
        Assert.That(faults.Select(f => f.At), Messages.Are("/version", "/title"));
    }

    [Test]
    public void An_award_names_its_offer()
    {
        var id = OfferId.New();
        var award = IntentReader.Award(Messages.Tree($$"""{"offerId": "{{id}}", "contact": "Ann, 1 High Street", "reason": "Nearest"}"""));
        Assert.That(award.Value, Is.EqualTo(new AwardOrder(id, "Ann, 1 High Street", "Nearest")));
    }

    [Test]
    public void Every_fault_is_told()
    {
        var faults = Messages.Post("""
            {"title": 7, "category": {"scheme": "CPV"}, "currency": "GBP", "lines": [{"id": "1", "quantity": "0", "unit": "piece"}],
             "terms": {"require": [{"criterion": "total", "max": 450.00}],
                       "prefer": [{"criterion": "total", "weight": 0, "best": "1.005"}]},
             "auction": {"closesAt": "tomorrow"}, "colour": "red"}
            """).Faults;
        Assert.That(
            faults.Select(f => $"{f.At} {f.Code}"),
            Messages.Are("/title wrong-type", "/category/id missing", "/lines/0/quantity out-of-range", "/lines/0/unit not-a-unit",
                "/terms/require/0/max wrong-type", "/terms/prefer/0/weight out-of-range", "/terms/prefer/0/best not-a-decimal",
                "/terms/prefer/0/worst missing", "/auction/closesAt not-a-time", "/colour unknown-member"));
    }

    [Test]
    public void A_title_has_200_characters_not_bytes()
    {
        Assert.That(
            Messages.Post(Messages.Intent.With("/title", Messages.Quoted("x" + string.Concat(Enumerable.Repeat("😀", 199))))).IsGood,
            Is.True);
        Assert.That(Messages.Post(
            Messages.Intent.With("/title", Messages.Quoted("x" + string.Concat(Enumerable.Repeat("😀", 200))))).Faults.Single().Detail,
            Is.EqualTo("`title` is at most 200 characters, this has 201"));
    }

    [TestCase("2026-11-30T20:00:00Z", "2026-11-30T20:00:00Z")]
    [TestCase("2026-11-30t20:00:00z", "2026-11-30T20:00:00Z")]
    [TestCase("2026-11-30T20:00:00+05:30", "2026-11-30T14:30:00Z")]
    [TestCase("2026-11-30T20:00:00.1Z", "2026-11-30T20:00:00.100Z")]
    [TestCase("2026-11-30T20:00:00.1239999Z", "2026-11-30T20:00:00.123Z")]
    [TestCase("2028-02-29T00:00:00-00:00", "2028-02-29T00:00:00Z")]
    [TestCase("9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z")]
    [TestCase("1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z")]
    public void A_time_is_kept_to_the_millisecond_in_UTC(string text, string kept)
    {
        // By rules 1, which ask nothing of it.
        Assert.That(Answer(WithTime(text), rules: 1)["terms"]!["require"]![1]!["max"]!.GetValue<string>(), Is.EqualTo(kept));
    }

    [TestCase("2026-11-30T20:00:00", FaultCodes.NotATime)]
    [TestCase("2026-11-30", FaultCodes.NotATime)]
    [TestCase("2026-11-30 20:00:00Z", FaultCodes.NotATime)]
    [TestCase("2026-02-29T20:00:00Z", FaultCodes.NotATime)]
    [TestCase("2026-13-01T20:00:00Z", FaultCodes.NotATime)]
    [TestCase("2026-00-01T20:00:00Z", FaultCodes.NotATime)]
    [TestCase("2026-11-30T24:00:00Z", FaultCodes.NotATime)]
    [TestCase("2026-11-30T23:59:60Z", FaultCodes.NotATime)]
    [TestCase("2026-11-30T20:00:00.Z", FaultCodes.NotATime)]
    [TestCase("2026-11-30T20:00:00.5", FaultCodes.NotATime)]
    [TestCase("2026-11-30T20:00:00+5:30", FaultCodes.NotATime)]
    [TestCase("2026-11-30T20:00:00+24:00", FaultCodes.NotATime)]
    [TestCase("２０26-11-30T20:00:00Z", FaultCodes.NotATime)]
    [TestCase("", FaultCodes.NotATime)]
    [TestCase("0000-01-01T00:00:00Z", FaultCodes.OutOfRange)]
    [TestCase("1969-12-31T23:59:59.999Z", FaultCodes.OutOfRange)]
    [TestCase("1970-01-01T00:59:59+01:00", FaultCodes.OutOfRange)]
    [TestCase("9999-12-31T23:59:59-00:01", FaultCodes.OutOfRange)]
    public void Other_times_are_refused(string text, string code)
    {
        var fault = Messages.Post(WithTime(text)).Faults.Single();
        Assert.That((fault.At, fault.Code), Is.EqualTo(("/terms/require/1/max", code)));
    }

    [TestCase("PT2M", "PT2M")]
    [TestCase("PT120S", "PT2M")]
    [TestCase("PT90S", "PT1M30S")]
    [TestCase("P1DT1H1S", "P1DT1H1S")]
    [TestCase("PT24H", "P1D")]
    [TestCase("P7D", "P7D")]
    [TestCase("PT0H1S", "PT1S")]
    public void A_duration_is_of_whole_seconds(string text, string kept) => Assert.That(
        Answer(Messages.Intent.With("/auction/softClose/window", $"\"{text}\""))["auction"]!["softClose"]!["window"]!.GetValue<string>(),
        Is.EqualTo(kept));

    [TestCase("2M", FaultCodes.NotADuration)]
    [TestCase("P", FaultCodes.NotADuration)]
    [TestCase("PT", FaultCodes.NotADuration)]
    [TestCase("P1DT", FaultCodes.NotADuration)]
    [TestCase("P2M", FaultCodes.NotADuration)]
    [TestCase("PT1.5S", FaultCodes.NotADuration)]
    [TestCase("PT-1S", FaultCodes.NotADuration)]
    [TestCase("PT1M2H", FaultCodes.NotADuration)]
    [TestCase("PT1M1M", FaultCodes.NotADuration)]
    [TestCase("PTT1M", FaultCodes.NotADuration)]
    [TestCase("PT1111111111S", FaultCodes.NotADuration)]
    [TestCase("PT0S", FaultCodes.OutOfRange)]
    [TestCase("P7DT1S", FaultCodes.OutOfRange)]
    [TestCase("P999999999D", FaultCodes.OutOfRange)]
    public void Other_durations_are_refused(string text, string code)
    {
        var fault = Messages.Post(Messages.Intent.With("/auction/softClose/window", $"\"{text}\"")).Faults.Single();
        Assert.That((fault.At, fault.Code), Is.EqualTo(("/auction/softClose/window", code)));
    }

    [TestCase("\"450\"", "450.00")]
    [TestCase("\"450.5\"", "450.50")]
    [TestCase("\"0.01\"", "0.01")]
    [TestCase("\"1000000000000.00\"", "1000000000000.00")]
    public void Money_is_a_decimal_string(string json, string kept) => Assert.That(
        Answer(Messages.Intent.With("/terms/require/0/max", json))["terms"]!["require"]![0]!["max"]!.GetValue<string>(), Is.EqualTo(kept));

    [TestCase("450.00", FaultCodes.WrongType)]
    [TestCase("null", FaultCodes.WrongType)]
    [TestCase("\"450.001\"", FaultCodes.NotADecimal)]
    [TestCase("\"4e2\"", FaultCodes.NotADecimal)]
    [TestCase("\"+450\"", FaultCodes.NotADecimal)]
    [TestCase("\"0450\"", FaultCodes.NotADecimal)]
    [TestCase("\" 450\"", FaultCodes.NotADecimal)]
    [TestCase("\"450,00\"", FaultCodes.NotADecimal)]
    [TestCase("\"450.\"", FaultCodes.NotADecimal)]
    [TestCase("\".5\"", FaultCodes.NotADecimal)]
    [TestCase("\"٤٥٠\"", FaultCodes.NotADecimal)]
    [TestCase("\"NaN\"", FaultCodes.NotADecimal)]
    [TestCase("\"\"", FaultCodes.NotADecimal)]
    [TestCase("\"-0.01\"", FaultCodes.OutOfRange)]
    [TestCase("\"1000000000000.01\"", FaultCodes.OutOfRange)]
    [TestCase("\"99999999999999999999999999\"", FaultCodes.OutOfRange)]
    public void Other_money_is_refused(string json, string code)
    {
        var fault = Messages.Post(Messages.Intent.With("/terms/require/0/max", json)).Faults.Single();
        Assert.That((fault.At, fault.Code), Is.EqualTo(("/terms/require/0/max", code)));
    }

    [Test]
    public void A_currency_has_its_own_fraction_digits()
    {
        var yen = Messages.Intent.With("/currency", "\"JPY\"").With("/terms/prefer", "[]");
        Assert.That(Messages.Post(yen).Faults.Single().Detail, Does.Contain("without a fraction"));
        Assert.That(Messages.Terms(yen.With("/terms/require/0/max", "\"450\"")).MaxTotal, Is.EqualTo(450));
        var dinar = Messages.Intent.With("/currency", "\"BHD\"").With("/terms/require/0/max", "\"450.125\"");
        Assert.That(Messages.Terms(dinar).MaxTotal, Is.EqualTo(450_125));
    }

    public static JsonObject Answer(string json, int rules = Rules.Newest)
    {
        var draft = Messages.Post(json, rules);
        Assert.That(draft.Faults, Is.Empty);
        var document = IntentView.Of(
            default, draft.Value!.Terms, draft.Value.Texts, 1, IntentStatus.Open, default, Messages.Now, draft.Value.Terms.ClosesAt,
            draft.Value.Terms.AwardBy, null);
        return (JsonObject)JsonNode.Parse(JsonSerializer.Serialize(document, WireJson.Options))!;
    }

    private static string WithTime(string text) =>
        Messages.Intent.With("/terms/require/1/max", Messages.Quoted(text)).With("/terms/prefer", "[]");
}
