using System.Globalization;
using IntentMarket.Contracts;
using IntentMarket.Routing;

namespace IntentMarket.Web.Layout;

public static partial class UiText
{
    /// <summary><c>GB-SCT</c> is "Scotland, United Kingdom"; none is "Anywhere".</summary>
    public static string Region(string? region) => region switch
    {
        null => "Anywhere",
        { Length: > 2 } part => $"{Regions.Name(part) ?? part}, {Region(part[..2])}",
        _ => Regions.Name(region) ?? region,
    };

    /// <summary>How much of a line is asked for: "2 pieces".</summary>
    public static string Quantity(LineDocument line) => line.Unit switch
    {
        "H87" => line.Quantity == "1" ? "1 piece" : $"{line.Quantity} pieces",
        "KGM" => $"{line.Quantity} kg",
        "MTR" => $"{line.Quantity} m",
        "LTR" => $"{line.Quantity} l",
        "HUR" => line.Quantity == "1" ? "1 hour" : $"{line.Quantity} hours",
        "DAY" => line.Quantity == "1" ? "1 day" : $"{line.Quantity} days",
        "MON" => line.Quantity == "1" ? "1 month" : $"{line.Quantity} months",
        _ => $"{line.Quantity} {line.Unit}",
    };

    public static string Format(string format) => format switch
    {
        "open" => "Open",
        "sealed" => "Sealed",
        "sealed-second-score" => "Sealed, second score",
        "english" => "English",
        "dutch" => "Dutch",
        "japanese" => "Japanese",
        _ => Capital(format),
    };

    /// <summary>What a vendor learns of the others.</summary>
    public static string Visibility(AuctionDocument auction) => (auction.Format, auction.Visibility) switch
    {
        ("sealed" or "sealed-second-score", _) => "Nobody, the customer included, sees an offer before the close.",
        (_, "none") => "You are told your score, and nothing of other offers.",
        (_, "rank") => "You are told your place among the offers.",
        (_, "lead") => "You are told your place and what leads.",
        _ => "You see every offer, under pseudonyms.",
    };

    /// <summary>A place: "1st", "22nd".</summary>
    public static string Place(int rank) =>
        rank + ((rank % 100) is >= 11 and <= 13 ? "th" : (rank % 10) switch { 1 => "st", 2 => "nd", 3 => "rd", _ => "th" });

    /// <summary>A duration (ISO 8601) in words: <c>PT2M</c> is "2 minutes".</summary>
    public static string Duration(string duration)
    {
        var span = System.Xml.XmlConvert.ToTimeSpan(duration);
        var (number, unit) = span switch
        {
            { TotalDays: >= 1 } when span.TotalDays % 1 == 0 => (span.TotalDays, "day"),
            { TotalHours: >= 1 } when span.TotalHours % 1 == 0 => (span.TotalHours, "hour"),
            { TotalMinutes: >= 1 } when span.TotalMinutes % 1 == 0 => (span.TotalMinutes, "minute"),
            _ => (span.TotalSeconds, "second"),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{number} {unit}{(number == 1 ? "" : "s")}");
    }
}
