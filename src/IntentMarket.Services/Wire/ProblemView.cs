using IntentMarket.Contracts;
using IntentMarket.Engine.Market;

namespace IntentMarket.Services.Wire;

/// <summary>Codes of problems that an edge finds; those that the engine finds are <see cref="Problems"/>.</summary>
public static class ProblemCodes
{
    public const string Malformed = "malformed";
    public const string TooLarge = "too-large";
    public const string NotYet = "not-yet";
    public const string Unauthorized = "unauthorized";
    public const string Forbidden = "forbidden";
    public const string Suspended = "suspended";
    public const string OwnIntent = "own-intent";
    public const string Paused = "paused";
    public const string ReadOnly = "read-only";
    public const string Misdirected = "misdirected";
    public const string MethodNotAllowed = "method-not-allowed";
    public const string NotJson = "unsupported-media-type";
    public const string KeyRequired = "key-missing";
    public const string NoBroker = "no-broker";
    public const string NotAwarded = "not-awarded";
    public const string Moved = "moved";
    public const string Revoked = "revoked";
    public const string CursorExpired = "cursor-expired";
    public const string Quota = "quota";
    public const string Full = "full";
    public const string Down = "down";
    public const string Unknown = "unknown";
    public const string Internal = "internal";
}

/// <summary>Problems (RFC 9457) as the market gives them: a code has one status and one title.</summary>
public static class ProblemView
{
    private static readonly Dictionary<string, (int Status, string Title)> Known = new()
    {
        [ProblemCodes.Malformed] = (400, "The message is not as it should be"),
        [ProblemCodes.TooLarge] = (413, "The message is too large"),
        [ProblemCodes.NotYet] = (400, "This is not built yet"),
        [ProblemCodes.Unauthorized] = (401, "A valid key is needed"),
        [ProblemCodes.Forbidden] = (403, "This is not for accounts of this kind"),
        [ProblemCodes.Suspended] = (403, "The account is suspended"),
        [ProblemCodes.OwnIntent] = (403, "The intent is your own"),
        [ProblemCodes.Paused] = (409, "The intent takes no offers for now"),
        [ProblemCodes.ReadOnly] = (403, "The key may only read"),
        [ProblemCodes.Misdirected] = (421, "The site is not served at this address"),
        [ProblemCodes.MethodNotAllowed] = (405, "This address has no such method"),
        [ProblemCodes.NotJson] = (415, "The message is not application/json"),
        [ProblemCodes.KeyRequired] = (400, "An Idempotency-Key is needed"),
        [ProblemCodes.NoBroker] = (409, "The market runs without a broker"),
        [ProblemCodes.NotAwarded] = (409, "Nothing is awarded yet"),
        [ProblemCodes.Moved] = (409, "The ranking has moved"),
        [ProblemCodes.Revoked] = (409, "What this made is revoked"),
        [ProblemCodes.CursorExpired] = (410, "The cursor is too old"),
        [ProblemCodes.Quota] = (429, "Too many requests"),
        [ProblemCodes.Full] = (503, "The market is full"),
        [ProblemCodes.Down] = (503, "The market is down"),
        [ProblemCodes.Unknown] = (503, "It is not known whether this was recorded"),
        [ProblemCodes.Internal] = (500, "Something went wrong in the market"),
        [Problems.NotFound] = (404, "There is no such thing"),
        [Problems.KeyReused] = (422, "The key was used before with another body"),
        [Problems.NotOpen] = (409, "The intent is not open"),
        [Problems.StaleVersion] = (409, "The intent was amended meanwhile"),
        [Problems.NotAmendable] = (409, "This may not be amended"),
        [Problems.AlreadyAwarded] = (409, "Another offer was awarded"),
        [Problems.OfferChanged] = (409, "The offer is not live"),
        [Problems.NotYetClosed] = (409, "Offers are still taken"),
        [Problems.ReasonRequired] = (422, "A reason is needed"),
        [Problems.FirstOnly] = (409, "The first in rank alone can be awarded"),
        [Problems.Binding] = (409, "The offer is binding"),
        [Problems.Limit] = (409, "A limit is reached"),
        [Problems.TermsChanged] = (409, "The terms differ"),
        [Problems.InThePast] = (422, "The time is past"),
    };

    /// <summary>All that the market gives.</summary>
    public static IReadOnlyCollection<string> Codes => Known.Keys;

    /// <summary>There is no such thing, or it is not the caller's to see: the answer is the same.</summary>
    public static Problem Unseen { get; } = Of(Problems.NotFound, "there is no such thing, or it is not yours to see");

    /// <summary>A newer node wrote what is asked for.</summary>
    public static Problem NotKnown { get; } = Of(
        ProblemCodes.Down, "this node does not know this yet, and another does: send it again with the same key");

    /// <summary>A problem that the market knows by its code.</summary>
    public static Problem Of(string code, string detail) => Of(code, detail, null);

    /// <summary>What is wrong with a message: <c>malformed</c>, <c>too-large</c>, or <c>not-yet</c> where that is all.</summary>
    public static Problem Of(IReadOnlyList<Fault> faults) => faults switch
    {
        [{ Code: FaultCodes.TooLarge } fault] => Of(ProblemCodes.TooLarge, fault.Detail, faults),
        _ when faults.Count > 0 && faults.All(f => f.Code == FaultCodes.NotYet) => Of(ProblemCodes.NotYet, faults[0].Detail, faults),
        _ => Of(ProblemCodes.Malformed, faults.Count == 1 ? faults[0].Detail : $"there are {faults.Count} faults: see errors", faults),
    };

    /// <summary>What the market answered to a command; null where it recorded it.</summary>
    public static Problem? Of(Reply reply) => reply switch
    {
        Reply.Recorded => null,
        Reply.Refused refused => Of(refused.Code, refused.Detail),
        Reply.Full => Of(ProblemCodes.Full, "nothing was recorded: send it again with the same key"),
        Reply.Down => Of(ProblemCodes.Down, "nothing was recorded: send it again with the same key"),
        Reply.Unknown => Of(ProblemCodes.Unknown, "it may have been recorded: the same key may be sent again, and gives the one answer"),
        _ => throw new InvalidOperationException($"a reply of an unknown kind: {reply.GetType().Name}"),
    };

    private static Problem Of(string code, string detail, IReadOnlyList<Fault>? errors)
    {
        var (status, title) = Known.TryGetValue(code, out var known)
            ? known
            : throw new ArgumentException($"a problem without a status: {code}", nameof(code));
        return new Problem($"urn:intentmarket:problem:{code}", title, status, detail, code, errors);
    }
}
