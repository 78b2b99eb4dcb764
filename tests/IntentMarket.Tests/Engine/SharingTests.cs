using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using NUnit.Framework;

namespace IntentMarket.Tests.Engine;

/// <summary>Of many offers that are alike a book holds the like parts once, and each keeps what it said.</summary>
public sealed class SharingTests
{
    private static OfferTerms Leader => new(
        Word("terms-1"), 90, Condition: Word("new"), Certifications: [Word("A"), Word("B")],
        Attributes: Two("seats", new Value.Whole(2), "color", new Value.Text("red")),
        Lines: [new(Word("1"), 5_000_000, 1_000_000), new(Word("2"), 1_000_000, 4_000_000)]);

    private static readonly IntentTerms Intent = Sample.Intended(lines: [Line("1", 1_000_000), Line("2", 4_000_000)]);

    [Test]
    public void What_is_alike_is_held_once()
    {
        var leader = Leader.Sharing(Intent, null);
        var offer = Leader.Sharing(Intent, leader);
        Assert.Multiple(() =>
        {
            Assert.That(leader.Lines!.Zip(Intent.Lines, (own, asked) => ReferenceEquals(own.Line, asked.Id)), Is.All.True);
            Assert.That(offer.AgreesTo, Is.SameAs(Intent.TermsHash));
            Assert.That(offer.Condition, Is.SameAs(leader.Condition));
            Assert.That(offer.Certifications, Is.SameAs(leader.Certifications));
            Assert.That(offer.Attributes, Is.SameAs(leader.Attributes));
            Assert.That(offer.Lines, Is.SameAs(leader.Lines));
        });
    }

    private static IEnumerable<OfferTerms> Others()
    {
        yield return Leader;
        yield return new OfferTerms("terms-1", 90);
        yield return Leader with { AgreesTo = "terms-2" };
        yield return Leader with { Condition = "used" };
        yield return Leader with { Certifications = ["A"] };
        yield return Leader with { Certifications = ["A", "C"] };
        yield return Leader with { Certifications = ["B", "A"] };
        yield return Leader with { Attributes = new Dictionary<string, Value> { ["seats"] = new Value.Whole(2) } };
        yield return Leader with { Attributes = Two("seats", new Value.Whole(3), "color", new Value.Text("red")) };
        yield return Leader with { Attributes = Two("seats", new Value.Whole(2), "paint", new Value.Text("red")) };
        yield return Leader with { Attributes = Two("seats", new Value.Whole(2), "color", new Value.Set(["red"])) };
        yield return Leader with { Attributes = Two("seats", new Value.Whole(2), "color", new Value.Set(["dark", "red"])) };
        yield return Leader with { Attributes = Two("seats", new Value.Whole(2), "color", new Value.Set(["red", "dark"])) };
        yield return Leader with { Lines = [new("1", 5_000_000, 1_000_000)] };
        yield return Leader with { Lines = [new("1", 5_000_000, 1_000_000), new("2", 1_500_000, 4_000_000)] };
        yield return Leader with { Lines = [new("2", 1_000_000, 4_000_000), new("1", 5_000_000, 1_000_000)] };
        yield return Leader with { Lines = [.. Leader.Lines!, new("3", 0, 1_000_000)] };
    }

    /// <summary>Also in its order: what is stored is hashed.</summary>
    [Test]
    public void Each_offer_keeps_what_it_said_whoever_leads()
    {
        foreach (var offer in Others())
        {
            foreach (var other in Others().Append(null))
            {
                var kept = offer.Sharing(Intent, other);
                Assert.That(EventCodec.Encode(kept), Is.EqualTo(EventCodec.Encode(offer)), $"{offer} beside {other}");
            }
        }
    }

    private static Line Line(string id, long quantity) => new(id, quantity, "H87", new Dictionary<string, Value>());

    private static Dictionary<string, Value> Two(string one, Value value, string other, Value otherValue) =>
        new() { [one] = value, [other] = otherValue };

    /// <summary>Read from a message, no two words are the same object.</summary>
    private static string Word(string text) => new(text.AsSpan());
}
