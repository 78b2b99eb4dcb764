using IntentMarket.Engine.Evaluation;
using IntentMarket.Engine.Values;
using IntentMarket.Web.Intents;
using NUnit.Framework;

namespace IntentMarket.Tests.Pages;

/// <summary>The sentence that says what a weight means is true: both sides of it score the same.</summary>
public sealed class WeighingTests
{
    private const long Day = 86_400_000;

    private static readonly Criterion DeliverBy = Criterion.Parse("deliverBy")!.Value;

    [Test]
    public void Price_and_time_weigh_as_much_as_is_said()
    {
        var intent = Intent(
            new Preference(Criterion.Total, 60, Best: 250_00, Worst: 450_00),
            new Preference(DeliverBy, 24, Best: 10 * Day, Worst: 14 * Day),
            new Preference(
                Criterion.Parse("condition")!.Value, 6, Points: new Dictionary<string, int> { ["new"] = 100, ["refurbished"] = 60 }),
            new Preference(Criterion.Parse("warrantyMonths")!.Value, 10, Best: 24, Worst: 0));
        var said = WeightExplanations.Of(intent);
        Assert.That(said, Is.EqualTo(new[]
        {
            new WeightExplanation("total", "", "10.00", null, "3", true, false),
            new WeightExplanation("deliverBy", "a day sooner", null, "20.00", "6", true, false),
            new WeightExplanation("condition", "new rather than refurbished", null, "8.00", "2.4", true, false),
            new WeightExplanation("warrantyMonths", "a month more of warranty", null, "1.39", "0.42", false, false),
        }));
        var offer = new OfferTerms("", 400_00, 13 * Day, 12, null, "refurbished");
        Assert.That(
            Scoring.Of(intent.Terms, offer with { DeliverBy = 12 * Day }).Total,
            Is.EqualTo(Scoring.Of(intent.Terms, offer with { Total = 380_00 }).Total));
        Assert.That(
            Scoring.Of(intent.Terms, offer with { Condition = "new" }).Total,
            Is.EqualTo(Scoring.Of(intent.Terms, offer with { Total = 392_00 }).Total));
    }

    [Test]
    public void Weight_beyond_the_scale_of_the_price_says_so()
    {
        var said = WeightExplanations.Of(Intent(
            new Preference(Criterion.Total, 1, Best: 0, Worst: 100), new Preference(DeliverBy, 99, Best: 0, Worst: Day)));
        Assert.That(said[1], Is.EqualTo(new WeightExplanation("deliverBy", "a day sooner", null, null, "99", true, true)));
    }

    [Test]
    public void Without_a_weight_of_the_price_steps_are_told_in_points()
    {
        var said = WeightExplanations.Of(Intent(
            new Preference(DeliverBy, 3, Best: 4 * Day, Worst: Day),
            new Preference(Criterion.Parse("attributes.seats")!.Value, 1, Best: 4_000_000, Worst: 0)));
        Assert.That(
            said.Select(w => (w.Step, w.Amount, w.Points)),
            Is.EqualTo(new[] { ("a day later", (string?)null, "25"), ("one more of seats", null, "6.25") }));
    }

    [Test]
    public void Hours_are_told_where_the_scale_is_shorter_than_a_day()
    {
        var said = WeightExplanations.Of(Intent(new Preference(DeliverBy, 1, Best: 0, Worst: Day / 4)));
        Assert.That((said[0].Step, said[0].Points), Is.EqualTo(("an hour sooner", "16.67")));
    }

    private static IntentTerms Intent(params Preference[] prefer) => new(
        new Category("market", "baby.strollers"), "GBP", 2, null, [], new Terms(ScoringMethod.Weighted, [], prefer, "none"),
        new Auction(AuctionFormat.Open, Visibility.Rank, false, null), 0, 0, "");
}
