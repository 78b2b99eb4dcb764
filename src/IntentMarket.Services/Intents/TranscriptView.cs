using System.Text;
using IntentMarket.Contracts;
using IntentMarket.Engine;
using IntentMarket.Engine.Evaluation;
using IntentMarket.Engine.Loop;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using IntentMarket.Services.Access;
using IntentMarket.Services.Wire;
using IntentMarket.Storage;

namespace IntentMarket.Services.Intents;

/// <summary>The transcript of an intent, from its events alone.</summary>
public static class TranscriptView
{
    /// <param name="reader">The reader's pseudonym: of the vendors those alone get it who had an offer ranked or to be confirmed at the
    /// end: at the moment of the ranked set that it shows.</param>
    public static Answer<Transcript> Of(IntentRead read, Knowledge knows, Pseudonym reader, IReadOnlyList<StoredEvent> stored)
    {
        var book = new Book(read.Row.IntentId);
        var events = new List<TranscriptEvent>(stored.Count);
        IReadOnlyList<BookedOffer>? ranked = null;
        TranscriptClose? close = null;
        TranscriptAward? award = null;
        var hasBid = false;
        foreach (var (recorded, bytes) in EventCodec.DecodeChain(stored).Zip(stored))
        {
            events.Add(new TranscriptEvent(
                recorded.Seq, Time.Format(recorded.At), recorded.Event.GetType().Name, recorded.Hash,
                knows.Reads(recorded, isAboutOffer: bytes.Vendor is not null) ? Encoding.UTF8.GetString(bytes.Bytes) : ""));
            switch (recorded.Event)
            {
                case IntentClosed closed:
                    close = new TranscriptClose(Time.Format(recorded.At), closed.Offers, closed.RankedHash);
                    Rank();
                    break;
                case IntentAwarded awarded:
                    award = new TranscriptAward(
                        Time.Format(recorded.At), awarded.OfferId.ToString(), awarded.Vendor.ToString(), awarded.Rank,
                        Amount.Format(awarded.Paid, book.Terms.Digits), WireFormat.Score(awarded.Score, book.Terms), awarded.RankedHash);
                    Rank();
                    break;
                case IntentWithdrawn or IntentRemoved when ranked is null:
                    Rank();
                    break;
            }
            book.Apply(recorded);
            // What it says, and to whom it may be said, is not known.
            book.MustBeKnown();
        }
        if (knows.RefusesTranscript(isOver: true, hasBid) is { } refused)
            return refused;
        var terms = book.Terms;
        var offers = (knows.IsSealed ? [] : ranked ?? book.Ranking.Offers).Select((o, i) => new TranscriptOffer(
            i + 1, o.OfferId.ToString(), o.Vendor.ToString(), Amount.Format(o.Terms.Total, terms.Digits),
            WireFormat.Score(o.Score.Total, terms), OfferView.Breakdown(o.Terms, o.Score.Points, terms) ?? [], o.Placed));
        return new Transcript(IntentView.Of(read.Row, terms, null, forCustomer: false), [.. offers], close, award, events);

        void Rank()
        {
            ranked = [.. book.Ranking.Offers];
            hasBid = book.Current(reader) is not null;
        }
    }
}
