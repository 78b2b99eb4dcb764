namespace IntentMarket.Contracts;

/// <summary>One thing that a reader is told, the same on every channel: the same id is the same notice, whenever it is read, but for what
/// was erased since, a vendor's contact that changed, and the cursor. It tells what its reader could know when it happened: what was sealed
/// then is a count also after the close.</summary>
/// <param name="Id">UUID.</param>
/// <param name="Type">One of <see cref="NoticeTypes"/>; readers ignore types that they do not know.</param>
/// <param name="At">RFC 3339.</param>
/// <param name="Cursor">Where to go on from, an opaque text for this reader alone; left out of <c>offer.rank</c>, which is a state.</param>
/// <param name="Route">The routing key under which offers on this intent are sent over AMQP.</param>
/// <param name="Data">By the type, see <see cref="NoticeTypes"/>.</param>
public sealed record Notice(
    string Id, string Type, string? IntentId, string At, string? Cursor = null, string? Route = null, object? Data = null);

/// <summary>The types of notices.</summary>
public static class NoticeTypes
{
    /// <summary>To the customer and the matched vendors: <see cref="IntentDocument"/>.</summary>
    public const string IntentOpened = "intent.opened";

    /// <summary>To the customer and the matched vendors: <see cref="IntentDocument"/>.</summary>
    public const string IntentAmended = "intent.amended";

    /// <summary>To the customer and the matched vendors: <see cref="IntentTimes"/>.</summary>
    public const string IntentExtended = "intent.extended";

    /// <summary>To the customer and the matched vendors of a dutch or japanese auction: <see cref="Contracts.IntentLevel"/>.</summary>
    public const string IntentLevel = "intent.level";

    /// <summary>To the customer and the matched vendors: <see cref="IntentTimes"/>.</summary>
    public const string IntentClosed = "intent.closed";

    /// <summary>To the customer and the matched vendors: <see cref="IntentTimes"/> with the reason.</summary>
    public const string IntentWithdrawn = "intent.withdrawn";

    /// <summary>To the customer and the matched vendors: <see cref="IntentTimes"/>.</summary>
    public const string IntentUnawarded = "intent.unawarded";

    /// <summary>To the customer and the matched vendors: <see cref="IntentTimes"/> with the reason.</summary>
    public const string IntentRemoved = "intent.removed";

    /// <summary>To the customer: <see cref="IntentAwardedData"/>.</summary>
    public const string IntentAwarded = "intent.awarded";

    /// <summary>To the customer: <see cref="OfferDocument"/>, in a sealed auction <see cref="OfferCount"/>. Of a standing bid that was
    /// moved without its place.</summary>
    public const string OfferReceived = "offer.received";

    /// <summary>To the customer, but not of a sealed auction: <see cref="OfferDocument"/> with the reasons.</summary>
    public const string OfferRefused = "offer.refused";

    /// <summary>To the customer: <see cref="OfferDocument"/>, in a sealed auction <see cref="OfferCount"/>.</summary>
    public const string OfferWithdrawn = "offer.withdrawn";

    /// <summary>To its vendor: <see cref="Receipt"/>.</summary>
    public const string OfferReceipt = "offer.receipt";

    /// <summary>To its vendor: <see cref="Contracts.OfferMoved"/>.</summary>
    public const string OfferMoved = "offer.moved";

    /// <summary>To a vendor whose place changed: <see cref="OfferPlace"/>.</summary>
    public const string OfferRank = "offer.rank";

    /// <summary>To its vendor: <see cref="OfferState"/> with the hash of the new terms.</summary>
    public const string OfferUnconfirmed = "offer.unconfirmed";

    /// <summary>To its vendor and the customer: <see cref="OfferState"/>.</summary>
    public const string OfferExpired = "offer.expired";

    /// <summary>Its vendor was suspended. To its vendor and the customer: <see cref="OfferState"/>; of a sealed auction to the
    /// customer the count alone.</summary>
    public const string OfferRemoved = "offer.removed";

    /// <summary>To the winner: <see cref="OfferWonData"/>.</summary>
    public const string OfferWon = "offer.won";

    /// <summary>To the other bidders: <see cref="OfferLostData"/>.</summary>
    public const string OfferLost = "offer.lost";

    /// <summary>To a reader who fell behind: <see cref="ResyncData"/>.</summary>
    public const string Resync = "resync";
}

/// <summary>The times and state of an intent after something happened to it.</summary>
/// <param name="ClosesAt">RFC 3339.</param>
/// <param name="AwardBy">RFC 3339.</param>
/// <param name="Extensions">How often the close was moved.</param>
/// <param name="Reason">The one given; left out once it was erased.</param>
public sealed record IntentTimes(string Status, string ClosesAt, string AwardBy, int? Extensions = null, string? Reason = null);

/// <summary>The level of the clock that began.</summary>
/// <param name="Total">On offer, in the intent's currency.</param>
/// <param name="Number">From 1 to <paramref name="Of"/>.</param>
/// <param name="EndsAt">RFC 3339.</param>
/// <param name="Taken">Japanese: how many vendors took the level before; to vendors from visibility <c>rank</c> on.</param>
public sealed record IntentLevel(string Total, int Number, int Of, string EndsAt, int? Taken = null);

/// <summary>The market revised a standing bid for its vendor.</summary>
/// <param name="Total">From now on.</param>
public sealed record OfferMoved(string OfferId, string Total, string Score);

/// <summary>A vendor's present place, as far as the visibility allows.</summary>
public sealed record OfferPlace(
    string OfferId,
    int? Rank,
    int? Of,
    LeadDocument? Lead,
    [property: System.Text.Json.Serialization.JsonIgnore(
        Condition = System.Text.Json.Serialization.JsonIgnoreCondition.Never)] GapDocument? Gap);

/// <summary>What became of a vendor's offer.</summary>
/// <param name="TermsHash">The terms that the vendor may confirm it under.</param>
public sealed record OfferState(string OfferId, string Status, string? Key = null, string? TermsHash = null);

/// <summary>For the winner.</summary>
/// <param name="Paid">What it is paid, in <paramref name="Currency"/>.</param>
/// <param name="Contact">The customer's; left out where none was given, or once it was erased.</param>
public sealed record OfferWonData(string OfferId, string Paid, string Currency, string? Contact = null);

/// <summary>For the other bidders.</summary>
/// <param name="Winner">The winning total and score, as the visibility allows.</param>
/// <param name="Reason">The customer's, where one was given.</param>
public sealed record OfferLostData(string OfferId, LeadDocument? Winner = null, string? Reason = null);

/// <summary>For the customer.</summary>
/// <param name="Contact">The vendor's.</param>
public sealed record IntentAwardedData(
    OfferDocument Offer, string Paid, string Currency, string? Contact = null, string? Reason = null);

/// <summary>One message that passed between a vendor's bots and the market, as the test console shows it. It is a help while a bot is made,
/// not a record: some may not be shown.</summary>
/// <param name="Id">UUID: the same id is the same message.</param>
/// <param name="Direction"><c>in</c>: from the vendor's exchange, as the bot sent it; <c>out</c>: to the vendor's inbox.</param>
/// <param name="At">RFC 3339.</param>
/// <param name="Size">Bytes of the body.</param>
/// <param name="Type">The property <c>type</c>, whatever it is; left out where there is none.</param>
/// <param name="MessageId">The property <c>message_id</c>; an answer has it as its <paramref name="CorrelationId"/>.</param>
/// <param name="Route">The routing key, of what came in.</param>
/// <param name="Body">The body as text, cut at 16,384 characters; what is no UTF-8 in it shows as U+FFFD. Left out
/// of one beyond 128 KiB.</param>
public sealed record BotMessage(
    string Id, string Direction, string At, int Size, string? Type = null, string? MessageId = null, string? CorrelationId = null,
    string? Route = null, string? Body = null);

/// <summary>Which way a bot's message passed.</summary>
public static class BotDirections
{
    /// <summary>From the bot to the market.</summary>
    public const string In = "in";

    /// <summary>From the market to the bot.</summary>
    public const string Out = "out";
}

/// <summary>The reader missed notices.</summary>
/// <param name="Cursor">Reading on from here over REST misses nothing.</param>
public sealed record ResyncData(string Cursor);
