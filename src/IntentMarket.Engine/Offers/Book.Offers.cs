namespace IntentMarket.Engine;

public sealed partial class Book
{
    private Decision Decide(SubmitOffer c)
    {
        if (AtLimit(c.Actor.Pseudonym) is { } limit)
            return limit;
        var at = InTime(c.At, c.InOrder);
        var current = Current(c.Actor.Pseudonym);
        var reasons = Reasons(c.Terms, at);
        if (c.Terms.Replaces is { } replaces && replaces != current?.OfferId)
            reasons.Add(new Reason("superseded", null, current?.OfferId.ToString(), replaces.ToString()));
        if (reasons.Count > 0)
            return new Decision.Record(c.At, [new OfferRefused(c.OfferId, c.Actor.Pseudonym, c.Terms, c.Note?.Hash, false, reasons, c.Request)]);
        return Accept(at!.Value, c.OfferId, c.Actor.Pseudonym, c.Terms, c.Note?.Hash, false, c.Request);
    }

    /// <summary>The offer is checked again under the amended terms and gets a new place in time.</summary>
    private Decision Decide(ConfirmOffer c)
    {
        var current = Current(c.Actor.Pseudonym);
        if (current?.OfferId != c.OfferId)
            return new Decision.Refuse(Problems.OfferChanged, "this offer is not live: it was revised, withdrawn or has expired");
        if (current.Status == OfferStatus.Live)
        {
            return c.AgreesTo == Terms.TermsHash
                ? new Decision.Repeat(current.Receipt)
                : new Decision.Refuse(Problems.TermsChanged, "the offer is live under terms that differ from those you confirm");
        }
        var at = InTime(c.At, c.InOrder);
        var terms = current.Terms with { AgreesTo = c.AgreesTo };
        var reasons = Reasons(terms, at);
        // To confirm is no new offer: the limit, which an amendment must not turn against the vendor, bounds those that are refused.
        if (reasons.Count > 0 && AtLimit(c.Actor.Pseudonym) is { } limit)
            return limit;
        if (reasons.Count > 0)
            return new Decision.Record(c.At, [new OfferRefused(c.OfferId, c.Actor.Pseudonym, terms, null, true, reasons, c.Request)]);
        return Accept(at!.Value, c.OfferId, c.Actor.Pseudonym, terms, null, true, c.Request);
    }

    private Decision Decide(WithdrawOffer c)
    {
        var current = Current(c.Actor.Pseudonym);
        if (current?.OfferId != c.OfferId)
            return new Decision.Refuse(Problems.OfferChanged, "this offer is not live: it was revised, withdrawn or has expired");
        var at = InTime(c.At, c.InOrder);
        if (current.Status == OfferStatus.Live && (at is null || at >= BindingFrom))
            return new Decision.Refuse(Problems.Binding, $"the offer has been binding since {Time.Format(BindingFrom)}");
        return new Decision.Record(at ?? c.At, [new OfferWithdrawn(c.OfferId, c.Actor.Pseudonym, c.Request)]);
    }

    /// <summary>When the offer counts from; null: it is late. In the partition's queue the call to close marks the end: what stood before it is in
    /// time however long it waited there, and is dated to the last moment before the close. Elsewhere the edge's stamp decides.</summary>
    private long? InTime(long at, bool inOrder)
    {
        if (Status != IntentStatus.Open)
            return null;
        if (inOrder)
            return IsClosingCalled ? null : Math.Min(at, ClosesAt - 1);
        return at < ClosesAt ? at : null;
    }

    private List<Reason> Reasons(OfferTerms offer, long? at)
    {
        var reasons = new List<Reason>();
        if (at is null)
            reasons.Add(new Reason("closed", null, Time.Format(ClosesAt)));
        if (offer.AgreesTo != Terms.TermsHash)
            reasons.Add(new Reason(_earlierTerms.Contains(offer.AgreesTo) ? "terms-changed" : "terms-not-agreed", null, Terms.TermsHash, offer.AgreesTo));
        Admission.Check(Terms, ClosesAt, offer, reasons);
        return reasons;
    }

    private Decision.Record Accept(long at, Guid offerId, Guid vendor, OfferTerms terms, string? noteHash, bool confirms, Request request)
    {
        var score = Scoring.Of(Terms.Terms, terms);
        var own = Current(vendor);
        var ownIsRanked = own?.Status == OfferStatus.Live;
        var place = Ranking.Place(score.Total, terms.Total, Seq + 1);
        if (ownIsRanked && Ranking.Place(own!.Score.Total, own.Terms.Total, own.Placed) < place)
            place--;
        var leader = Ranking.Offers.FirstOrDefault(o => o.Vendor != vendor);
        var lead = place == 0 ? null : new Lead(leader!.Terms.Total, leader.Score.Total);
        var gap = lead is null ? null : Scoring.GapTo(lead, Terms.Terms, terms, score.Total);
        var accepted = new OfferAccepted(
            offerId, vendor, terms, noteHash, confirms, terms.ValidUntil ?? AwardBy, score.Total, score.Points, place + 1,
            Ranking.Count + (ownIsRanked ? 0 : 1), gap, lead, request);
        var takesTheLead = place == 0 && Ranking.Leader?.Vendor != vendor;
        return takesTheLead && Extension(at) is { } extended
            ? new Decision.Record(at, [accepted, extended])
            : new Decision.Record(at, [accepted]);
    }

    private IntentExtended? Extension(long at)
    {
        if (Terms.Auction is not { Format: AuctionFormat.Open, SoftClose: { } soft })
            return null;
        if (Extensions >= soft.MaxExtensions || ClosesAt - at > soft.WindowMs)
            return null;
        var closesAt = Math.Max(ClosesAt, at + soft.ExtensionMs);
        return closesAt > ClosesAt ? new IntentExtended(closesAt, AwardBy + (closesAt - ClosesAt), Extensions + 1) : null;
    }

    private Decision.Refuse? AtLimit(Guid vendor)
    {
        if (_offersMade.GetValueOrDefault(vendor) >= Limits.OffersPerVendorMax)
            return new(Problems.Limit, $"a vendor may make {Limits.OffersPerVendorMax} offers on an intent");
        if (OffersMade >= Limits.OffersPerIntentMax)
            return new(Problems.Limit, $"an intent takes {Limits.OffersPerIntentMax} offers over time");
        if (_current.Count >= Limits.LiveOffersMax && Current(vendor) is null)
            return new(Problems.Limit, $"an intent takes {Limits.LiveOffersMax} live offers");
        return null;
    }
}
