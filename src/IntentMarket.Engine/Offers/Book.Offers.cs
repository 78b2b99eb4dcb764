namespace IntentMarket.Engine;

public sealed partial class Book
{
    private Decision Decide(SubmitOffer c)
    {
        if (AtLimit(c.Actor.Pseudonym) is { } limit)
            return limit;
        var at = InTime(c.At, c.InOrder, c.Terms.Total);
        var current = Current(c.Actor.Pseudonym);
        var reasons = Reasons(c.Terms, at, current);
        if (c.Terms.Replaces is { } replaces && replaces != current?.OfferId)
            reasons.Add(new Reason("superseded", null, current?.OfferId.ToString(), replaces.ToString()));
        if (reasons.Count > 0)
            return new Decision.Record(c.At, [new OfferRefused(c.OfferId, c.Actor.Pseudonym, c.Terms, c.Note?.Hash, false, reasons, c.Request)]);
        return Accept(at!.Value, c.OfferId, c.Actor.Pseudonym, c.Terms, c.Note?.Hash, false, c.Floor, c.Request);
    }

    /// <summary>The offer is checked again under the amended terms, or at the present level of a japanese auction, and gets a new place in time.</summary>
    private Decision Decide(ConfirmOffer c)
    {
        var current = Current(c.Actor.Pseudonym);
        if (current?.OfferId != c.OfferId)
            return new Decision.Refuse(Problems.OfferChanged, "this offer is not live: it was revised, withdrawn or has expired");
        var terms = current.Terms with { AgreesTo = c.AgreesTo };
        if (LevelToConfirm(c, current) is { } level)
            terms = terms with { Total = level, Lines = null, Shipping = null, Tax = null, OtherCharges = null };
        if (current.Status == OfferStatus.Live && terms.Total == current.Terms.Total)
        {
            return c.AgreesTo == Terms.TermsHash
                ? new Decision.Repeat(current.Receipt)
                : new Decision.Refuse(Problems.TermsChanged, "the offer is live under terms that differ from those you confirm");
        }
        var at = InTime(c.At, c.InOrder, terms.Total);
        var reasons = Reasons(terms, at, current);
        // To confirm is no new offer: the limit, which an amendment must not turn against the vendor, bounds those that are refused.
        if (reasons.Count > 0 && AtLimit(c.Actor.Pseudonym) is { } limit)
            return limit;
        if (reasons.Count > 0)
            return new Decision.Record(c.At, [new OfferRefused(c.OfferId, c.Actor.Pseudonym, terms, null, true, reasons, c.Request)]);
        return Accept(at!.Value, c.OfferId, c.Actor.Pseudonym, terms, null, true, null, c.Request);
    }

    private Decision Decide(WithdrawOffer c)
    {
        var current = Current(c.Actor.Pseudonym);
        if (current?.OfferId != c.OfferId)
            return new Decision.Refuse(Problems.OfferChanged, "this offer is not live: it was revised, withdrawn or has expired");
        var at = InTime(c.At, c.InOrder);
        if (current.Status == OfferStatus.Live && (at is null || at >= BindingFrom))
        {
            return new Decision.Refuse(Problems.Binding, Terms.Auction.IsBinding
                ? "in an auction of this format a bid is binding from when it is made"
                : $"the offer has been binding since {Time.Format(BindingFrom)}");
        }
        return new Decision.Record(at ?? c.At, [new OfferWithdrawn(c.OfferId, c.Actor.Pseudonym, c.Request)]);
    }

    /// <summary>When the offer counts from; null: it is late. In the partition's queue the call to close marks the end: what stood before it is in
    /// time however long it waited there, and is dated to the last moment before the close. Elsewhere the edge's stamp decides.</summary>
    /// <param name="total">The offer's: where a clock falls, it tells the level that an offer in the queue was made for.</param>
    private long? InTime(long at, bool inOrder, long? total = null)
    {
        if (Status != IntentStatus.Open)
            return null;
        if (!inOrder)
            return at < ClosesAt ? at : null;
        if (IsClosingCalled)
            return null;
        at = Math.Min(at, ClosesAt - 1);
        return total is { } made && WaitedForLevel(made, at) is { } level ? level : at;
    }

    private List<Reason> Reasons(OfferTerms offer, long? at, BookedOffer? current)
    {
        var reasons = new List<Reason>();
        if (at is null)
            reasons.Add(new Reason("closed", null, Time.Format(ClosesAt)));
        if (offer.AgreesTo != Terms.TermsHash)
            reasons.Add(new Reason(_earlierTerms.Contains(offer.AgreesTo) ? "terms-changed" : "terms-not-agreed", null, Terms.TermsHash, offer.AgreesTo));
        Admission.Check(Terms, ClosesAt, offer, reasons);
        if (at is { } counts && NotByTheAuction(offer, counts, current) is { } reason)
            reasons.Add(reason);
        return reasons;
    }

    private Decision.Record Accept(
        long at, Guid offerId, Guid vendor, OfferTerms terms, string? noteHash, bool confirms, StandingBid? floor, Request request)
    {
        var score = Scoring.Of(Terms.Terms, terms);
        var own = Current(vendor);
        var ownIsRanked = own?.Status == OfferStatus.Live;
        var place = Ranking.Place(score, terms.Total, Seq + 1);
        if (ownIsRanked && Ranking.Compare(own!.Score, own.Terms.Total, own.Placed, score, terms.Total, Seq + 1) < 0)
            place--; // it makes room
        var lead = place == 0 ? null : LeadOf(Ranking.Leader!.Vendor == vendor ? Ranking.Offers[1] : Ranking.Leader);
        var gap = lead is null ? null : Scoring.GapTo(lead, Terms.Terms, terms, score);
        var accepted = new OfferAccepted(
            offerId, vendor, terms, noteHash, confirms, terms.ValidUntil ?? AwardBy, score.Total, score.Points, place + 1,
            Ranking.Count + (ownIsRanked ? 0 : 1), gap, lead, request, score.Fine);
        var takesTheLead = place == 0 && Ranking.Leader?.Vendor != vendor;
        List<MarketEvent>? more = null;
        if (Terms.Auction.Format == AuctionFormat.Dutch)
            more = [.. CloseAndAward([Booked(accepted, Seq + 1, at)])];
        else if (floor is not null || _floors.Count > 0)
        {
            more = floor is null ? [] : [new FloorSet(offerId, vendor, floor.Floor, floor.Salt)];
            if (Move(Booked(accepted, Seq + 1, at), floor?.Floor) is { } moved)
            {
                more.Add(moved);
                takesTheLead |= moved.Vendor != Ranking.Leader?.Vendor;
            }
        }
        if (!takesTheLead || Extension(at) is not { } extended)
            return new Decision.Record(at, more is null ? [accepted] : [accepted, .. more]);
        return new Decision.Record(at, more is null ? [accepted, extended] : [accepted, .. more, extended]);
    }

    private static Lead LeadOf(BookedOffer leader) => new(leader.Terms.Total, leader.Score.Total, leader.Score.Fine);

    private static BookedOffer Booked(OfferAccepted e, int seq, long at) => new(
        e.OfferId, e.Vendor, e.Terms, new Score(e.Score, e.Points, e.Fine), seq, seq, at, e.ValidUntil, OfferStatus.Live);

    private IntentExtended? Extension(long at)
    {
        if (Terms.Auction is not { Format: AuctionFormat.Open or AuctionFormat.English, SoftClose: { } soft })
            return null;
        if (Extensions >= soft.MaxExtensions || ClosesAt - at > soft.WindowMs)
            return null;
        var closesAt = Math.Max(ClosesAt, at + soft.ExtensionMs);
        return closesAt > ClosesAt ? new IntentExtended(closesAt, AwardBy + (closesAt - ClosesAt), Extensions + 1) : null;
    }

    private Decision.Refuse? AtLimit(Guid vendor)
    {
        if (_bidders.GetValueOrDefault(vendor).Made >= Limits.OffersPerVendorMax)
            return new(Problems.Limit, $"a vendor may make {Limits.OffersPerVendorMax} offers on an intent");
        if (OffersMade >= Limits.OffersPerIntentMax)
            return new(Problems.Limit, $"an intent takes {Limits.OffersPerIntentMax} offers over time");
        if (_standing >= Limits.LiveOffersMax && Current(vendor) is null)
            return new(Problems.Limit, $"an intent takes {Limits.LiveOffersMax} live offers");
        return null;
    }
}
