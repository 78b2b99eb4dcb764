using System.Globalization;
using System.Text.Json.Nodes;
using IntentMarket.Contracts;

namespace IntentMarket.Web.Layout;

public static partial class UiText
{
    /// <summary>A score or a part of one, to a tenth: <c>49.417647</c> is "49.4".</summary>
    public static string Points(string points) =>
        decimal.Parse(points, CultureInfo.InvariantCulture).ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>Some of them, to a tenth: "8.3 points", "1 point".</summary>
    public static string Counted(decimal number, string of) =>
        $"{number.ToString("0.#", CultureInfo.InvariantCulture)} {of}{(number == 1 ? "" : "s")}";

    public static string Months(int? months) => months switch { null => "not said", 0 => "none", 1 => "1 month", _ => $"{months} months" };

    public static string Days(int? days) => days switch { null => "not said", 0 => "none", 1 => "1 day", _ => $"{days} days" };

    /// <summary>A value of an attribute.</summary>
    public static string Of(JsonNode value) => value switch
    {
        JsonArray set => string.Join(", ", set.Select(member => member?.ToString())),
        _ when value.GetValueKind() == System.Text.Json.JsonValueKind.True => "yes",
        _ when value.GetValueKind() == System.Text.Json.JsonValueKind.False => "no",
        _ => value.ToString(),
    };

    /// <summary>What an offer says of itself beside its price and its delivery, each in a few words.</summary>
    public static IEnumerable<string> Facts(OfferDocument offer)
    {
        if (offer.Condition is { } condition)
            yield return condition;
        if (offer.WarrantyMonths is > 0)
            yield return $"{Months(offer.WarrantyMonths)} warranty";
        if (offer.ReturnDays is > 0)
            yield return $"{Days(offer.ReturnDays)} to return";
        foreach (var certification in offer.Certifications ?? [])
            yield return certification;
        foreach (var (name, value) in offer.Attributes ?? new Dictionary<string, JsonNode>())
            yield return $"{name.Replace('-', ' ')}: {Of(value)}";
    }

    /// <summary>What would put an offer first.</summary>
    public static string Of(LeadsIfDocument leadsIf) => "Leads if "
        + $"{char.ToLowerInvariant(Criterion(leadsIf.Criterion)[0])}{Criterion(leadsIf.Criterion)[1..]} weighs "
        + $"{leadsIf.Weight} or {leadsIf.Or}.";

    /// <summary>Why terms refuse an offer.</summary>
    public static string Of(RefusalReason reason, string currency)
    {
        var what = reason.Criterion is { } criterion ? Criterion(criterion) : "This";
        var (got, limit) = reason.Criterion == "total"
            ? (Money(reason.Got, currency), Money(reason.Limit, currency))
            : (reason.Got, reason.Limit);
        return reason.Code switch
        {
            "over-max" when reason.Criterion == "deliverBy" =>
                $"Delivery is {Moment(reason.Got)}: {Moment(reason.Limit)} at the latest is asked.",
            "under-min" when reason.Criterion == "deliverBy" =>
                $"Delivery is {Moment(reason.Got)}: not before {Moment(reason.Limit)} is asked.",
            "over-max" => $"{what} is {got}: at most {limit} is asked.",
            "under-min" => $"{what} is {got}: at least {limit} is asked.",
            "not-one-of" => $"{what} is {got}: one of {limit} is asked.",
            "not-all-of" => $"{what}: all of {limit} are asked.",
            "not-equal" => $"{what} is {got}: {limit} is asked.",
            "missing" => $"{what} is not said, and is asked.",
            "wrong-type" => $"{what} is not {limit}.",
            "closed" => "It came after the close.",
            "level-missed" => "The price moved on before it was taken.",
            "not-improving" or "below-decrement" =>
                $"It does not improve enough: {(reason.Criterion == "total" ? $"{limit} is" : $"{Points(limit ?? "0")} points are")} asked.",
            "terms-not-agreed" => "It does not agree to these terms.",
            "terms-changed" => "The terms were amended meanwhile.",
            "lines-incomplete" => "It does not cover every line.",
            "quantity-mismatch" => "A quantity differs from the one asked.",
            "sum-mismatch" =>
                $"The lines add up to {Money(reason.Limit, currency)}, not to {Money(reason.Got, currency)}.",
            "valid-too-short" => "It is not valid until the close.",
            "lead-needed" => "The market bids for you only where vendors see who leads: leave the least price out.",
            "superseded" => "It was to replace an offer that is not live any more.",
            "malformed" or "too-large" => "It was not written as offers are.",
            _ => Sentence(reason.Detail ?? reason.Code.Replace('-', ' ')),
        };
    }

    /// <summary>An amount in a sentence, where no script writes it as the reader does.</summary>
    public static string Money(string? amount, string currency) => currency switch
    {
        "GBP" => $"£{amount}",
        "EUR" => $"€{amount}",
        "USD" => $"US${amount}",
        _ => $"{amount} {currency}",
    };

    /// <summary>A time (RFC 3339) in a sentence, where no script writes it in the reader's zone.</summary>
    private static string Moment(string? at) => DateTimeOffset.TryParse(at, CultureInfo.InvariantCulture, out var time)
        ? time.UtcDateTime.ToString("d MMM yyyy HH:mm 'UTC'", CultureInfo.InvariantCulture)
        : at ?? "";
}
