using IntentMarket.Engine.Evaluation;
using IntentMarket.Engine.Values;

namespace IntentMarket.Services.Wire;

public static partial class IntentReader
{
    public const int BandsMax = 20;

    /// <summary>What a revision improves on: the leader, or the vendor's own offer.</summary>
    public static readonly string[] Against = ["best", "own"];

    private const int LevelsMax = 1_000;

    /// <param name="terms">What the formats ask of the terms is checked where these were read.</param>
    private static (Auction? Auction, long? ClosesAt) Auction(Field field, Basis basis, Terms? terms)
    {
        if (field.Object() is not { } auction)
            return default;
        var (now, digits) = (basis.Now!.Value, basis.Digits);
        var format = auction.Optional("format") is { } kind ? kind.Choice<AuctionFormat>() : AuctionFormat.Open;
        var closing = auction.Required("closesAt");
        var closesAt = closing?.Time();
        if (closesAt <= now)
            closing!.Value.Fault(FaultCodes.InThePast, "`closesAt` is in the future");
        else if (closesAt - now > WireLimits.YearMs)
            closing!.Value.Fault(FaultCodes.TooFarAhead, "`closesAt` is at most a year ahead", new(Most: "1"));
        var visibility = auction.Optional("visibility") is { } shown
            ? shown.Choice<Visibility>()
            : basis.HasRules2 && format == AuctionFormat.English ? Visibility.Lead : Visibility.Rank;
        var earlyAward = auction.Optional("earlyAward") is { } early ? early.Flag() : false;
        if (earlyAward == true && format is not (null or AuctionFormat.Open))
            auction.Fault("earlyAward", FaultCodes.NotAllowed, "an auction is awarded before its close in `open` alone");
        var soft = auction.Optional("softClose");
        var softClose = soft is { } moving ? Soft(moving) : null;
        if (soft is not null && format is not (null or AuctionFormat.Open or AuctionFormat.English))
            auction.Fault("softClose", FaultCodes.NotAllowed, "the close moves in `open` and `english` alone");
        var decrement = Decrement(auction, format, digits, hidesTheLead: basis.HasRules2 && visibility < Visibility.Lead);
        var clock = Clock(auction, format, digits);
        if (clock is not null && closesAt > now && clock.EndOf(0, closesAt.Value) <= now)
        {
            closing!.Value.Fault(
                FaultCodes.TooSoon,
                $"the clock has {clock.Levels} levels and its first one ends ahead, so `closesAt` is more than "
                + $"{WireTime.FormatDuration((clock.Levels - 1) * clock.IntervalMs)} ahead");
        }
        auction.Close();
        if (format is not null && terms is not null)
            Suits(field, format.Value, terms, decrement);
        var isWhole = format is not null && visibility is not null && earlyAward is not null && (soft is null || softClose is not null);
        return isWhole
            ? (new Auction(format!.Value, visibility!.Value, earlyAward!.Value, softClose, decrement, clock), closesAt)
            : (null, closesAt);
    }

    private static SoftClose? Soft(Field field)
    {
        if (field.Object() is not { } soft)
            return null;
        var window = soft.Required("window")?.Duration();
        var extension = soft.Required("extension")?.Duration();
        var extensions = (int?)soft.Required("maxExtensions")?.Integer(1, WireLimits.ExtensionsMax);
        soft.Close();
        return window is null || extension is null || extensions is null
            ? null
            : new SoftClose(window.Value, extension.Value, extensions.Value);
    }

    /// <param name="hidesTheLead">To improve on the leader would then be to feel for it.</param>
    private static Decrement? Decrement(JsonObjectReader auction, AuctionFormat? format, int digits, bool hidesTheLead)
    {
        if (format != AuctionFormat.English)
        {
            foreach (var name in (string[])["decrement", "vs"])
                auction.Optional(name)?.Fault(FaultCodes.NotAllowed, $"`{name}` is for `english` auctions");
            return null;
        }
        var vs = auction.Optional("vs") is { } against ? against.Word(Against) : Against[hidesTheLead ? 1 : 0];
        bool? vsOwn = vs is null ? null : vs == Against[1];
        if (hidesTheLead && vsOwn == false)
        {
            auction.Fault(
                "vs", FaultCodes.LeadNeeded,
                "to improve on the leader, vendors must see the lead: `visibility` is `lead` or `full`, or `vs` is `own`");
        }
        if (auction.Required("decrement")?.Object() is not { } rule)
            return null;
        var amount = rule.Optional("amount")?.Decimal(digits, min: 1);
        var percent = rule.Optional("percent")?.Decimal(6, min: 1);
        if (percent >= 100 * Amount.Million)
            rule.Fault("percent", FaultCodes.OutOfRange, "`percent` is below 100", new(Most: "99"));
        var points = rule.Optional("points")?.Decimal(6, min: 1);
        if (points > Scoring.Full)
            rule.Fault("points", FaultCodes.OutOfRange, "`points` is at most 100", new(Most: "100"));
        var bands = rule.Optional("bands") is { } listed ? Bands(listed, digits) : null;
        string[] kinds = ["amount", "percent", "bands", "points"];
        if (kinds.Count(kind => rule.HasAny(kind)) != 1)
            rule.Fault(FaultCodes.Missing, "a decrement has one of: amount, percent, bands, points");
        rule.Close();
        return new Decrement(vsOwn ?? false, amount, percent, bands, points);
    }

    private static List<DecrementBand>? Bands(Field field, int digits)
    {
        if (field.Items(1, BandsMax) is not { } items)
            return null;
        var bands = new List<DecrementBand>();
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i].Object() is not { } band)
                continue;
            var isLast = i == items.Count - 1;
            var above = isLast ? null : band.Required("above")?.Decimal(digits, min: 0);
            if (isLast)
                band.Optional("above")?.Fault(FaultCodes.NotAllowed, "the last band is for all that is left: it has no `above`");
            if (above is not null && bands.Count > 0 && above >= bands[^1].Above)
                band.Fault("above", FaultCodes.OutOfRange, "bands go from high to low");
            var amount = band.Required("amount")?.Decimal(digits, min: 1);
            band.Close();
            bands.Add(new DecrementBand(above, amount ?? 1));
        }
        return bands;
    }

    private static PriceClock? Clock(JsonObjectReader auction, AuctionFormat? format, int digits)
    {
        if (format is not (AuctionFormat.Dutch or AuctionFormat.Japanese))
        {
            foreach (var name in (string[])["start", "step", "interval", "limit"])
                auction.Optional(name)?.Fault(FaultCodes.NotAllowed, $"`{name}` is for `dutch` and `japanese` auctions");
            return null;
        }
        var start = auction.Required("start")?.Decimal(digits, min: 0);
        var step = auction.Required("step")?.Decimal(digits, min: 1);
        var interval = auction.Required("interval")?.Duration();
        var limit = auction.Required("limit")?.Decimal(digits, min: 0);
        if (start is null || step is null || interval is null || limit is null)
            return null;
        if (format == AuctionFormat.Dutch ? limit <= start : limit >= start)
        {
            auction.Fault("limit", FaultCodes.OutOfRange, format == AuctionFormat.Dutch
                ? "a dutch auction's total rises: `limit` is above `start`"
                : "a japanese auction's total falls: `limit` is below `start`");
            return null;
        }
        if ((Math.Abs(limit.Value - start.Value) - 1) / step + 2 > LevelsMax)
        {
            auction.Fault("step", FaultCodes.TooMany, $"a clock has at most {LevelsMax} levels", new(Most: $"{LevelsMax}"));
            return null;
        }
        return new PriceClock(start.Value, step.Value, interval.Value, limit.Value);
    }

    /// <summary>What a format asks of the terms.</summary>
    private static void Suits(Field auction, AuctionFormat format, Terms terms, Decrement? decrement)
    {
        if (terms.Method == ScoringMethod.Coefficient && format is not (AuctionFormat.Open or AuctionFormat.Sealed))
            auction.Fault(FaultCodes.NotAllowed, "offers are scored by `coefficient` in `open` and `sealed` alone");
        var ofTotal = terms.Prefer.FirstOrDefault(p => p.Criterion.Kind == CriterionKind.Total);
        var totalAlone = terms.Prefer.Count == 0 || (terms.Prefer.Count == 1 && ofTotal?.Best < ofTotal?.Worst);
        switch (format)
        {
            case AuctionFormat.SealedSecondScore:
                var max = terms.Require.Where(r => r.Criterion.Kind == CriterionKind.Total).Min(r => r.Max);
                if (max is null || ofTotal is null || ofTotal.Best != 0 || ofTotal.Worst != max)
                {
                    auction.Fault(
                        FaultCodes.ScaleMismatch,
                        "`sealed-second-score` needs a required maximum total, and a preference for total from 0 (best) "
                        + "to that maximum (worst)");
                }
                break;
            case AuctionFormat.English when decrement is { Points: null } && !totalAlone:
                auction.Fault(FaultCodes.ScaleMismatch, "where more than a low total ranks, `decrement` is in `points`");
                break;
            case AuctionFormat.English when decrement is { Points: not null } && totalAlone:
                auction.Fault(FaultCodes.ScaleMismatch, "where the total alone ranks, `decrement` is an `amount`, a `percent` or `bands`");
                break;
            case AuctionFormat.Dutch or AuctionFormat.Japanese when !totalAlone:
                auction.Fault(FaultCodes.ScaleMismatch, "in `dutch` and `japanese` nothing but a low total is preferred");
                break;
        }
    }
}
