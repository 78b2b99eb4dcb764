using IntentMarket.Engine.Evaluation;
using IntentMarket.Engine.Intents;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;

namespace IntentMarket.Engine.Offers;

/// <summary>What becomes of an offer: it is submitted, confirmed, withdrawn, removed, and expires.</summary>
internal sealed class OfferModule : BookModule
{
    public override Decision? Decide(IntentState intent, Command command) => command switch
    {
        SubmitOffer c => Submit(intent, c, isPreview: false),
        ConfirmOffer c => Confirm(intent, c),
        WithdrawOffer c => Withdraw(intent, c),
        RemoveOffer c => Remove(intent, c),
        _ => null,
    };

    public override bool Apply(IntentState intent, RecordedEvent recorded)
    {
        switch (recorded.Event)
        {
            case OfferAccepted e:
                Accepted(intent, e, recorded.At);
                return true;
            case OfferRefused e:
                Refused(intent, e, recorded.At);
                return true;
            case OfferWithdrawn e:
                intent.Become(intent.CurrentOf(e.Vendor), OfferStatus.Withdrawn);
                intent.Remember(e.Vendor, e.Request);
                return true;
            case OfferExpired e:
                intent.Become(intent.CurrentOf(e.Vendor), OfferStatus.Expired);
                return true;
            case OfferRemoved e:
                intent.Become(intent.CurrentOf(e.Vendor), OfferStatus.Removed);
                return true;
            default:
                return false;
        }
    }

    /// <summary>What an offer would get.</summary>
    public static Decision Preview(IntentState intent, SubmitOffer c) => Submit(intent, c, isPreview: true);

    /// <summary>A new offer, or one that takes the place of the vendor's own.</summary>
    private static Decision Submit(IntentState intent, SubmitOffer c, bool isPreview)
    {
        var vendor = c.Actor.Pseudonym;
        if (AtLimit(intent, vendor) is { } limit)
            return limit;
        var at = InTime(intent, c.At, c.InOrder, c.Terms.Total);
        var current = intent.Current(vendor);
        var reasons = Reasons(intent, c.Terms, c.At, at, current);
        if (c.Terms.Replaces is { } replaces && replaces != current?.OfferId)
            reasons.Add(new Reason("superseded", null, current?.OfferId.ToString(), replaces.ToString()));
        if (c.Floor is not null && intent.Format.RefusesFloor(intent) is { } noFloor)
            reasons.Add(noFloor);
        if (reasons.Count > 0)
            return new Decision.Record(c.At, [new OfferRefused(c.OfferId, vendor, c.Terms, c.Note?.Hash, false, reasons, c.Request)]);
        var offer = Newcomer(intent, at!.Value, c.OfferId, vendor, c.Terms);
        return Accept(intent, offer, c.Note?.Hash, confirms: false, c.Floor, c.Request, isPreview);
    }

    /// <summary>The receipt, and what follows from the offer by the format of the auction.</summary>
    private static Decision.Record Accept(
        IntentState intent, BookedOffer offer, string? noteHash, bool confirms, StandingBid? floor, Request request, bool isPreview)
    {
        var acceptance = Acceptance.Of(intent, offer, floor, isPreview);
        var (score, place) = (offer.Score, acceptance.Place);
        var of = intent.Ranking.Count + (intent.Current(offer.Vendor)?.Status == OfferStatus.Live ? 0 : 1);
        var accepted = new OfferAccepted(
            offer.OfferId, offer.Vendor, offer.Terms, noteHash, confirms, offer.ValidUntil, score.Total, score.Points, place.Rank, of,
            place.Gap, place.Lead, request, score.Fine);
        var more = intent.Format.FollowsFrom(intent, acceptance);
        return new Decision.Record(offer.At, more.Count == 0 ? [accepted] : [accepted, .. more]);
    }

    /// <summary>An offer as the book will hold it: its place in time is that of the next event.</summary>
    private static BookedOffer Newcomer(IntentState intent, long at, OfferId offerId, Pseudonym vendor, OfferTerms terms) => new(
        offerId, vendor, terms, Scoring.Of(intent.Terms.Terms, terms), intent.Seq + 1, intent.Seq + 1, at,
        terms.ValidUntil ?? intent.AwardBy, OfferStatus.Live);

    private static void Accepted(IntentState intent, OfferAccepted e, long at)
    {
        intent.Count(e.Vendor, e.Request);
        if (intent.Current(e.Vendor) is { } before)
        {
            if (e.Confirms)
                intent.Leave(before);
            else
                intent.Become(before, OfferStatus.Superseded);
        }
        intent.Stand(new BookedOffer(
            e.OfferId, e.Vendor, intent.Shared(e.Terms), new Score(e.Score, e.Points, e.Fine), intent.Seq, intent.Seq, at,
            e.ValidUntil, OfferStatus.Live));
    }

    /// <summary>It counts among the offers made. What was to be confirmed waits on.</summary>
    private static void Refused(IntentState intent, OfferRefused e, long at)
    {
        intent.Count(e.Vendor, e.Request);
        if (!e.Confirms)
        {
            intent.Change(new BookedOffer(
                e.OfferId, e.Vendor, e.Terms, new Score(0, []), intent.Seq, intent.Seq, at,
                e.Terms.ValidUntil ?? intent.AwardBy, OfferStatus.Refused));
        }
    }

    /// <summary>The offer is checked again under the amended terms, or at the present level of a japanese auction, and gets a new place in
    /// time.</summary>
    private static Decision Confirm(IntentState intent, ConfirmOffer c)
    {
        var vendor = c.Actor.Pseudonym;
        var current = intent.Current(vendor);
        if (current?.OfferId != c.OfferId)
            return NotLive();
        var terms = current.Terms with { AgreesTo = c.AgreesTo };
        if (intent.Format.TotalToConfirm(intent, c, current) is { } total)
            terms = terms with { Total = total, Lines = null, Shipping = null, Tax = null, OtherCharges = null };
        if (current.Status == OfferStatus.Live && terms.Total == current.Terms.Total)
        {
            return c.AgreesTo == intent.Terms.TermsHash
                ? new Decision.Repeat(current.Receipt)
                : new Decision.Refuse(Problems.TermsChanged, "the offer is live under terms that differ from those you confirm");
        }
        var at = InTime(intent, c.At, c.InOrder, terms.Total);
        var reasons = Reasons(intent, terms, c.At, at, current);
        // To confirm is no new offer: the limit, which an amendment must not turn against the vendor, bounds those that are refused.
        if (reasons.Count > 0 && AtLimit(intent, vendor) is { } limit)
            return limit;
        if (reasons.Count > 0)
            return new Decision.Record(c.At, [new OfferRefused(c.OfferId, vendor, terms, null, true, reasons, c.Request)]);
        var offer = Newcomer(intent, at!.Value, c.OfferId, vendor, terms);
        return Accept(intent, offer, null, confirms: true, null, c.Request, isPreview: false);
    }

    private static Decision Withdraw(IntentState intent, WithdrawOffer c)
    {
        var current = intent.Current(c.Actor.Pseudonym);
        if (current?.OfferId != c.OfferId)
            return NotLive();
        var at = InTime(intent, c.At, c.InOrder);
        if (current.Status == OfferStatus.Live && (at is null || at >= intent.BindingFrom))
        {
            return new Decision.Refuse(Problems.Binding, intent.Format.IsBinding
                ? "in an auction of this format a bid is binding from when it is made"
                : $"the offer has been binding since {Time.Format(intent.BindingFrom)}");
        }
        return new Decision.Record(at ?? c.At, [new OfferWithdrawn(c.OfferId, c.Actor.Pseudonym, c.Request)]);
    }

    /// <summary>What binds leaves too: its vendor was suspended.</summary>
    private static Decision Remove(IntentState intent, RemoveOffer c) =>
        intent.Current(c.Vendor) is { } current && current.OfferId == c.OfferId
            ? new Decision.Record(
                c.At, [new OfferRemoved(c.OfferId, c.Vendor, intent.Ranking.Count - (current.Status == OfferStatus.Live ? 1 : 0))])
            : new Decision.Nothing();

    /// <summary>The offers whose time is over, in the order in which they were made.</summary>
    public static IEnumerable<MarketEvent> Expired(IntentState intent, long at) =>
        intent.Standing.Where(o => intent.StandsUntil(o) <= at).OrderBy(o => o.Placed).Select(o => new OfferExpired(o.OfferId, o.Vendor));

    /// <summary>An offer that is valid until the very close counts at the close. What is over with the time to award ends with the
    /// intent.</summary>
    public override void Wake(IntentState intent, long at, List<MarketEvent> events)
    {
        if (intent.Status == IntentStatus.Open && !intent.IsClosingCalled)
            events.AddRange(Expired(intent, Math.Min(at, intent.ClosesAt - 1)));
        else if (intent.Status == IntentStatus.Evaluating && at < intent.AwardBy)
            events.AddRange(Expired(intent, at));
    }

    /// <summary>Before the close as first set no offer can expire: the terms refuse one that is not valid until then.</summary>
    public override long? WakeAt(IntentState intent)
    {
        var mayExpire = intent.Status == IntentStatus.Open
            ? !intent.IsClosingCalled && (intent.Extensions > 0 || intent.Version > 1)
            : intent.Status == IntentStatus.Evaluating;
        long? next = null;
        if (mayExpire)
        {
            foreach (var offer in intent.Standing)
                next = Math.Min(next ?? long.MaxValue, intent.StandsUntil(offer));
        }
        return next;
    }

    /// <summary>Every reason why an offer does not count, not the first.</summary>
    /// <param name="sentAt">When it reached the market.</param>
    /// <param name="at">When it counts from; null: it is late.</param>
    private static List<Reason> Reasons(IntentState intent, OfferTerms offer, long sentAt, long? at, BookedOffer? current)
    {
        var reasons = new List<Reason>();
        var terms = intent.Terms;
        if (at is null)
            reasons.Add(new Reason("closed", null, Time.Format(intent.ClosesAt)));
        if (offer.AgreesTo != terms.TermsHash)
        {
            var wasAgreed = intent.EarlierTerms.Contains(offer.AgreesTo);
            reasons.Add(new Reason(wasAgreed ? "terms-changed" : "terms-not-agreed", null, terms.TermsHash, offer.AgreesTo));
        }
        var awardedFrom = intent.MayEndEarly ? at ?? sentAt : intent.ClosesAt;
        Admission.Check(terms, offer, awardedFrom, intent.Format.ValidAtLeastUntil(intent), reasons);
        if (at is { } counts && intent.Format.Refuses(intent, offer, counts, current) is { } reason)
            reasons.Add(reason);
        return reasons;
    }

    /// <summary>When the offer counts from; null: it is late. In the partition's queue the call to close marks the end: what stood before
    /// it is in time however long it waited there, and is dated to the last moment before the close. Elsewhere the edge's stamp
    /// decides.</summary>
    private static long? InTime(IntentState intent, long at, bool inOrder)
    {
        if (intent.Status != IntentStatus.Open)
            return null;
        if (!inOrder)
            return at < intent.ClosesAt ? at : null;
        return intent.IsClosingCalled ? null : Math.Min(at, intent.ClosesAt - 1);
    }

    /// <param name="total">Where a clock falls, it tells the level that an offer in the queue was made for.</param>
    private static long? InTime(IntentState intent, long at, bool inOrder, long total)
    {
        var inTime = InTime(intent, at, inOrder);
        return inTime is { } counts && inOrder ? intent.Format.CountsFrom(intent, total, counts) : inTime;
    }

    private static Decision.Refuse NotLive() =>
        new(Problems.OfferChanged, "this offer is not live: it was revised, withdrawn or has expired");

    private static Decision.Refuse? AtLimit(IntentState intent, Pseudonym vendor)
    {
        if (intent.MadeBy(vendor) >= Limits.OffersPerVendorMax)
            return new(Problems.Limit, $"a vendor may make {Limits.OffersPerVendorMax} offers on an intent");
        if (intent.OffersMade >= Limits.OffersPerIntentMax)
            return new(Problems.Limit, $"an intent takes {Limits.OffersPerIntentMax} offers over time");
        if (intent.StandingCount >= Limits.LiveOffersMax && intent.Current(vendor) is null)
            return new(Problems.Limit, $"an intent takes {Limits.LiveOffersMax} live offers");
        return null;
    }
}
