using System.Diagnostics;
using NUnit.Framework;

namespace IntentMarket.Tests.Cluster;

/// <summary>Offers that one bot sends on some intents, one after the other on each: what was confirmed is to be answered, each
/// message once over.</summary>
internal sealed class OfferStream(Bot bot, IReadOnlyList<Intent> intents)
{
    private readonly List<string> _keys = [];

    /// <summary>Messages that the broker has confirmed.</summary>
    public int Sent => _keys.Count;

    /// <summary>Sends so many; completes when the broker has confirmed them all.</summary>
    public Task Sends(int count)
    {
        var from = _keys.Count;
        _keys.AddRange(Enumerable.Range(from, count).Select(n => $"s-{n}"));
        return Task.WhenAll(Enumerable.Range(from, count).Select(n =>
        {
            var intent = intents[n % intents.Count];
            return bot.Send(intent.Route, $"s-{n}", intent.Offer($"{440 - n % 100}.{n % 100:00}", n % 24));
        }));
    }

    /// <summary>Each has a receipt: an offer that was accepted, as all of them can be. How long that took from now.</summary>
    public async Task<TimeSpan> AllAreAnswered(string outcome = "accepted")
    {
        var since = Stopwatch.GetTimestamp();
        var last = since;
        foreach (var key in _keys)
        {
            var receipt = await bot.HearsReceipt(key);
            Assert.That((string?)receipt.Data["outcome"], Is.EqualTo(outcome), receipt.Text);
            last = Math.Max(last, receipt.HeardAt);
        }
        var answered = bot.Notices.Where(n => n.Type == "offer.receipt").Select(n => n.CorrelationId).Distinct().Count();
        Assert.That(answered, Is.EqualTo(_keys.Count), "accepted and refused receipts make up the confirmed messages");
        return Stopwatch.GetElapsedTime(since, last);
    }
}
