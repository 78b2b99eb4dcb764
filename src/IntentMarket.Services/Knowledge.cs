using IntentMarket.Contracts;
using IntentMarket.Engine.Auctions;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using IntentMarket.Services.Wire;
using IntentMarket.Storage;

namespace IntentMarket.Services;

/// <summary>What a reader is to an intent that it sees (see <see cref="IntentAccess"/>).</summary>
public enum Part { Vendor, SuspendedVendor, Customer, Operator }

/// <summary>How far an intent has come: its close is ahead; the close has passed, whatever became of it then; or it was withdrawn or
/// removed before its close, which never comes now.</summary>
public enum Stage { Open, Closed, CutShort }

/// <summary>What a reader may know of the offers on an intent, its own aside. Decided here alone: every view, notice, count and refusal
/// asks here, and none looks at format, visibility or status by itself.</summary>
public readonly record struct Knowledge(Part Part, Auction Auction, Stage Stage)
{
    public static Knowledge Of(Part part, IntentRead read, IntentTerms terms) => new(part, terms.Auction, read.Row.Status switch
    {
        IntentStatus.Open => Stage.Open,
        _ when read.WasClosed => Stage.Closed,
        _ => Stage.CutShort,
    });

    public static Knowledge Of(Account reader, IntentRead read) => Of(reader, read, EventCodec.DecodeIntentTerms(read.Row.Terms));

    public static Knowledge Of(Account reader, IntentRead read, IntentTerms terms) => Of(
        reader.Kind switch
        {
            AccountKind.Customer => Part.Customer,
            AccountKind.Operator => Part.Operator,
            _ => reader.SuspendedAt is null || read.Row.IsOver ? Part.Vendor : Part.SuspendedVendor,
        },
        read, terms);

    /// <summary>Of what is told when an offer comes in, and read again later: what was known then.</summary>
    public static Knowledge WhileOpen(Part part, IntentTerms terms) => new(part, terms.Auction, Stage.Open);

    /// <summary>Nobody but its vendor sees an offer: before the close, and for ever where there was none.</summary>
    public bool IsSealed => Auction.IsSealed && Stage != Stage.Closed;

    /// <summary>What the reader sees of the others' offers: nothing; how many and its own place among them; also the one that
    /// leads; all of them.</summary>
    public Visibility Sees =>
        IsSealed || Part == Part.SuspendedVendor ? Visibility.None : Part == Part.Vendor ? Auction.Visibility : Visibility.Full;

    public bool SeesRank => Sees >= Visibility.Rank;

    public bool SeesLead => Sees >= Visibility.Lead;

    public bool SeesAll => Sees == Visibility.Full;

    /// <summary>Why the transcript is not the reader's, or not yet; null: it may read it.</summary>
    /// <param name="isOver">The intent has ended.</param>
    /// <param name="hasBid">Of a vendor: once it is over, that it had an offer ranked or unconfirmed at the end;
    /// before, that it made one.</param>
    public Problem? RefusesTranscript(bool isOver, bool hasBid)
    {
        var isVendor = Part is Part.Vendor or Part.SuspendedVendor;
        if (isVendor && !hasBid)
        {
            return ProblemView.Of(
                ProblemCodes.Forbidden,
                "the transcript is for the customer, and for who had an offer ranked or to be confirmed at the end");
        }
        if (isVendor && !isOver)
            return ProblemView.Of(Problems.NotYetClosed, "bidders get the transcript once the auction is over");
        return IsSealed && Stage == Stage.Open
            ? ProblemView.Of(Problems.NotYetClosed, "in a sealed auction nobody sees an offer before the close")
            : null;
    }

    /// <summary>Whether the transcript shows what an event says, not its hash alone: a floor nobody sees, a sealed offer neither.</summary>
    public bool Reads(RecordedEvent recorded, bool isAboutOffer) => recorded.Event is not FloorSet && !(isAboutOffer && IsSealed);
}
