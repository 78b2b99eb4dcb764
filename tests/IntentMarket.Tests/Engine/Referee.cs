using System.Security.Cryptography;
using System.Text;
using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;

namespace IntentMarket.Tests.Engine;

/// <summary>Watches the stored events of one intent and says which rule they break. Knows the rules by itself, and
/// nothing of the book.</summary>
internal sealed class Referee(IntentId intentId)
{
    private readonly Dictionary<Pseudonym, Standing> _live = [];
    private readonly Dictionary<Pseudonym, Standing> _unconfirmed = [];
    private readonly HashSet<(string, string)> _requests = [];
    private IntentTerms? _terms;
    private long _closesAt;
    private int _seq;
    private string _hash = "";
    private int _closes;
    private int _awards;
    private int _ends;

    /// <summary>The offers by rank, once the intent is over as they were at its end: an obvious sort.</summary>
    public IReadOnlyList<Standing> Ranked =>
        [.. _live.Values.OrderByDescending(o => o.Score).ThenBy(o => o.Terms.Total).ThenBy(o => o.Placed)];

    /// <exception cref="RuleBrokenException">What was stored cannot be.</exception>
    public void Watch(byte[] bytes, byte[] hash)
    {
        var envelope = System.Text.Json.JsonSerializer.Deserialize(bytes, EngineJson.Default.Envelope)!;
        Hold(SHA256.HashData(bytes).SequenceEqual(hash), "an event has the hash of its bytes");
        Hold(envelope.Intent == intentId && envelope.Seq == ++_seq, $"event {_seq} follows the event before");
        Hold(envelope.Prev == _hash, "an event holds the hash of the event before");
        _hash = Convert.ToHexStringLower(hash);
        var again = EventCodec.Encode(envelope.Intent, envelope.Seq, envelope.At, envelope.Prev, envelope.Data);
        Hold(again.Bytes.SequenceEqual(bytes), "an event is encoded again to the same bytes");
        Hold(_seq == 1 == envelope.Data is IntentOpened, "an intent begins with its opening");
        Watch(envelope);
    }

    private void Watch(Envelope envelope)
    {
        var at = envelope.At;
        switch (envelope.Data)
        {
            case IntentOpened e:
                Once(e.Customer, e.Request);
                Begin(e.Terms);
                break;
            case IntentAmended e:
                Once("customer", e.Request);
                Hold(IsOpen, "an amendment comes before the end");
                Hold(e.Terms.ClosesAt >= _closesAt, "an amendment does not close earlier");
                Hold(
                    e.Unconfirmed.Select(o => o.OfferId).SequenceEqual(Ranked.Select(o => o.OfferId)),
                    "an amendment unsettles all live offers");
                foreach (var (vendor, offer) in _live)
                    _unconfirmed[vendor] = offer;
                _live.Clear();
                Begin(e.Terms);
                break;
            case IntentExtended e:
                Hold(IsOpen && e.ClosesAt > _closesAt, "an extension moves the close later");
                Hold(e.Extensions <= _terms!.Auction.SoftClose!.MaxExtensions, "extensions have an end");
                _closesAt = e.ClosesAt;
                break;
            case ClosingCalled:
                Hold(IsOpen && at >= _closesAt, "the close is called when it is due");
                break;
            case IntentClosed e:
                Hold(++_closes == 1, "an intent closes once");
                Hold(e.Offers == _live.Count && e.RankedHash == RankedHash(), "the close names the ranked set");
                break;
            case IntentAwarded e:
                if (e.Request is not null)
                    Once("customer", e.Request);
                Hold(++_awards == 1 && _closes == 1 && _ends++ == 0, "an award is the one after the close");
                Hold(e.RankedHash == RankedHash(), "the award names the ranked set");
                var won = Ranked[e.Rank - 1];
                Hold(won.OfferId == e.OfferId && won.Terms.Total == e.Paid && won.Score == e.Score, "the winner has its rank");
                Hold(e.Rank == 1 || e.ReasonHash is not null, "another than the first is awarded with a reason");
                var others = _live.Values.Concat(_unconfirmed.Values).Select(o => o.OfferId).Where(o => o != e.OfferId);
                Hold(e.Lost.Select(o => o.OfferId).ToHashSet().SetEquals(others), "all others lose");
                _unconfirmed.Clear();
                break;
            case IntentUnawarded or IntentWithdrawn:
                Hold(_ends++ == 0, "an intent ends once");
                _unconfirmed.Clear();
                break;
            case IntentRemoved:
                _ends++;
                _unconfirmed.Clear();
                break;
            case OfferAccepted e:
                Accept(e, envelope.Seq, at);
                break;
            case OfferRefused e:
                Once(e.Vendor, e.Request);
                Hold(e.Reasons.Count > 0, "a refusal has a reason");
                break;
            case OfferWithdrawn e:
                Once(e.Vendor, e.Request);
                Hold(_live.Remove(e.Vendor) || _unconfirmed.Remove(e.Vendor), "what is withdrawn was there");
                break;
            case OfferExpired e:
                var end = _live.GetValueOrDefault(e.Vendor) ?? _unconfirmed[e.Vendor];
                Hold(end.Terms.ValidUntil is { } until ? until <= at : _ends == 0, "what expires has come to its end");
                Hold(_live.Remove(e.Vendor) || _unconfirmed.Remove(e.Vendor), "what expires was there");
                break;
            case OfferRemoved e:
                Hold(_ends == 0 && (_live.Remove(e.Vendor) || _unconfirmed.Remove(e.Vendor)), "what is removed was there");
                Hold(e.Live == _live.Count, "a removal tells how many are left");
                break;
        }
    }

    private void Accept(OfferAccepted e, int seq, long at)
    {
        Once(e.Vendor, e.Request);
        Hold(IsOpen && at < _closesAt, "an offer counts before the close");
        Hold(e.Terms.AgreesTo == _terms!.TermsHash, "an accepted offer agrees to the terms");
        Hold(e.Terms.ValidUntil is null || e.Terms.ValidUntil >= _closesAt, "an accepted offer is valid at the close");
        Hold(!(_terms.Terms.Require.Count > 0 && e.Terms.Total > 90), "an accepted offer meets the terms");
        Hold(
            e.Confirms == (_unconfirmed.TryGetValue(e.Vendor, out var was) && was.OfferId == e.OfferId),
            "what is confirmed was unconfirmed");
        var current = _live.GetValueOrDefault(e.Vendor) ?? was;
        Hold(e.Terms.Replaces is not { } replaced || e.Confirms || current?.OfferId == replaced, "what is replaced was there");
        var points = _terms.Terms.Prefer.Select(p => ScoringTests.Points(_terms.Terms, p, e.Terms)).ToList();
        Hold(e.Points.SequenceEqual(points) && e.Score == points.Sum(), "the score follows from the terms and the offer alone");
        _live[e.Vendor] = new Standing(e.OfferId, e.Terms, e.Score, seq);
        _unconfirmed.Remove(e.Vendor);
        var ranked = Ranked;
        Hold(ranked.ToList().FindIndex(o => o.OfferId == e.OfferId) + 1 == e.Rank && e.Of == ranked.Count, "the receipt tells the rank");
        Hold(e.Gap is null == (e.Rank == 1), "all but the leader have a gap");
        if (e.Gap is { } gap)
            Hold(gap.Score == ranked[0].Score - e.Score && (gap.Total is null || gap.Total < e.Terms.Total), "the gap is what is missing");
    }

    private bool IsOpen => _terms is not null && _closes == 0 && _ends == 0;

    private void Begin(IntentTerms terms)
    {
        _terms = terms;
        _closesAt = terms.ClosesAt;
    }

    private void Once(object actor, Request request) => Hold(_requests.Add((actor.ToString()!, request.Key)), "a request counts once");

    private string RankedHash()
    {
        var lines = string.Concat(Ranked.Select(o => $"{o.OfferId} {o.Score} {o.Terms.Total}\n"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(lines)));
    }

    private static void Hold(bool holds, string rule)
    {
        if (!holds)
            throw new RuleBrokenException(rule);
    }

    internal sealed record Standing(OfferId OfferId, OfferTerms Terms, long Score, int Placed);
}

/// <summary>It does not hold that …</summary>
internal sealed class RuleBrokenException(string rule) : Exception(rule);
