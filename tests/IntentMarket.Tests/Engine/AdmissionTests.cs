using IntentMarket.Engine.Market;
using IntentMarket.Engine.Offers;
using IntentMarket.Engine.Values;
using NUnit.Framework;

namespace IntentMarket.Tests.Engine;

public sealed class AdmissionTests
{
    private static readonly OfferTerms Offer = new(
        "terms-1", Sample.Pence(90), DeliverBy: Sample.Utc("2026-02-01T12:00:00Z"), WarrantyMonths: 12, ReturnDays: 30, Condition: "used",
        Certifications: ["A", "B"],
        Attributes: new Dictionary<string, Value>
        {
            ["seats"] = new Value.Whole(2),
            ["width"] = new Value.Text("75.5"),
            ["color"] = new Value.Text("red"),
            ["foldable"] = new Value.Flag(true),
            ["extras"] = new Value.Set(["hood", "cup"]),
            ["huge"] = new Value.Whole(long.MaxValue),
        });

    private static IEnumerable<TestCaseData> Requirements()
    {
        yield return Case("total", new() { Max = 9000 }, "");
        yield return Case("total", new() { Max = 8999 }, "over-max total 89.99 90.00");
        yield return Case("deliverBy", new() { Max = Sample.Utc("2026-02-01T11:59:59.999Z") },
            "over-max deliverBy 2026-02-01T11:59:59.999Z 2026-02-01T12:00:00Z");
        yield return Case("deliverBy", new() { Min = Sample.Utc("2026-02-01T12:00:00.001Z") },
            "under-min deliverBy 2026-02-01T12:00:00.001Z 2026-02-01T12:00:00Z");
        yield return Case("deliverBy", new() { Min = Sample.Utc("2026-02-01T12:00:00Z"), Max = Sample.Utc("2026-02-01T12:00:00Z") }, "");
        yield return Case("warrantyMonths", new() { Min = 13 }, "under-min warrantyMonths 13 12");
        yield return Case("returnDays", new() { Max = 29 }, "over-max returnDays 29 30");
        yield return Case("condition", new() { OneOf = ["new", "refurbished"] }, "not-one-of condition new, refurbished used");
        yield return Case("condition", new() { OneOf = ["new", "used"] }, "");
        yield return Case("certifications", new() { AllOf = ["A", "C"] }, "not-all-of certifications A, C A, B");
        yield return Case("certifications", new() { AllOf = ["A", "B"], AnyOf = ["C", "B"] }, "");
        yield return Case("certifications", new() { AnyOf = ["C", "D"] }, "not-one-of certifications C, D A, B");
        yield return Case(
            "certifications", new() { AllOf = ["C"], AnyOf = ["D"] }, "not-all-of certifications C A, B; not-one-of certifications D A, B");
        yield return Case("attributes.seats", new() { Min = 2_000_000 }, "");
        yield return Case("attributes.seats", new() { Min = 2_500_000 }, "under-min attributes.seats 2.5 2");
        yield return Case("attributes.width", new() { Max = 75_000_000 }, "over-max attributes.width 75 75.5");
        yield return Case("attributes.color", new() { Max = 1 }, "wrong-type attributes.color a number red");
        yield return Case("attributes.huge", new() { Max = 1 }, "wrong-type attributes.huge a number 9223372036854775807");
        yield return Case("attributes.foldable", new() { Min = 1 }, "wrong-type attributes.foldable a number true");
        yield return Case("attributes.color", new() { OneOf = ["blue"] }, "not-one-of attributes.color blue red");
        yield return Case("attributes.extras", new() { OneOf = ["hood"] }, "wrong-type attributes.extras a text hood, cup");
        yield return Case("attributes.extras", new() { AllOf = ["cup", "hood"] }, "");
        yield return Case("attributes.color", new() { AllOf = ["red"] }, "wrong-type attributes.color a set red");
        yield return Case("attributes.foldable", new() { EqualTo = new Value.Flag(true) }, "");
        yield return Case("attributes.foldable", new() { EqualTo = new Value.Flag(false) }, "not-equal attributes.foldable false true");
        yield return Case("attributes.color", new() { EqualTo = new Value.Text("Red") }, "not-equal attributes.color Red red");
        yield return Case("attributes.color", new() { EqualTo = new Value.Flag(true) }, "wrong-type attributes.color true red");
        yield return Case("attributes.extras", new() { EqualTo = new Value.Set(["cup", "hood", "cup"]) }, "");
        yield return Case("attributes.extras", new() { EqualTo = new Value.Set(["cup"]) }, "not-equal attributes.extras cup hood, cup");
        yield return Case("attributes.seats", new() { EqualTo = new Value.Whole(2) }, "");
        yield return Case("attributes.seats", new() { EqualTo = new Value.Whole(3) }, "not-equal attributes.seats 3 2");
        yield return Case(
            "attributes.color", new() { EqualTo = new Value.Whole(long.MaxValue) }, "wrong-type attributes.color 9223372036854775807 red");
        yield return Case("attributes.wheels", new() { Min = 1 }, "missing attributes.wheels - -");

        static TestCaseData Case(string criterion, Rule rule, string reasons) => new TestCaseData(Required(criterion, rule), reasons)
        { TestName = $"{criterion} {rule} {(reasons.Length > 0 ? reasons : "is met")}".Replace(" -", "", StringComparison.Ordinal) };
    }

    [TestCaseSource(nameof(Requirements))]
    public void Requirement_is_met_or_its_reason_told(Requirement requirement, string expected) =>
        Assert.That(ReasonsOf(Sample.Intended(Sample.Terms([requirement])), Offer), Is.EqualTo(expected));

    [TestCase("deliverBy")]
    [TestCase("warrantyMonths")]
    [TestCase("returnDays")]
    [TestCase("condition")]
    [TestCase("certifications")]
    public void What_is_required_and_not_there_is_missing(string criterion)
    {
        var requirement = criterion switch
        {
            "condition" => new Requirement(Sample.Criterion(criterion), OneOf: ["new"]),
            "certifications" => new Requirement(Sample.Criterion(criterion), AllOf: ["A"]),
            _ => new Requirement(Sample.Criterion(criterion), Min: 0),
        };
        Assert.That(
            ReasonsOf(Sample.Intended(Sample.Terms([requirement])), new OfferTerms("terms-1", 1)), Is.EqualTo($"missing {criterion} - -"));
    }

    [TestCase("1:389.00:1 2:2.5:4", "399.00", "", TestName = "Lines add up")]
    [TestCase("2:2.5:4 1:389.00:1", "399.00", "", TestName = "Lines may come in any order")]
    [TestCase("1:389.00:1", "389.00", "lines-incomplete - 1, 2 1")]
    [TestCase("1:389.00:1 2:2.5:4 3:0:1", "399.00", "lines-incomplete - 1, 2 1, 2, 3")]
    [TestCase("1:389.00:1 2:2.5:4 2:0:4", "399.00", "lines-incomplete - 1, 2 1, 2, 2")]
    [TestCase("3:389.00:1 4:2.5:4", "399.00", "lines-incomplete - 1, 2 3, 4")]
    [TestCase("1:389.00:1 2:2.5:3", "396.50", "quantity-mismatch lines.2 4 3")]
    [TestCase("1:389.00:1.5 2:2.5:3", "591.00", "quantity-mismatch lines.1 1 1.5; quantity-mismatch lines.2 4 3")]
    [TestCase("1:389.00:1 2:2.5:4", "399.01", "sum-mismatch - 399.00 399.01")]
    public void Lines_cover_the_intent_and_add_up(string lines, string total, string expected)
    {
        var intent = Sample.Intended(lines: [Line("1", 1), Line("2", 4)]);
        var offered = lines.Split(' ').Select(l => l.Split(':'))
            .Select(l => new OfferLine(l[0], Millionths(l[1]), Millionths(l[2]))).ToList();
        Assert.That(ReasonsOf(intent, new OfferTerms("terms-1", Minor(total, 2), Lines: offered)), Is.EqualTo(expected));
    }

    [TestCase("GBP", 2, "0.333333", "3", "1.00", TestName = "A third of a pound three times is a pound")]
    [TestCase("GBP", 2, "0.125", "1", "0.13", TestName = "Half a penny is rounded up")]
    [TestCase("GBP", 2, "0.124999", "1", "0.12", TestName = "Less than half a penny is rounded down")]
    [TestCase("GBP", 2, "0.000001", "4999.999999", "0.00", TestName = "Millionths of both")]
    [TestCase("GBP", 2, "0.000001", "5000", "0.01", TestName = "Exactly a half of millionths")]
    [TestCase("JPY", 0, "2.5", "1", "3", TestName = "Half a yen is rounded up")]
    [TestCase("JPY", 0, "2.499999", "1", "2", TestName = "Less than half a yen is rounded down")]
    [TestCase("KWD", 3, "1.2345", "1", "1.235", TestName = "Half a fils is rounded up")]
    [TestCase("KWD", 3, "0.0005", "0.999999", "0.000", TestName = "Less than half a fils is rounded down")]
    [TestCase("GBP", 2, "-0.125", "1", "-0.13", TestName = "A negative half goes away from zero")]
    [TestCase("GBP", 2, "1000000", "1000000", "1000000000000.00", TestName = "The greatest amount")]
    public void Line_is_rounded_half_up_to_the_currency(string currency, int digits, string unitPrice, string quantity, string total)
    {
        var intent = Sample.Intended(
            lines: [new Line("1", Millionths(quantity), "H87", new Dictionary<string, Value>())], currency: currency, digits: digits);
        var offer = new OfferTerms("terms-1", Minor(total, digits), Lines: [new("1", Millionths(unitPrice), Millionths(quantity))]);
        Assert.Multiple(() =>
        {
            Assert.That(ReasonsOf(intent, offer), Is.Empty);
            Assert.That(ReasonsOf(intent, offer with { Total = offer.Total + 1 }), Does.StartWith("sum-mismatch - " + total));
            Assert.That(ReasonsOf(intent, offer with { Total = offer.Total - 1 }), Does.StartWith("sum-mismatch"));
        });
    }

    [Test]
    public void Each_line_is_rounded_by_itself_and_charges_are_added()
    {
        var intent = Sample.Intended(lines: [Line("1", 1), Line("2", 1)]);
        var offer = new OfferTerms(
            "terms-1", 0, Lines: [new("1", 5_000, 1_000_000), new("2", 5_000, 1_000_000)], Shipping: 1000, Tax: 20, OtherCharges: -500);
        Assert.That(ReasonsOf(intent, offer with { Total = 1 + 1 + 1000 + 20 - 500 }), Is.Empty);
        Assert.That(ReasonsOf(intent, offer with { Total = 521 }), Is.EqualTo("sum-mismatch - 5.22 5.21"));
    }

    [TestCase("GBP", 2, 1, 50, "1000000000000000000000000.50 0.00")]
    [TestCase("GBP", 2, -1, -5, "-1000000000000000000000000.05 0.00")]
    [TestCase("JPY", 0, 1, 0, "1000000000000000000000000 0")]
    [TestCase("KWD", 3, 1, 7, "1000000000000000000000000.007 0.000")]
    public void Sum_beyond_all_bounds_is_a_mismatch_that_says_the_sum(string currency, int digits, int sign, int charges, string expected)
    {
        var most = Amount.MaxMajor * Amount.Million;
        var intent = Sample.Intended(
            lines: [new Line("1", most, "H87", new Dictionary<string, Value>())], currency: currency, digits: digits);
        var offer = new OfferTerms("terms-1", 0, Lines: [new("1", sign * most, most)], OtherCharges: charges);
        Assert.That(ReasonsOf(intent, offer), Does.StartWith($"sum-mismatch - {expected}"));
    }

    [Test]
    public void Delivery_that_is_too_early_is_told_with_the_earliest()
    {
        var offer = new OfferTerms("terms-1", 1, DeliverBy: Sample.At(99));
        Assert.That(ReasonsOf(Sample.Intended(Sample.Terms() with { Rules = 2 }), offer), Is.EqualTo(
            "under-min deliverBy 2026-01-01T00:01:40Z 2026-01-01T00:01:39Z"));
    }

    [Test]
    public void Requirements_of_one_criterion_can_be_met_together_where_they_leave_a_value()
    {
        Assert.Multiple(() =>
        {
            Assert.That(CanMeet("warrantyMonths", new() { Min = 3 }, new() { Min = 5, Max = 9 }), Is.True);
            Assert.That(CanMeet("warrantyMonths", new() { Max = 9 }, new() { Max = 5 }), Is.True);
            Assert.That(CanMeet("warrantyMonths", new() { Min = 6 }, new() { Max = 5 }), Is.False);
            Assert.That(CanMeet("certifications", new() { AllOf = ["A"] }, new() { AllOf = ["B"] }, new() { AnyOf = ["C"] }), Is.True);
            Assert.That(CanMeet("attributes.seats", new() { EqualTo = new Value.Whole(2) }, new() { OneOf = ["2.0", "3"] }), Is.True);
            Assert.That(CanMeet("attributes.seats", new() { EqualTo = new Value.Whole(2) }, new() { OneOf = ["3"] }), Is.False);
        });

        static bool CanMeet(string criterion, params Rule[] rules) => Admission.CanMeetAll([.. rules.Select(r => Required(criterion, r))]);
    }

    [Test]
    public void Of_several_bounds_of_the_total_the_lowest_is_the_highest_that_is_admissible()
    {
        var bounds = Sample.Terms(
            [new(Criterion.Total, Max: 100), new(Criterion.Total, Max: 80), new(Sample.Criterion("warrantyMonths"), Max: 5)]);
        Assert.That(Sample.Intended(bounds).MaxTotal, Is.EqualTo(80));
        Assert.That(Sample.Intended().MaxTotal, Is.Null);
    }

    [Test]
    public void All_reasons_are_told_at_once()
    {
        var terms = Sample.Terms(
        [
            new(Criterion.Total, Max: 8000), new(Sample.Criterion("condition"), OneOf: ["new"]),
            new(Sample.Criterion("attributes.wheels"), Min: 1),
        ]);
        Assert.That(ReasonsOf(Sample.Intended(terms, hash: "other"), Offer with { ValidUntil = Sample.At(99) }), Is.EqualTo(
            "terms-not-agreed - other terms-1; over-max total 80.00 90.00; not-one-of condition new used; missing attributes.wheels - -; "
            + "valid-too-short - 2026-01-01T00:01:40Z 2026-01-01T00:01:39Z"));
    }

    private static Requirement Required(string criterion, Rule rule) =>
        new(Sample.Criterion(criterion), rule.Min, rule.Max, rule.OneOf, rule.AllOf, rule.AnyOf, rule.EqualTo);

    private static string ReasonsOf(IntentTerms intent, OfferTerms offer) =>
        Sample.Answer(Sample.Opened(intent), Sample.Submit(offer)) is OfferRefused refused
        ? string.Join("; ", refused.Reasons.Select(r => $"{r.Code} {r.Criterion ?? "-"} {r.Limit ?? "-"} {r.Got ?? "-"}"))
        : "";

    private static Line Line(string id, int quantity) => new(id, quantity * 1_000_000L, "H87", new Dictionary<string, Value>());

    private static long Millionths(string text) => Minor(text, 6);

    private static long Minor(string text, int digits)
    {
        Assert.That(Amount.TryParse(text, digits, out var scaled));
        return scaled;
    }

    private sealed class Rule
    {
        public long? Min { get; init; }
        public long? Max { get; init; }
        public IReadOnlyList<string>? OneOf { get; init; }
        public IReadOnlyList<string>? AllOf { get; init; }
        public IReadOnlyList<string>? AnyOf { get; init; }
        public Value? EqualTo { get; init; }

        public override string ToString() => string.Join(" and ", new[]
        {
            Min is null ? null : $"min {Min}", Max is null ? null : $"max {Max}", OneOf is null ? null : $"oneOf {string.Join(',', OneOf)}",
            AllOf is null ? null : $"allOf {string.Join(',', AllOf)}", AnyOf is null ? null : $"anyOf {string.Join(',', AnyOf)}",
            EqualTo is null ? null : $"equals {EqualTo}",
        }.OfType<string>());
    }
}
