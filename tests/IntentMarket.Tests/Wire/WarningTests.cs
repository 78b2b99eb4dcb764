using IntentMarket.Services.Wire;
using NUnit.Framework;

namespace IntentMarket.Tests.Wire;

/// <summary>What can be posted and is hardly meant.</summary>
public sealed class WarningTests
{
    [TestCase("""{"criterion": "total", "weight": 1, "best": "500.00", "worst": "100.00"}""", "prefers-dearer")]
    [TestCase(
        """{"criterion": "deliverBy", "weight": 1, "best": "2026-12-05T18:00:00Z", "worst": "2026-12-01T12:00:00Z"}""", "prefers-later")]
    [TestCase("""{"criterion": "warrantyMonths", "weight": 1, "best": 0, "worst": 24}""", "prefers-shorter")]
    [TestCase("""{"criterion": "returnDays", "weight": 1, "best": 0, "worst": 30}""", "prefers-shorter")]
    [TestCase("""{"criterion": "condition", "weight": 1, "points": {"new": 20, "used": 100}}""", "prefers-used")]
    [TestCase("""{"criterion": "total", "weight": 1, "best": "100.00", "worst": "500.00"}""", null)]
    [TestCase("""{"criterion": "condition", "weight": 1, "points": {"used": 100}}""", null)]
    [TestCase("""{"criterion": "attributes.weight", "weight": 1, "best": 9, "worst": 1}""", null)]
    public void A_preference_that_is_the_wrong_way_round_is_asked_and_not_refused(string preference, string? code)
    {
        var reading = Messages.Post(Messages.Intent.With("/terms/prefer", $"[{preference}]"));
        Assert.That(reading.Faults, Is.Empty);
        var warnings = IntentWarnings.Of(reading.Value!.Terms);
        Assert.That(warnings.Select(w => $"{w.At} {w.Code}"), Is.EqualTo(code is null ? [] : (string[])[$"/terms/prefer/0 {code}"]));
        Assert.That(warnings.Select(w => w.Detail), Has.All.Not.Empty);
    }

    [TestCase("""{"format": "dutch", "start": "450.01", "step": "10.00", "interval": "PT1M", "limit": "500.00"}""", "/auction/start")]
    [TestCase("""{"format": "dutch", "start": "450.00", "step": "10.00", "interval": "PT1M", "limit": "500.00"}""", null)]
    [TestCase("""{"format": "japanese", "start": "600.00", "step": "10.00", "interval": "PT1M", "limit": "460.00"}""", "/auction/limit")]
    [TestCase("""{"format": "japanese", "start": "600.00", "step": "10.00", "interval": "PT1M", "limit": "450.00"}""", null)]
    [TestCase("""{"format": "english", "decrement": {"amount": "450.00"}}""", "/auction/decrement")]
    [TestCase("""{"format": "english", "decrement": {"amount": "449.99"}}""", null)]
    public void A_price_that_nobody_can_have_is_asked_about(string auction, string? at)
    {
        var intent = Messages.Intent.With("/terms/prefer", "[]").With("/terms/require", """[{"criterion": "total", "max": "450.00"}]""");
        var reading = Messages.Post(intent.With("/auction", auction).With("/auction/closesAt", "\"2026-11-30T20:00:00Z\""));
        Assert.That(reading.Faults, Is.Empty);
        var warnings = IntentWarnings.Of(reading.Value!.Terms);
        Assert.That(warnings.Select(w => $"{w.At} {w.Code}"), Is.EqualTo(at is null ? [] : (string[])[$"{at} out-of-reach"]));
    }
}
