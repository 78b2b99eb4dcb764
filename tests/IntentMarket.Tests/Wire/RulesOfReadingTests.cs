using IntentMarket.Engine.Values;
using IntentMarket.Services.Wire;
using NUnit.Framework;

namespace IntentMarket.Tests.Wire;

/// <summary>How rules 2 read messages, and that what goes by rules 1 is read as before.</summary>
public sealed class RulesOfReadingTests
{
    private const string English = """{"format": "english", "closesAt": "2026-11-30T20:00:00Z", "decrement": {"points": "1"}}""";

    [TestCase("none", Visibility.None, true)]
    [TestCase("rank", Visibility.Rank, true)]
    [TestCase("lead", Visibility.Lead, false)]
    [TestCase("full", Visibility.Full, false)]
    [TestCase(null, Visibility.Lead, false)]
    public void English_improves_on_the_leader_where_the_lead_is_seen_and_shows_it_by_default(
        string? said, Visibility visibility, bool vsOwn)
    {
        var auction = English.With("/visibility", said is null ? null : $"\"{said}\"");
        var read = Messages.Terms(Messages.Intent.With("/auction", auction)).Auction;
        Assert.That((read.Visibility, read.Decrement!.VsOwn), Is.EqualTo((visibility, vsOwn)));
        var before = Messages.Post(Messages.Intent.With("/auction", auction), rules: 1).Value!.Terms.Auction;
        Assert.That((before.Visibility, before.Decrement!.VsOwn), Is.EqualTo((said is null ? Visibility.Rank : visibility, false)));
    }

    [Test]
    public void Under_rules_1_the_leader_may_be_felt_for() => Assert.That(
        Messages.Post(Messages.Intent.With("/auction", English.With("/visibility", "\"none\"").With("/vs", "\"best\"")), rules: 1).Faults,
        Is.Empty);

    [TestCase("""{"closesAt": "2026-12-06T18:00:00Z", "earlyAward": true}""")]
    [TestCase("""{"closesAt": "2026-12-05T18:00:00Z"}""")]
    public void Delivery_may_end_where_an_award_comes_before(string auction) =>
        Assert.That(Messages.Post(Messages.Intent.With("/auction", auction)).Faults, Is.Empty);

    [TestCase("""{"criterion": "attributes.seats", "oneOf": ["1", "2.0"]}""")]
    [TestCase("""{"criterion": "attributes.seats", "equals": "2.50"}""")]
    [TestCase("""{"criterion": "attributes.seats", "max": 2}""")]
    [TestCase("""{"criterion": "condition", "oneOf": ["used", "new"]}""")]
    [TestCase("""{"criterion": "certifications", "anyOf": ["EN 1", "EN 2"]}""")]
    [TestCase("""{"criterion": "total", "max": "1.00"}""")]
    public void Requirements_that_one_offer_can_meet_do_not_exclude_each_other(string second) =>
        Assert.That(Messages.Post(Messages.Intent.With("/terms/require/-", second)).Faults, Is.Empty);

    [Test]
    public void Requirements_that_exclude_each_other_are_both_named()
    {
        var fault = Messages.Post(
            Messages.Intent.With("/terms/require/-", """{"criterion": "condition", "oneOf": ["used"]}""")).Faults.Single();
        Assert.That(fault.Detail, Does.Contain("one of new, refurbished").And.Contain("one of used"));
        Assert.That(
            Messages.Post(Messages.Intent.With("/terms/require/-", """{"criterion": "condition", "oneOf": ["used"]}"""), rules: 1).Faults,
            Is.Empty);
    }

    [Test]
    public void Three_requirements_may_exclude_each_other_together()
    {
        const string sizes = """
            [{"criterion": "attributes.size", "oneOf": ["a", "b"]}, {"criterion": "attributes.size", "oneOf": ["b", "c"]},
             {"criterion": "attributes.size", "oneOf": ["a", "c"]}]
            """;
        var fault = Messages.Post(Messages.Intent.With("/terms/require", sizes)).Faults.Single();
        Assert.That((fault.At, fault.Code), Is.EqualTo(("/terms/require/2", FaultCodes.Contradiction)));
    }

    [Test]
    public void Delivery_in_more_than_ten_years_is_a_slip_of_the_pen()
    {
        var offer = Messages.Tree(Messages.Offer.With("/deliverBy", "\"2036-11-20T00:00:01Z\""));
        var fault = OfferReader.Offer(offer, Messages.Terms(), Messages.Now).Faults.Single();
        Assert.That((fault.At, fault.Code), Is.EqualTo(("/deliverBy", FaultCodes.TooFarAhead)));
        Assert.That(OfferReader.Offer(offer, Messages.Post(Messages.Intent, rules: 1).Value!.Terms, Messages.Now).Faults, Is.Empty);
    }

    [Test]
    public void Texts_that_are_one_number_are_named_once_and_sets_are_of_texts()
    {
        var sets = Messages.Intent.With("/terms/require/4", """{"criterion": "attributes.size", "anyOf": ["2.5", "2.50"]}""");
        Assert.That(Messages.Post(sets).Faults, Is.Empty);
        var certified = Messages.Intent.With(
            "/terms/prefer/2", """{"criterion": "certifications", "weight": 1, "points": {"1": 1, "1.0": 2}}""");
        Assert.That(Messages.Post(certified).Faults, Is.Empty);
    }

    /// <summary>What is compared with what-if may be long past, and is read as the intent's own preferences were.</summary>
    [Test]
    public void What_if_asks_nothing_of_times() => Assert.That(
        IntentReader.WhatIf(
            Messages.Tree("""{"prefer": [{"criterion": "deliverBy", "weight": 1, "best": "2020-01-01T00:00:00Z", "worst": "2020-01-02T00:00:00Z"}]}"""),
            Messages.Terms()).Faults,
        Is.Empty);
}
