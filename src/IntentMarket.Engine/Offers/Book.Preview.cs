namespace IntentMarket.Engine;

public sealed partial class Book
{
    /// <summary>What an offer would get, by this book: it records nothing.</summary>
    public Decision Preview(SubmitOffer command) => Decide((Command)command, isPreview: true);

    /// <summary>Whether the vendor leads, and would stand lower with this offer: where it would come then tells of the offer behind it.</summary>
    public bool GivesUpTheLead(OfferAccepted offer) => Ranking.Leader is { } leader && leader.Vendor == offer.Vendor && Ranking.Compare(
        new Score(offer.Score, offer.Points, offer.Fine), offer.Terms.Total, Seq + 1, leader.Score, leader.Terms.Total, leader.Placed) > 0;

    /// <summary>The book as one vendor by itself would have made it, which tells nothing of the others: for a preview where they are hidden.</summary>
    /// <param name="events">All that are about the intent or this vendor, in their order.</param>
    public static Book Alone(IntentId intentId, Pseudonym vendor, IEnumerable<RecordedEvent> events)
    {
        var book = new Book(intentId);
        foreach (var recorded in events)
        {
            var own = recorded.Event switch
            {
                IntentAmended e => e with { Unconfirmed = [.. e.Unconfirmed.Where(o => o.Vendor == vendor)] },
                IntentAwarded e when e.Vendor == vendor => e with { Lost = [] },
                IntentAwarded => new IntentUnawarded(),
                var e => e,
            };
            book.Seq = recorded.Seq - 1;
            book.Apply(recorded with { Event = own });
        }
        return book;
    }
}
