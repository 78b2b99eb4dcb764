using IntentMarket.Contracts;
using IntentMarket.Engine;

namespace IntentMarket.Gateway;

/// <summary>Notices as the market gives them.</summary>
public static class NoticeView
{
    /// <param name="type">One of <see cref="NoticeTypes"/>.</param>
    /// <param name="cursor">Null for a state that is not told again.</param>
    /// <param name="partition">The intent's, for the readers who bid over AMQP; null for others.</param>
    public static Notice Of(Guid id, string type, Guid? intentId, long at, string? cursor, int? partition, object? data) => new(
        id.ToString(), type, intentId?.ToString(), Time.Format(at), cursor, partition is { } p ? Partitions.Route(p) : null, data);

    public static IntentTimes Times(IntentStatus status, long closesAt, long awardBy, int? extensions = null, string? reason = null) =>
        new(Written.Word(status), Time.Format(closesAt), Time.Format(awardBy), extensions, reason);

    public static OfferPlace Place(Guid offerId, Standing standing) =>
        new(offerId.ToString(), standing.Rank, standing.Of, standing.Lead, standing.Gap);

    public static OfferState State(Guid offerId, OfferStatus status, string? key = null, string? termsHash = null) =>
        new(offerId.ToString(), Written.Word(status), key, termsHash);

    /// <param name="contact">The customer's.</param>
    public static OfferWonData Won(IntentAwarded awarded, IntentTerms intent, string? contact) =>
        new(awarded.OfferId.ToString(), Amount.Format(awarded.Paid, intent.Digits), intent.Currency, contact);

    /// <param name="offerId">The one that lost.</param>
    /// <param name="winningTotal">The winning offer's own total, in minor units.</param>
    public static OfferLostData Lost(Guid offerId, IntentAwarded awarded, long winningTotal, IntentTerms intent, string? reason) => new(
        offerId.ToString(),
        OfferView.Seen(intent, isClosed: true) >= Visibility.Lead ? OfferView.Lead(winningTotal, awarded.Score, intent.Digits) : null,
        reason);

    /// <param name="contact">The vendor's.</param>
    public static IntentAwardedData Awarded(IntentAwarded awarded, OfferDocument offer, IntentTerms intent, string? contact, string? reason) =>
        new(offer, Amount.Format(awarded.Paid, intent.Digits), intent.Currency, contact, reason);
}
