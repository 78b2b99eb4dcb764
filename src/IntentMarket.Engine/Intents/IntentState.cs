using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using IntentMarket.Engine.Auctions;
using IntentMarket.Engine.Evaluation;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;

namespace IntentMarket.Engine.Intents;

/// <summary>All that is known of one intent: its terms, its clock, who bids, in which order they rank, and which requests were answered.
/// The fold of its events, and nothing else: modules read it when they decide, and change it when they apply their events.</summary>
internal sealed class IntentState(IntentId intentId)
{
    /// <summary>Which operator removed an intent stands in no event, so operators share their keys.</summary>
    public static readonly Pseudonym AnyOperator;

    private readonly Dictionary<Pseudonym, Bidder> _bidders = [];
    private readonly Dictionary<(Pseudonym Actor, Mark Key), (Mark Body, int Seq)> _requests = [];
    private Dictionary<OfferId, BookedOffer> _changed = [];
    private IntentTerms? _terms;

    public IntentId IntentId { get; } = intentId;

    /// <summary>The number of its last event; 0: it was never posted.</summary>
    public int Seq { get; set; }

    public IntentStatus Status { get; set; }

    /// <summary>The version of the rules that the intent was opened under.</summary>
    public int Rules { get; set; }

    public bool HasRules2 => Terms.Terms.HasRules2;

    public Pseudonym Customer { get; set; }

    public long OpenedAt { get; set; }

    /// <summary>What the winner gets of the customer where the auction awards by itself.</summary>
    public string? ContactHash { get; set; }

    // The terms.

    /// <summary>Of the terms: each amendment makes a new one.</summary>
    public int Version { get; set; }

    public IntentTerms Terms => _terms ?? throw new InvalidOperationException($"intent {IntentId} was never posted");

    public bool IsPosted => _terms is not null;

    /// <summary>What the format of its auction adds to the rules.</summary>
    public AuctionFormatRules Format => AuctionFormatRules.Of(Terms.Auction.Format);

    /// <summary>It may be awarded before its close.</summary>
    public bool MayEndEarly => Terms.Auction.MayEndEarly;

    /// <summary>The hashes of terms that were amended since.</summary>
    public List<string> EarlierTerms { get; } = [];

    // The clock.

    /// <summary>As extended.</summary>
    public long ClosesAt { get; set; }

    public long AwardBy { get; set; }

    public int Extensions { get; set; }

    /// <summary>From when on a live offer cannot be withdrawn, nor revised for the worse. Extensions do not move it: an offer that was
    /// binding once stays so.</summary>
    public long BindingFrom { get; private set; }

    /// <summary>When the closing time was called: offers behind the call in the queue are late. Null: it was not, or the close was moved
    /// since.</summary>
    public long? ClosingCalledAt { get; set; }

    public bool IsClosingCalled => ClosingCalledAt is not null;

    /// <summary>The level of the price clock that has not ended yet, from 0.</summary>
    public int Level { get; set; }

    // The offers.

    public Ranking Ranking { get; } = new();

    /// <summary>All offers made over time, refused ones included.</summary>
    public int OffersMade { get; private set; }

    /// <summary>The offers that are live or wait to be confirmed.</summary>
    public IEnumerable<BookedOffer> Standing => _bidders.Values.Select(b => b.Current).OfType<BookedOffer>();

    public int StandingCount { get; private set; }

    /// <summary>The floors of standing bids by vendor; each goes with its offer.</summary>
    public Dictionary<Pseudonym, long> Floors { get; } = [];

    public OfferId? AwardedOffer { get; set; }

    /// <summary>The number of the event that awarded it.</summary>
    public int AwardSeq { get; set; }

    /// <summary>The one offer of a vendor that is live or waits to be confirmed.</summary>
    public BookedOffer? Current(Pseudonym vendor) => _bidders.GetValueOrDefault(vendor).Current;

    public BookedOffer CurrentOf(Pseudonym vendor) =>
        Current(vendor) ?? throw new InvalidOperationException($"vendor {vendor} has no offer on {IntentId}");

    /// <summary>Whether the vendor has made an offer before, whatever became of it.</summary>
    public bool HasOffersOf(Pseudonym vendor) => _bidders.ContainsKey(vendor);

    /// <summary>How many offers the vendor has made over time, refused ones included.</summary>
    public int MadeBy(Pseudonym vendor) => _bidders.GetValueOrDefault(vendor).Made;

    /// <summary>Until when the offer stands: where it does not say, as long as it can be awarded, however far the close is moved.</summary>
    public long StandsUntil(BookedOffer offer) => offer.Terms.ValidUntil ?? AwardBy;

    // What an event may do to it.

    public void SetTerms(IntentTerms terms)
    {
        _terms = terms;
        ClosesAt = terms.ClosesAt;
        AwardBy = terms.AwardBy;
        BindingFrom = Format.BindingFrom(terms, OpenedAt);
    }

    /// <summary>One more offer was made.</summary>
    public void Count(Pseudonym vendor, Request request)
    {
        OffersMade++;
        CollectionsMarshal.GetValueRefOrAddDefault(_bidders, vendor, out _).Made++;
        Remember(vendor, request);
    }

    /// <summary>An offer's terms as the book holds them: of many that are alike the like parts are held once.</summary>
    public OfferTerms Shared(OfferTerms terms) => terms.Sharing(Terms, Ranking.Leader?.Terms);

    /// <summary>The offer is live from here on.</summary>
    public void Stand(BookedOffer offer)
    {
        SetCurrent(offer.Vendor, offer);
        Ranking.Add(offer);
        Change(offer);
    }

    /// <summary>The offer is no longer live: it keeps its place in time, but stands in no ranking.</summary>
    public void Become(BookedOffer offer, OfferStatus status)
    {
        Leave(offer);
        Floors.Remove(offer.Vendor);
        var changed = offer with { Status = status };
        SetCurrent(offer.Vendor, status == OfferStatus.Unconfirmed ? changed : null);
        Change(changed);
    }

    /// <summary>The offer makes room in the ranking for what takes its place.</summary>
    public void Leave(BookedOffer offer)
    {
        if (offer.Status == OfferStatus.Live)
            Ranking.Remove(offer);
    }

    /// <summary>All is over: nothing stands any longer, and the ranking stays as it was. Who had not confirmed by then stays unconfirmed.
    /// Of an intent that is removed after its award, the award was the end.</summary>
    public void End(IntentStatus status, Func<BookedOffer, OfferStatus> outcome)
    {
        Status = status;
        foreach (var offer in Standing.ToList())
        {
            if (offer.Status == OfferStatus.Live)
                Change(offer with { Status = outcome(offer) });
            Floors.Remove(offer.Vendor);
            SetCurrent(offer.Vendor, null);
        }
    }

    /// <summary>The offer's row is to be stored as it is now.</summary>
    public void Change(BookedOffer offer) => _changed[offer.OfferId] = offer;

    /// <summary>The offers that changed since the last call.</summary>
    public IReadOnlyCollection<BookedOffer> TakeChanged()
    {
        var changed = _changed.Values;
        _changed = []; // not cleared: most books change seldom, and would keep its room
        return changed;
    }

    /// <summary>The request was answered by the present event.</summary>
    public void Remember(Pseudonym actor, Request request) => _requests[(actor, Mark.Of(request.Key))] = (Mark.Of(request.BodyHash), Seq);

    /// <summary>The number of the event that answered a request with this key, and whether its body was the same; null: none did.</summary>
    public (int Seq, bool IsSame)? AnswerTo(Pseudonym actor, Request request) =>
        _requests.TryGetValue((actor, Mark.Of(request.Key)), out var before)
            ? (before.Seq, before.Body == Mark.Of(request.BodyHash))
            : null;

    private void SetCurrent(Pseudonym vendor, BookedOffer? offer)
    {
        ref var bidder = ref CollectionsMarshal.GetValueRefOrAddDefault(_bidders, vendor, out _);
        StandingCount += (offer is null ? 0 : 1) - (bidder.Current is null ? 0 : 1);
        bidder.Current = offer;
    }

    /// <summary>A vendor who made offers: how many over time, and the one that is live or waits to be confirmed.</summary>
    private record struct Bidder(int Made, BookedOffer? Current);

    /// <summary>The 128 bits that a book remembers of a request's hash. Not UInt128, which a dictionary keeps with gaps.</summary>
    private readonly record struct Mark(ulong High, ulong Low)
    {
        public static Mark Of(string hash)
        {
            Span<byte> bytes = stackalloc byte[SHA256.HashSizeInBytes];
            if (hash.Length < 32 || Convert.FromHexString(hash.AsSpan(0, 32), bytes, out _, out _) != System.Buffers.OperationStatus.Done)
                SHA256.HashData(Encoding.UTF8.GetBytes(hash), bytes);
            return new Mark(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[sizeof(ulong)..]));
        }
    }
}
