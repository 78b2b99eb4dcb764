using System.Text.Json.Nodes;
using System.Xml;
using IntentMarket.Engine.Values;
using IntentMarket.Web.Layout;

namespace IntentMarket.Web.Intents;

/// <summary>How the price of a clock goes.</summary>
/// <param name="FirstMove">When it first moves, RFC 3339.</param>
/// <param name="Moves">How often it moves.</param>
/// <param name="ClosesAt">When the last price ends, RFC 3339.</param>
public sealed record ClockPlan(string FirstMove, int Moves, string ClosesAt);

public sealed partial class IntentForm
{
    /// <summary>What a better offer improves by.</summary>
    public static readonly IReadOnlyList<string> DecrementKinds = ["amount", "percent", "points"];

    /// <summary>Far more than a clock may have: what is beyond is not reckoned with.</summary>
    private const int MovesMost = 1_000_000;

    /// <summary>How the clock goes; null where there is none, or it is not known yet.</summary>
    public ClockPlan? Clock { get; private set; }

    /// <summary>The unit that an improvement has where none was chosen: money where nothing but the price ranks, else points.</summary>
    public string UsualDecrement => Message["terms"]!["prefer"] is JsonArray prefer && IsPriceAlone(prefer) ? "amount" : "points";

    private FormatChoice Format => AuctionFormats.Of(_given["format"]);

    private JsonObject Auction(JsonArray prefer)
    {
        At("/auction/visibility", "visibility");
        At("/auction/softClose", "soft-window");
        var auction = new JsonObject { ["format"] = Or(_given["format"], Format.Word) };
        if (Format.ShowsOthers && _given["visibility"] is { Length: > 0 } visibility)
            auction["visibility"] = visibility;
        if (Format.CanAwardEarly && _given.Has("early"))
            auction["earlyAward"] = true;
        if (Format.CloseMoves && _given.Has("soft"))
        {
            var window = Or(_given["soft-window"], "PT2M");
            auction["softClose"] = new JsonObject
            {
                ["window"] = window,
                ["extension"] = Or(_given["soft-extension"], window),
                ["maxExtensions"] = Count("soft-most") ?? 10,
            };
        }
        if (Format.Word == "english")
            Improves(auction, prefer);
        if (Format.Clock)
            Goes(auction);
        At("/auction/closesAt", (Format.Clock, _given[Format.Clock ? "first" : "closes"]) switch
        {
            (true, "own") => "firstAt",
            (true, _) => "first",
            (_, "own") => "closesAt",
            _ => "closes",
        });
        if (ClosesAt is { } closesAt)
            auction["closesAt"] = closesAt;
        return auction;
    }

    private void Improves(JsonObject auction, JsonArray prefer)
    {
        var kind = Or(_given["decrement-kind"], IsPriceAlone(prefer) ? "amount" : "points");
        At("/auction/decrement", "decrement");
        At("/auction/vs", "vs");
        if (_given["vs"] is { Length: > 0 } against)
            auction["vs"] = against;
        auction["decrement"] = Amount("decrement", kind == "amount" ? null : Amounts.AnyDigits) is { } step
            ? new JsonObject { [kind] = step }
            : [];
    }

    private static bool IsPriceAlone(JsonArray prefer) =>
        prefer.Count == 0 || (prefer is [JsonObject only] && JsonNode.DeepEquals(only["criterion"], "total"));

    /// <summary>The clock is said by when it moves first: its close follows, as many intervals later as it moves after that.</summary>
    private void Goes(JsonObject auction)
    {
        foreach (var price in (string[])["start", "step", "limit"])
        {
            At($"/auction/{price}", price);
            if (Amount(price) is { } amount)
                auction[price] = amount;
        }
        At("/auction/interval", "interval");
        auction["interval"] = Or(_given["interval"], "PT5M");
        if (TryTime(FirstMove, out var first) && DurationMs((string)auction["interval"]!) is { } interval && Moves(auction) is { } moves)
        {
            var closes = (Int128)first + (Int128)moves * interval;
            if (closes < LastMs)
                Clock = new ClockPlan(Time.Format(first), moves, Time.Format((long)closes));
        }
    }

    /// <summary>How often the price moves; null where what is typed says no such thing.</summary>
    private int? Moves(JsonObject auction)
    {
        var digits = Currencies.Digits(Currency) ?? 0;
        return Read("start") is { } start && Read("limit") is { } limit && Read("step") is > 0 and var step
            && Math.Abs(limit - start) / step < MovesMost
                ? new PriceClock(start, step, 0, limit).Levels - 1
                : null;

        long? Read(string price) =>
            Engine.Values.Amount.TryParse((string?)auction[price] ?? "", digits, out var scaled) ? scaled : null;
    }

    /// <summary>RFC 3339; null: it is not said. What is none of the choices goes on as it is, for the reader to say so.</summary>
    private string? FirstMove => FromNow(Or(_given["first"], "PT5M"), "firstAt:time");

    /// <summary>When offers close, likewise. Where the clock is not known yet, nothing is wrong with its close.</summary>
    private string? ClosesAt => Format.Clock ? Clock?.ClosesAt ?? FirstMove : FromNow(Or(_given["closes"], "P1D"), "closesAt:time");

    private string? FromNow(string chosen, string own) => chosen == "own"
        ? _given.Time(own)
        : DurationMs(chosen) is { } ms ? Time.Format(_now / 1000 * 1000 + ms) : chosen;

    /// <summary>A duration as the form chooses one; null where it is none, for the field may hold anything.</summary>
    public static long? DurationMs(string duration)
    {
        try
        {
            return XmlConvert.ToTimeSpan(duration) is { TotalMilliseconds: > 0 and < LastMs } span ? (long)span.TotalMilliseconds : null;
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            return null;
        }
    }
}
