using IntentMarket.Engine;
using IntentMarket.Engine.Auctions;
using IntentMarket.Engine.Values;
using IntentMarket.Routing;

namespace IntentMarket.Services.Wire;

/// <summary>An intent that can be posted.</summary>
public sealed record IntentDraft(IntentTerms Terms, IntentTexts Texts)
{
    /// <summary>For the winner, where the auction awards by itself.</summary>
    public string? Contact { get; init; }
}

public sealed record IntentAmendment(IntentDraft Draft, int Version);

public sealed record AwardOrder(OfferId OfferId, string? Contact, string? Reason);

/// <summary>Reads what customers send: intents (their terms: IntentReader.Terms.cs, their auctions: IntentReader.Auction.cs),
/// amendments, awards.</summary>
public static partial class IntentReader
{
    /// <summary>For reading on where the currency is not known.</summary>
    private const int AnyDigits = Currencies.DigitsMax;

    /// <summary>From rules 2 on: a time that is further ahead is a slip of the pen.</summary>
    public const int YearsAheadMax = 10;

    /// <summary>The body of a post or a preview.</summary>
    /// <param name="now">Unix milliseconds; the close is after it.</param>
    /// <param name="rules">Those of the intent: one that was opened before is read as it was then.</param>
    public static Reading<IntentDraft> Post(JsonTree tree, long now, int rules = Rules.Newest)
    {
        var faults = new Faults(tree.Faults);
        Func<IntentDraft>? draft = null;
        if (JsonObjectReader.Open(tree, faults) is { } body)
        {
            draft = Intent(body, new Basis(now, rules), version: 1);
            body.Close();
        }
        return faults.Read(() => draft!());
    }

    /// <summary>The body of an amendment: the whole intent and its <c>version</c>.</summary>
    public static Reading<IntentAmendment> Amend(JsonTree tree, long now, int rules)
    {
        var faults = new Faults(tree.Faults);
        Func<IntentDraft>? draft = null;
        int? version = null;
        if (JsonObjectReader.Open(tree, faults) is { } body)
        {
            version = (int?)body.Required("version")?.Integer(1, int.MaxValue);
            draft = Intent(body, new Basis(now, rules), (version ?? 1) + 1);
            body.Close();
        }
        return faults.Read(() => new IntentAmendment(draft!(), version!.Value));
    }

    public static Reading<AwardOrder> Award(JsonTree tree)
    {
        var faults = new Faults(tree.Faults);
        if (JsonObjectReader.Open(tree, faults) is not { } body)
            return faults.Read<AwardOrder>(() => null!);
        var offerId = body.Required("offerId")?.Id<OfferId>();
        var contact = body.Optional("contact")?.Text(WireLimits.AwardContactMax);
        var reason = body.Optional("reason")?.Text(WireLimits.ReasonMax);
        body.Close();
        return faults.Read(() => new AwardOrder(offerId!.Value, contact, reason));
    }

    /// <summary>Reads all members; what comes back makes the draft once it is known that there was no fault.</summary>
    private static Func<IntentDraft> Intent(JsonObjectReader body, Basis basis, int version)
    {
        var title = body.Required("title")?.Title(WireLimits.TitleMax);
        var description = body.Optional("description")?.Text(WireLimits.DescriptionMax, blank: true);
        var category = body.Required("category") is { } classed ? Category(classed) : null;
        var currency = body.Required("currency") is { } money ? Currency(money) : null;
        basis = basis with { Digits = currency is null ? AnyDigits : Currencies.Digits(currency) ?? AnyDigits };
        var region = body.Optional("region") is { } place ? Region(place) : null;
        var descriptions = new Dictionary<string, string>();
        var lines = body.Required("lines") is { } listed ? Lines(listed, descriptions) : null;
        var terms = body.Required("terms") is { } stated ? Terms(stated, basis) : null;
        var (auction, closesAt) = body.Required("auction") is { } how ? Auction(how, basis, terms) : default;
        if (auction?.MayEndEarly == false)
            basis.CheckDeadlines(closesAt);
        var awardBy = closesAt + WireLimits.WeekMs;
        if (body.Optional("awardBy") is { } until && until.Time() is { } time)
        {
            if (time <= closesAt)
                until.Fault(FaultCodes.BeforeTheClose, "`awardBy` is after the close");
            else if (time - closesAt > WireLimits.YearMs)
                until.Fault(FaultCodes.TooFarAhead, "`awardBy` is at most a year after the close", new(Most: "1"));
            awardBy = time;
        }
        var contact = body.Optional("contact");
        var given = contact?.Text(WireLimits.AwardContactMax);
        if (contact is not null && auction is { Format: not (AuctionFormat.Dutch or AuctionFormat.Japanese) })
        {
            contact.Value.Fault(
                FaultCodes.NotAllowed, "`contact` is given with the award: only `dutch` and `japanese` award by themselves");
        }
        return () =>
        {
            var agreed = new IntentTerms(
                category!, currency!, basis.Digits, region, lines!, terms!, auction!, closesAt!.Value, awardBy!.Value, TermsHash: "");
            return new IntentDraft(
                agreed with { TermsHash = TermsHash.Of(agreed, version) }, new IntentTexts(title!, description, descriptions))
            {
                Contact = given,
            };
        };
    }

    internal static Category? Category(Field field)
    {
        if (field.Object() is not { } category)
            return null;
        var scheme = category.Required("scheme")?.Text(20);
        var id = category.Required("id")?.Text(WireLimits.CategoryIdMax);
        category.Close();
        if (scheme is null || id is null)
            return null;
        var read = new Category(scheme, id);
        if (Categories.Exists(read))
            return read;
        field.Fault(FaultCodes.UnknownCategory,
            "there is no such category: `CPV` has codes such as \"39143110-0\", `market` is the market's own list (GET "
            + "/api/v1/categories), and no other scheme is taken, UNSPSC neither");
        return null;
    }

    internal static string? Currency(Field field)
    {
        if (field.Text(20) is not { } code)
            return null;
        if (Currencies.Digits(code) is not null)
            return code;
        field.Fault(FaultCodes.UnknownCurrency, "there is no such currency in ISO 4217: it is written such as \"GBP\"");
        return null;
    }

    internal static string? Region(Field field)
    {
        if (field.Text(20) is not { } code)
            return null;
        if (Regions.IsRegion(code))
            return code;
        field.Fault(FaultCodes.UnknownRegion, $"there is no such region in ISO 3166: the nearest is \"{Regions.Nearest(code)}\"");
        return null;
    }

    private static List<Line>? Lines(Field field, Dictionary<string, string> descriptions)
    {
        if (field.Items(1, WireLimits.LinesMax) is not { } items)
            return null;
        var lines = new List<Line>();
        var ids = new HashSet<string>();
        foreach (var item in items)
        {
            if (item.Object() is not { } line)
                continue;
            var id = line.Required("id") is { } named ? Name(named, WireLimits.LineIdMax) : null;
            if (id is not null && !ids.Add(id))
                line.Fault("id", FaultCodes.NotUnique, "another line has this id");
            var description = line.Optional("description")?.Text(WireLimits.DescriptionMax, blank: true);
            if (description is not null && id is not null)
                descriptions[id] = description;
            var quantity = line.Required("quantity")?.Decimal(6, min: 1);
            var unit = line.Required("unit") is { } measured ? Unit(measured) : null;
            var attributes = line.Optional("attributes") is { } known ? Attributes(known) : null;
            line.Close();
            if (id is not null && quantity is not null && unit is not null)
                lines.Add(new Line(id, quantity.Value, unit, attributes ?? []));
        }
        return lines;
    }

    /// <summary>Letters, digits, dots, hyphens and underscores: what an event may hold for ever.</summary>
    private static string? Name(Field field, int max)
    {
        if (field.Text(max) is not { } name)
            return null;
        if (name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_'))
            return name;
        field.Fault(FaultCodes.NotAName, $"`{field.Name}` is of the letters a to z of either case, digits, dots, hyphens and underscores");
        return null;
    }

    private static string? Unit(Field field)
    {
        if (field.Text(20) is not { } unit)
            return null;
        if (Units.IsUnit(unit))
            return unit;
        field.Fault(FaultCodes.NotAUnit, $"`unit` is a code of UN/CEFACT Recommendation 20: the nearest is \"{Units.Nearest(unit)}\"");
        return null;
    }

    internal static Dictionary<string, Value>? Attributes(Field field)
    {
        if (field.Object() is not { } attributes)
            return null;
        if (attributes.Count > WireLimits.AttributesMax)
        {
            field.Fault(
                FaultCodes.TooMany, $"`{field.Name}` holds at most {WireLimits.AttributesMax}, this has {attributes.Count}",
                new(Most: $"{WireLimits.AttributesMax}"));
            return null;
        }
        var values = new Dictionary<string, Value>();
        foreach (var attribute in attributes.All)
        {
            if (!Criterion.IsAttributeName(attribute.Name))
                attribute.Fault(FaultCodes.NotAName, "an attribute is named by 1 to 64 of the letters a to z, digits and hyphens");
            else if (attribute.Attribute() is { } value)
                values.Add(attribute.Name, value);
        }
        return values;
    }

    /// <summary>What a message is read on.</summary>
    /// <param name="Now">Unix milliseconds; null: its times are not asked about.</param>
    /// <param name="Digits">Of the intent's currency.</param>
    private sealed record Basis(long? Now, int Rules, int Digits = AnyDigits)
    {
        private readonly List<(Field Max, long Time)> _deadlines = [];

        public bool HasRules2 => Rules >= 2;

        private bool AsksTimes => HasRules2 && Now is not null;

        public bool IsPast(long? time) => AsksTimes && time < Now;

        public void CheckAhead(JsonObjectReader owner, string name, long? time)
        {
            if (AsksTimes && time > WireTime.YearsAfter(Now!.Value, YearsAheadMax))
            {
                owner.Fault(
                    name, FaultCodes.TooFarAhead, $"`{name}` is at most {YearsAheadMax} years ahead", new(Most: $"{YearsAheadMax}"));
            }
        }

        /// <summary>By then everything is delivered.</summary>
        public void AddDeadline(Field max, long time)
        {
            if (IsPast(time))
                max.Fault(FaultCodes.InThePast, "by then nothing can be delivered any more: `max` is in the future");
            else if (AsksTimes)
                _deadlines.Add((max, time));
        }

        public void CheckDeadlines(long? closesAt)
        {
            foreach (var (max, _) in _deadlines.Where(d => d.Time < closesAt))
            {
                max.Fault(
                    FaultCodes.BeforeTheClose,
                    "nothing is awarded before the close, so nothing is delivered by then: `max` is not before `closesAt`");
            }
        }
    }
}
