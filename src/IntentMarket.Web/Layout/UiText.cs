using IntentMarket.Contracts;
using IntentMarket.Engine.Market;
using IntentMarket.Services.Wire;

namespace IntentMarket.Web.Layout;

/// <summary>The market's terms in the words of the people who read pages.</summary>
public static partial class UiText
{
    /// <summary>What a criterion is called: <c>deliverBy</c> is "Delivery", <c>attributes.screen-size</c> "Screen size".</summary>
    public static string Criterion(string name) => name switch
    {
        "total" => "Price",
        "deliverBy" => "Delivery",
        "warrantyMonths" => "Warranty",
        "returnDays" => "Returns",
        "condition" => "Condition",
        "certifications" => "Certifications",
        _ => Capital(name[(name.IndexOf('.') + 1)..].Replace('-', ' ')),
    };

    public static string Status(string status) => status switch
    {
        "open" => "Open",
        "evaluating" => "Closed, to be awarded",
        "awarded" => "Awarded",
        "unawarded" => "Ended without an award",
        "withdrawn" => "Withdrawn",
        "removed" => "Removed",
        "live" => "Live",
        "unconfirmed" => "To be confirmed",
        "superseded" => "Revised",
        "refused" => "Refused",
        "expired" => "Expired",
        "won" => "Won",
        "lost" => "Not chosen",
        _ => Capital(status),
    };

    /// <summary>What became of an offer, or is to become of it: after the close nobody can confirm any more.</summary>
    public static string Status(OfferDocument offer, IntentDocument intent) =>
        offer.Status == "unconfirmed" && intent.Status != "open" ? "Not confirmed" : Status(offer.Status);

    /// <summary>How many offers an intent of one's own has, or had when it ended, and where nobody was chosen, why.</summary>
    /// <param name="reason">Why it was withdrawn or removed, in the words of who did it.</param>
    public static string OffersOf(IntentDocument intent, string? reason)
    {
        var offers = intent.Offers == 1 ? "1 offer" : $"{intent.Offers} offers";
        return (Ended(intent, reason), intent.Offers) switch
        {
            ({ } ended, 0) => ended,
            ({ } ended, _) => $"{ended} · {offers}",
            (null, 0) => intent.Status == "open" ? "No offer yet" : "There was no offer",
            _ when intent.Status == "unawarded" => $"{offers} · none was chosen in time",
            _ => offers,
        };
    }

    /// <summary>How an intent ended that was taken off the market; null where it was not.</summary>
    public static string? Ended(IntentDocument intent, string? reason) => intent.Status switch
    {
        "withdrawn" => $"You withdrew this{Because(reason)}",
        "removed" => $"The market removed this{Because(reason)}",
        _ => null,
    };

    /// <summary>The same, for its vendors.</summary>
    public static string? EndedForVendors(IntentDocument intent, string? reason) => intent.Status switch
    {
        "withdrawn" => $"The customer withdrew this{Because(reason)}",
        "removed" => $"The market removed this{Because(reason)}",
        "unawarded" => "The customer chose nobody",
        _ => null,
    };

    private static string Because(string? reason) => reason is null ? "" : $": “{reason}”";

    public static bool IsOver(IntentDocument intent) => intent.Status is not ("open" or "evaluating");

    /// <summary>A question, for what can be posted and is hardly meant.</summary>
    public static string Question(Fault warning) => warning.Code switch
    {
        IntentWarnings.PrefersDearer => "The dearer an offer, the better it ranks. Do you mean that?",
        IntentWarnings.PrefersLater => "The later an offer delivers, the better it ranks. Do you mean that?",
        IntentWarnings.PrefersUsed => "The more used it is, the better an offer ranks. Do you mean that?",
        IntentWarnings.PrefersShorter => $"{Sentence(warning.Detail.Split(':')[0])} Do you mean that?",
        IntentWarnings.OutOfReach when warning.At == "/auction/start" =>
            "The first price is above your budget already, so nobody could take any. Do you mean that?",
        IntentWarnings.OutOfReach when warning.At == "/auction/limit" =>
            "The last price is still above your budget, so nobody could take any. Do you mean that?",
        IntentWarnings.OutOfReach => "To improve on an offer a vendor would have to take off your whole budget. Do you mean that?",
        _ => Sentence(warning.Detail),
    };

    public static string Of(Problem problem) => problem.Code switch
    {
        ProblemCodes.Full or ProblemCodes.Down => "The market is busy just now and nothing was recorded. Please try again in a moment.",
        ProblemCodes.Unknown => "We do not know yet whether this was recorded. Try again: nothing will be done twice.",
        ProblemCodes.Quota => $"That was a lot at once: {problem.Detail}. Please wait a little and try again.",
        ProblemCodes.TooLarge => "This is too long to be sent. Please shorten it.",
        ProblemCodes.NotYet or ProblemCodes.Malformed when problem.Errors is { Count: > 0 } => FaultWords.OfNoField,
        Problems.StaleVersion =>
            "This was changed meanwhile, perhaps in another window of yours. Open it again to see what it says now, and change that.",
        Problems.KeyReused => "This was sent before, and said something else. Reload the page and try again.",
        Problems.NotOpen => "This is not open any more.",
        Problems.AlreadyAwarded => "Another offer was awarded.",
        Problems.NotYetClosed => "Offers are still taken until the close.",
        _ => WithMoments(Sentence(problem.Detail)),
    };

    /// <summary>Times (RFC 3339) among words as people write them.</summary>
    private static string WithMoments(string text) => string.Join(' ', text.Split(' ').Select(word =>
        word.TrimEnd('.', ',') is ['2', '0', _, _, '-', .., 'Z'] and var time ? Moment(time) + word[time.Length..] : word));

    public static string Sentence(string text) =>
        text.Length == 0 ? text : Capital(text.Replace("`", "", StringComparison.Ordinal)) + (text[^1] is '.' or '?' or '!' ? "" : ".");

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
