using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace IntentMarket.Engine;

/// <summary>The live state of one intent: its terms, its clock, its offers in the order of rank. The fold of its events, and nothing else.</summary>
/// <remarks>Only the loop that serves its partition touches it. <c>Decide</c> (Book.Decide.cs, Book.Offers.cs) reads it, <see cref="Apply"/>
/// alone changes it.</remarks>
public sealed partial class Book(IntentId intentId)
{
    private readonly Dictionary<Pseudonym, Bidder> _bidders = [];
    private readonly Dictionary<(Pseudonym Actor, Mark Key), (Mark Body, int Seq)> _requests = [];
    private readonly List<string> _earlierTerms = [];
    private Dictionary<OfferId, BookedOffer> _changed = [];
    private IntentTerms? _terms;
    private int _standing;
    private int _awardSeq;
    private long? _closingCalledAt;
    private bool _isRead = true;

    public IntentId IntentId { get; } = intentId;

    /// <summary>The number of its last event; 0: it was never posted.</summary>
    public int Seq { get; private set; }

    /// <summary>Hex hash of its last event; empty before the first.</summary>
    public string LastHash { get; private set; } = "";

    public IntentStatus Status { get; private set; }

    public int Version { get; private set; }

    public IntentTerms Terms => _terms ?? throw new InvalidOperationException($"intent {IntentId} was never posted");

    /// <summary>The version of the rules that the intent was opened under.</summary>
    public int Rules { get; private set; }

    /// <summary>This build knows its rules and has read all its events. A book that a newer one went on with follows its chain, and decides
    /// nothing.</summary>
    public bool IsKnown => _isRead && (_terms is null || Engine.Rules.AreKnown(Rules));

    /// <exception cref="NotKnownException">It is not known: see <see cref="IsKnown"/>.</exception>
    public void MustBeKnown()
    {
        if (!IsKnown)
            throw new NotKnownException($"intent {IntentId} goes by what this build does not know");
    }

    public Pseudonym Customer { get; private set; }

    public long OpenedAt { get; private set; }

    /// <summary>As extended.</summary>
    public long ClosesAt { get; private set; }

    public long AwardBy { get; private set; }

    /// <summary>The closing time was called: offers behind the call in the queue are late.</summary>
    public bool IsClosingCalled => _closingCalledAt is not null;

    public int Extensions { get; private set; }

    /// <summary>From when on a live offer cannot be withdrawn, nor revised for the worse: in <c>open</c> the soft-close window before the close as the terms set
    /// it, at least two minutes or a tenth of the time from opening to close. Extensions do not move it: an offer that was binding once stays so.</summary>
    public long BindingFrom { get; private set; }

    public OfferId? AwardedOffer { get; private set; }

    /// <summary>All offers made over time, refused ones included.</summary>
    public int OffersMade { get; private set; }

    public Ranking Ranking { get; } = new();

    /// <summary>The one offer of a vendor that is live or waits to be confirmed.</summary>
    public BookedOffer? Current(Pseudonym vendor) => _bidders.GetValueOrDefault(vendor).Current;

    /// <summary>Whether the vendor has made an offer before, whatever became of it.</summary>
    public bool HasOffersOf(Pseudonym vendor) => _bidders.ContainsKey(vendor);

    /// <summary>When the intent next has something to do by itself; null: never.</summary>
    public long? WakeAt
    {
        get
        {
            if (Status is not (IntentStatus.Open or IntentStatus.Evaluating))
                return null;
            if (Status == IntentStatus.Open && _closingCalledAt is { } calledAt)
                return calledAt + Limits.CloseGraceMs;
            if (Status == IntentStatus.Open && _terms?.Auction.Clock is { } clock)
                return clock.EndOf(Level, ClosesAt) + (_terms.Auction.Format == AuctionFormat.Japanese ? Limits.CloseGraceMs : 0);
            var next = Status == IntentStatus.Evaluating ? AwardBy : ClosesAt;
            // Before the close as first set no offer can expire: the terms refuse one that is not valid until then.
            if (Status == IntentStatus.Evaluating || Extensions > 0 || Version > 1)
            {
                foreach (var offer in Standing)
                    next = Math.Min(next, StandsUntil(offer));
            }
            return next;
        }
    }

    /// <summary>The offers that are live or wait to be confirmed.</summary>
    private IEnumerable<BookedOffer> Standing => _bidders.Values.Select(b => b.Current).OfType<BookedOffer>();

    /// <summary>Hex SHA-256 over the ranked set: see <see cref="IntentAwarded"/>.</summary>
    private static string RankedHash(IEnumerable<BookedOffer> ranked)
    {
        var lines = new StringBuilder();
        foreach (var offer in ranked)
            lines.Append(offer.OfferId).Append(' ').Append(offer.Score.Total).Append(' ').Append(offer.Terms.Total).Append('\n');
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(lines.ToString())));
    }

    /// <summary>Until when the offer stands: where it does not say, as long as it can be awarded, however far the close is moved.</summary>
    private long StandsUntil(BookedOffer offer) => offer.Terms.ValidUntil ?? AwardBy;

    /// <summary>The row that reads use. The loop adds the account where it knows it.</summary>
    public IntentRow ToRow(AccountId? account, bool fanOut) => new(
        IntentId, Partitions.Of(IntentId), account, Customer, Status, Version, EventCodec.Encode(Terms), OpenedAt, ClosesAt, AwardBy, WakeAt, Seq,
        Ranking.Count, OffersMade, Extensions, AwardedOffer, fanOut, Rules);

    /// <summary>The offers that changed since the last call, as rows, with the account and the offer's own key where they are known.</summary>
    public IReadOnlyList<OfferRow> TakeChangedOffers(Func<Pseudonym, AccountId?> accountOf, Func<OfferId, string?> keyOf)
    {
        var rows = _changed.Values.Select(offer => new OfferRow(
            offer.OfferId, IntentId, accountOf(offer.Vendor), offer.Vendor, keyOf(offer.OfferId), offer.Status, offer.Terms.Total, offer.Score.Total,
            offer.Score.Points, offer.Placed, offer.Receipt, offer.At, offer.ValidUntil, EventCodec.Encode(offer.Terms), offer.Score.Fine)).ToList();
        _changed = []; // not cleared: most books change seldom, and would keep its room
        return rows;
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
