namespace IntentMarket.Engine;

public sealed partial class Book
{
    private Decision Decide(SubmitOffer c, bool isPreview)
    {
        if (AtLimit(c.Actor.Pseudonym) is { } limit)
            return limit;
        var at = InTime(c.At, c.InOrder, c.Terms.Total);
        var current = Current(c.Actor.Pseudonym);
        var reasons = Reasons(c.Terms, c.At, at, current);
        if (c.Terms.Replaces is { } replaces && replaces != current?.OfferId)
            reasons.Add(new Reason("superseded", null, current?.OfferId.ToString(), replaces.ToString()));
        // Where it goes the market lowers it just below the next: its vendor would read the others' totals from its own.
        if (c.Floor is not null && Terms.Terms.HasRules2 && Terms.Auction.Visibility < Visibility.Lead)
            reasons.Add(new Reason("lead-needed"));
        if (reasons.Count > 0)
            return new Decision.Record(c.At, [new OfferRefused(c.OfferId, c.Actor.Pseudonym, c.Terms, c.Note?.Hash, false, reasons, c.Request)]);
        return Accept(at!.Value, c.OfferId, c.Actor.Pseudonym, c.Terms, c.Note?.Hash, false, c.Floor, c.Request, isPreview);
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
        var reasons = Reasons(terms, c.At, at, current);
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

    private Decision Decide(RemoveOffer c) => Current(c.Vendor) is { } current && current.OfferId == c.OfferId
        ? new Decision.Record(c.At, [new OfferRemoved(c.OfferId, c.Vendor, Ranking.Count - (current.Status == OfferStatus.Live ? 1 : 0))])
        : new Decision.Nothing();

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

    /// <param name="sentAt">When it reached the market.</param>
    /// <param name="at">When it counts from; null: it is late.</param>
    private List<Reason> Reasons(OfferTerms offer, long sentAt, long? at, BookedOffer? current)
    {
        var reasons = new List<Reason>();
        if (at is null)
            reasons.Add(new Reason("closed", null, Time.Format(ClosesAt)));
        if (offer.AgreesTo != Terms.TermsHash)
            reasons.Add(new Reason(_earlierTerms.Contains(offer.AgreesTo) ? "terms-changed" : "terms-not-agreed", null, Terms.TermsHash, offer.AgreesTo));
        Admission.Check(Terms, offer, at ?? sentAt, ClosesAt, ValidAtLeastUntil, reasons);
        if (at is { } counts && NotByTheAuction(offer, counts, current) is { } reason)
            reasons.Add(reason);
        return reasons;
    }

    /// <summary>Until when an offer must be valid at least: as long as it can lead in <c>open</c>, whose close may still move; as long as it can be awarded
    /// elsewhere. So nobody leads with what they cannot be held to.</summary>
    private long ValidAtLeastUntil
    {
        get
        {
            if (!Terms.Terms.HasRules2)
                return ClosesAt;
            var extensionsMs = Terms.Auction.SoftClose is { } soft ? Math.Max(0, soft.MaxExtensions - Extensions) * soft.ExtensionMs : 0;
            return (Terms.Auction.Format == AuctionFormat.Open ? ClosesAt : AwardBy) + extensionsMs;
        }
    }

    /// <param name="isPreview">It is told its place among the offers that stand, before standing bids answer: else it would find their floors.</param>
    private Decision.Record Accept(
        long at, OfferId offerId, Pseudonym vendor, OfferTerms terms, string? noteHash, bool confirms, StandingBid? floor, Request request, bool isPreview = false)
    {
        var score = Scoring.Of(Terms.Terms, terms);
        var validUntil = terms.ValidUntil ?? AwardBy;
        BookedOffer Newcomer() => new(offerId, vendor, terms, score, Seq + 1, Seq + 1, at, validUntil, OfferStatus.Live);
        var moved = floor is not null || _floors.Count > 0 ? Move(Newcomer(), floor?.Floor) : null;
        var answer = moved is null || isPreview || !Terms.Terms.HasRules2
            ? null
            : Moved(moved.Vendor == vendor ? Newcomer() : CurrentOf(moved.Vendor), moved);
        var place = PlaceOf(vendor, terms, score, answer);
        var accepted = new OfferAccepted(
            offerId, vendor, terms, noteHash, confirms, validUntil, score.Total, score.Points, place.Rank,
            Ranking.Count + (Current(vendor)?.Status == OfferStatus.Live ? 0 : 1), place.Gap, place.Lead, request, score.Fine);
        List<MarketEvent>? more = null;
        if (floor is not null)
            (more ??= []).Add(new FloorSet(offerId, vendor, floor.Floor, floor.Salt));
        if (moved is not null)
            (more ??= []).Add(moved);
        if (Terms.Auction.Format == AuctionFormat.Dutch)
            (more ??= []).AddRange(CloseAndAward([Newcomer()]));
        // Under rules 1 whoever led for a moment moved the close, though a standing bid answered at once. Where places are hidden the close moves for every
        // offer: else it would tell who leads.
        var ledBefore = Ranking.Leader?.Vendor;
        var isOvertaken = Terms.Terms.HasRules2
            ? place.Leader != ledBefore || Terms.Auction.Visibility == Visibility.None
            : (place.Rank == 1 && vendor != ledBefore) || (moved is not null && moved.Vendor != ledBefore);
        if (isOvertaken && Extension(at) is { } extended)
            (more ??= []).Add(extended);
        return new Decision.Record(at, more is null ? [accepted] : [accepted, .. more]);
    }

    /// <summary>The place of an offer that is being accepted, and who leads then.</summary>
    /// <param name="answer">What the standing bid that answers it becomes, its own perhaps.</param>
    private (int Rank, Lead? Lead, Gap? Gap, Pseudonym Leader) PlaceOf(Pseudonym vendor, OfferTerms terms, Score score, BookedOffer? answer)
    {
        if (answer?.Vendor == vendor)
            (terms, score, answer) = (answer.Terms, answer.Score, null);
        var placed = Seq + 1;
        var place = Ranking.Place(score, terms.Total, placed);
        if (Current(vendor) is { Status: OfferStatus.Live } own && IsBefore(own, score, terms.Total, placed))
            place--; // it makes room
        if (answer is not null && IsBefore(answer, score, terms.Total, placed) && !IsBefore(CurrentOf(answer.Vendor), score, terms.Total, placed))
            place++;
        if (place == 0)
            return (1, null, null, vendor);
        var leader = Ranking.Leader!.Vendor == vendor ? Ranking.Offers[1] : Ranking.Leader;
        if (answer is not null && !IsBefore(leader, answer.Score, answer.Terms.Total, answer.Placed))
            leader = answer;
        var lead = new Lead(leader.Terms.Total, leader.Score.Total, leader.Score.Fine);
        return (place + 1, lead, Scoring.GapTo(lead, Terms.Terms, terms, score), leader.Vendor);
    }

    private static BookedOffer Moved(BookedOffer stood, BidMoved moved) =>
        stood with { Terms = stood.Terms with { Total = moved.Total }, Score = new Score(moved.Score, moved.Points) };

    private static bool IsBefore(BookedOffer one, Score score, long total, int placed) =>
        Ranking.Compare(one.Score, one.Terms.Total, one.Placed, score, total, placed) < 0;

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

    private Decision.Refuse? AtLimit(Pseudonym vendor)
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
