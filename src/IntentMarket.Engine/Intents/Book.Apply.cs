using System.Runtime.InteropServices;

namespace IntentMarket.Engine;

public sealed partial class Book
{
    /// <summary>Changes the book by an event. The same events always give the same book.</summary>
    public void Apply(RecordedEvent recorded)
    {
        if (recorded.IntentId != IntentId || recorded.Seq != Seq + 1)
            throw new InvalidOperationException($"event {recorded.Seq} of {recorded.IntentId} does not follow event {Seq} of {IntentId}");
        Seq = recorded.Seq;
        LastHash = recorded.Hash;
        _isRead &= recorded.Event is not UnknownEvent;
        if (!IsKnown)
            return; // what happened is not known here, so nothing is decided: see Decide
        switch (recorded.Event)
        {
            case IntentOpened e:
                Rules = e.Rules;
                Customer = e.Customer;
                OpenedAt = recorded.At;
                Version = 1;
                _contactHash = e.ContactHash;
                SetTerms(e.Terms);
                Remember(e.Customer, e.Request);
                break;
            case IntentAmended e:
                _earlierTerms.Add(Terms.TermsHash);
                Version = e.Version;
                SetTerms(e.Terms);
                foreach (var offer in e.Unconfirmed)
                    Become(CurrentOf(offer.Vendor), OfferStatus.Unconfirmed);
                Remember(Customer, e.Request);
                break;
            case IntentWithdrawn e:
                End(IntentStatus.Withdrawn, _ => OfferStatus.Ended);
                Remember(Customer, e.Request);
                break;
            case IntentRemoved e:
                End(IntentStatus.Removed, _ => OfferStatus.Ended);
                Remember(default, e.Request);
                break;
            case ClosingCalled:
                _closingCalledAt = recorded.At;
                break;
            case IntentExtended e:
                ClosesAt = e.ClosesAt;
                AwardBy = e.AwardBy;
                Extensions = e.Extensions;
                _closingCalledAt = null;
                break;
            case IntentClosed:
                Status = IntentStatus.Evaluating;
                break;
            case IntentUnawarded:
                End(IntentStatus.Unawarded, _ => OfferStatus.Ended);
                break;
            case IntentAwarded e:
                AwardedOffer = e.OfferId;
                _awardSeq = recorded.Seq;
                End(IntentStatus.Awarded, offer => offer.OfferId == e.OfferId ? OfferStatus.Won : OfferStatus.Lost);
                if (e.Request is not null)
                    Remember(Customer, e.Request);
                break;
            case LevelEnded e:
                Level = e.Level + 1;
                break;
            case OfferAccepted e:
                Count(e.Vendor, e.Request);
                if (Current(e.Vendor) is { } before)
                {
                    if (e.Confirms)
                        Leave(before);
                    else
                        Become(before, OfferStatus.Superseded);
                }
                Stand(Booked(e, recorded.Seq, recorded.At));
                break;
            case FloorSet e:
                _floors[e.Vendor] = e.Floor;
                break;
            case BidMoved e:
                var stood = CurrentOf(e.Vendor);
                Ranking.Remove(stood);
                Stand(Moved(stood, e));
                break;
            case OfferRefused e:
                Count(e.Vendor, e.Request);
                if (!e.Confirms)
                {
                    _changed[e.OfferId] = new BookedOffer(
                        e.OfferId, e.Vendor, e.Terms, new Score(0, []), recorded.Seq, recorded.Seq, recorded.At,
                        e.Terms.ValidUntil ?? AwardBy, OfferStatus.Refused);
                }
                break;
            case OfferWithdrawn e:
                Become(CurrentOf(e.Vendor), OfferStatus.Withdrawn);
                Remember(e.Vendor, e.Request);
                break;
            case OfferExpired e:
                Become(CurrentOf(e.Vendor), OfferStatus.Expired);
                break;
            case OfferRemoved e:
                Become(CurrentOf(e.Vendor), OfferStatus.Removed);
                break;
            default:
                throw new InvalidOperationException($"an event of an unknown kind: {recorded.Event.GetType().Name}");
        }
    }

    private void Stand(BookedOffer offer)
    {
        offer = offer with { Terms = offer.Terms.Sharing(Terms, Ranking.Leader?.Terms) };
        SetCurrent(offer.Vendor, offer);
        _changed[offer.OfferId] = offer;
        Ranking.Add(offer);
    }

    private BookedOffer CurrentOf(Pseudonym vendor) => Current(vendor) ?? throw new InvalidOperationException($"vendor {vendor} has no offer on {IntentId}");

    private void SetCurrent(Pseudonym vendor, BookedOffer? offer)
    {
        ref var bidder = ref CollectionsMarshal.GetValueRefOrAddDefault(_bidders, vendor, out _);
        _standing += (offer is null ? 0 : 1) - (bidder.Current is null ? 0 : 1);
        bidder.Current = offer;
    }

    private void SetTerms(IntentTerms terms)
    {
        _terms = terms;
        ClosesAt = terms.ClosesAt;
        AwardBy = terms.AwardBy;
        BindingFrom = terms.Auction.IsBinding ? OpenedAt : ClosesAt - BindingMs(terms);
    }

    private long BindingMs(IntentTerms terms)
    {
        if (terms.Auction.Format != AuctionFormat.Open)
            return 0;
        var window = terms.Auction.SoftClose?.WindowMs ?? 0;
        return terms.Terms.HasRules2 ? Math.Max(window, Math.Min(Limits.BindingMs, (terms.ClosesAt - OpenedAt) / 10)) : window;
    }

    private void Count(Pseudonym vendor, Request request)
    {
        OffersMade++;
        CollectionsMarshal.GetValueRefOrAddDefault(_bidders, vendor, out _).Made++;
        Remember(vendor, request);
    }

    private void Remember(Pseudonym actor, Request request) => _requests[(actor, Mark.Of(request.Key))] = (Mark.Of(request.BodyHash), Seq);

    /// <summary>All is over: nothing stands any longer, and the ranking stays as it was. Who had not confirmed by then stays unconfirmed. Of an intent that is
    /// removed after its award, the award was the end.</summary>
    private void End(IntentStatus status, Func<BookedOffer, OfferStatus> outcome)
    {
        Status = status;
        foreach (var offer in Standing.ToList())
        {
            if (offer.Status == OfferStatus.Live)
                _changed[offer.OfferId] = offer with { Status = outcome(offer) };
            _floors.Remove(offer.Vendor);
            SetCurrent(offer.Vendor, null);
        }
    }

    /// <summary>The offer is no longer live: it keeps its rank's place in time, but stands in no ranking.</summary>
    private void Become(BookedOffer offer, OfferStatus status)
    {
        Leave(offer);
        _floors.Remove(offer.Vendor);
        var changed = offer with { Status = status };
        SetCurrent(offer.Vendor, status == OfferStatus.Unconfirmed ? changed : null);
        _changed[offer.OfferId] = changed;
    }

    private void Leave(BookedOffer offer)
    {
        if (offer.Status == OfferStatus.Live)
            Ranking.Remove(offer);
    }
}
