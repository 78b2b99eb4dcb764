using IntentMarket.Contracts;
using IntentMarket.Engine;
using IntentMarket.Storage;

namespace IntentMarket.Gateway;

public static class IntentView
{
    /// <param name="offers">For its customer alone.</param>
    public static IntentDocument Of(
        Guid id, IntentTerms terms, IntentTexts? texts, int version, IntentStatus status, Guid customer,
        long openedAt, long closesAt, long awardBy, int? offers) => throw new NotImplementedException();

    public static IntentDocument Of(IntentRow row, IntentTerms terms, string? texts, bool forCustomer) => throw new NotImplementedException();
}

public static class OfferView
{
    /// <summary>The receipt that an OfferAccepted or OfferRefused tells. Same event, same bytes.</summary>
    /// <param name="intent">The terms that the event was decided under.</param>
    public static Receipt Receipt(RecordedEvent recorded, IntentTerms intent) => throw new NotImplementedException();

    /// <summary>The answer to a message that could not be read.</summary>
    public static Receipt Malformed(Guid? intentId, string? key, long at, IReadOnlyList<Fault> faults) => throw new NotImplementedException();

    /// <summary>A refusal that the engine never saw: <c>wrong-route</c>, <c>too-large</c>, <c>limit</c>.</summary>
    public static Receipt Refused(Guid? intentId, string? key, long at, string code, string detail) => throw new NotImplementedException();

    /// <summary>An offer for the customer, or (with <paramref name="forVendor"/>) for its own vendor.</summary>
    public static OfferDocument Offer(
        OfferRow row, OfferTerms terms, string? note, int rank, int? of, IntentTerms intent, bool forVendor) => throw new NotImplementedException();

    /// <summary>What a vendor may know of the auction.</summary>
    public static BoardDocument Board(
        Guid intentId, IntentTerms intent, bool closed, OfferDocument? own, Place? place, int live,
        IReadOnlyList<BoardOffer>? offers) => throw new NotImplementedException();
}

public static class ProblemView
{
    public static Problem Of(string code, string detail) => throw new NotImplementedException();

    public static Problem Of(IReadOnlyList<Fault> faults) => throw new NotImplementedException();

    /// <summary>Null where the reply says that it was recorded.</summary>
    public static Problem? Of(Reply reply) => throw new NotImplementedException();
}

public static class WireJson
{
    public static System.Text.Json.JsonSerializerOptions Options => throw new NotImplementedException();

    public static byte[] Bytes<T>(T message) => throw new NotImplementedException();
}
