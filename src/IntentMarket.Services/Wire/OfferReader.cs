using IntentMarket.Engine;
using IntentMarket.Engine.Values;

namespace IntentMarket.Services.Wire;

/// <summary>An offer that can be submitted.</summary>
/// <param name="Key">The vendor's own.</param>
public sealed record OfferDraft(string Key, OfferTerms Terms, string? Note)
{
    /// <summary>Of a standing bid, in minor units.</summary>
    public long? Floor { get; init; }
}

/// <summary>One of the offers in a message that holds many.</summary>
public sealed record OfferOfMany(IntentId IntentId, string Key, IReadOnlyList<TreeMember> Members)
{
    /// <summary>As over AMQP: with the intent that it names.</summary>
    public JsonTree Whole => new(new TreeNode.Members(Members), []);

    /// <summary>As over REST, where the address names the intent.</summary>
    public JsonTree WithoutIntent => new(new TreeNode.Members([.. Members.Where(m => m.Name != "intentId")]), []);
}

public sealed record OfferConfirmation(IntentId IntentId, OfferId OfferId, string AgreesTo);

public sealed record OfferWithdrawal(IntentId IntentId, OfferId OfferId);

/// <summary>Reads what vendors send: offers, confirmations, withdrawals, with what each edge carries elsewhere.</summary>
public static class OfferReader
{
    /// <summary>For reading on where the currency is not known.</summary>
    private const int AnyDigits = Currencies.DigitsMax;

    /// <summary>The intent that an AMQP message names; null where it names none. It is needed to read the rest.</summary>
    public static IntentId? IntentIdOf(JsonTree tree) => JsonObjectReader.Open(tree, new Faults())?.Optional("intentId")?.Id<IntentId>();

    /// <summary>How many offers one message may hold.</summary>
    public const int BatchMax = 100;

    /// <summary>The offers of a message that holds many, each as a message of its own.</summary>
    public static Reading<IReadOnlyList<OfferOfMany>> Batch(JsonTree tree)
    {
        var faults = new Faults(tree.Faults);
        var offers = new List<OfferOfMany>();
        if (JsonObjectReader.Open(tree, faults) is { } body)
        {
            foreach (var item in body.Required("offers")?.Items(1, BatchMax) ?? [])
            {
                if (item.Object() is not { } offer)
                    continue;
                var intentId = offer.Required("intentId")?.Id<IntentId>();
                var key = offer.Required("key")?.Token(WireLimits.KeyMax);
                if (intentId is not null && key is not null)
                    offers.Add(new OfferOfMany(intentId.Value, key, offer.Members));
            }
            body.Close();
        }
        return faults.Read<IReadOnlyList<OfferOfMany>>(() => offers);
    }

    /// <summary>An offer over REST or the hub.</summary>
    /// <param name="now">Unix milliseconds.</param>
    public static Reading<OfferDraft> Offer(JsonTree tree, IntentTerms intent, long now)
    {
        var faults = new Faults(tree.Faults);
        if (JsonObjectReader.Open(tree, faults) is not { } body)
            return faults.Read<OfferDraft>(() => null!);
        var key = body.Required("key")?.Token(WireLimits.KeyMax);
        return AsAsked(Read(body, faults, () => key!, intent, now), intent);
    }

    /// <summary>An offer over AMQP: its key is the <c>message_id</c>, its body names the intent.</summary>
    /// <param name="intent">Null where there is no such intent: then what is wrong with the rest is found, but there is no offer.</param>
    public static Reading<OfferDraft> AmqpOffer(JsonTree tree, IntentTerms? intent, string? messageId, long now)
    {
        var faults = new Faults(tree.Faults);
        if (Unicode.IsBlank(messageId))
            faults.Add("", FaultCodes.Missing, "the property `message_id` is required: it is the offer's key");
        else if (messageId.Length > WireLimits.KeyMax)
            faults.Add("", FaultCodes.TooLong, $"the property `message_id` is at most {WireLimits.KeyMax} characters");
        else if (messageId.Contains('\0'))
            faults.Add("", FaultCodes.Nul, "the property `message_id` holds a NUL");
        if (JsonObjectReader.Open(tree, faults) is not { } body)
            return faults.Read<OfferDraft>(() => null!);
        body.Required("intentId")?.Id<IntentId>();
        if (body.Optional("key") is { } key && key.Token(WireLimits.KeyMax) is { } given && given != messageId)
            key.Fault(FaultCodes.KeyMismatch, "`key` is the same as the property `message_id`, or left out");
        var reading = Read(body, faults, () => messageId!, intent, now);
        return intent is null ? new Reading<OfferDraft>(null, reading.Faults) : AsAsked(reading, intent);
    }

    /// <summary>Terms that were stored before texts were normalized keep theirs as they came: what says the same in an offer
    /// is written as there.</summary>
    private static Reading<OfferDraft> AsAsked(Reading<OfferDraft> reading, IntentTerms intent)
    {
        if (!reading.IsGood)
            return reading;
        var asked = intent.Terms.Require
            .SelectMany(r => (IEnumerable<string>)[.. r.OneOf ?? [], .. r.AllOf ?? [], .. r.AnyOf ?? [], .. TextsOf(r.EqualTo)])
            .Concat(intent.Terms.Prefer.SelectMany(p => p.Points?.Keys ?? []))
            .Where(text => Unicode.Normal(text) != text)
            .DistinctBy(Unicode.Normal)
            .ToDictionary(Unicode.Normal);
        if (asked.Count == 0)
            return reading;
        var terms = reading.Value.Terms;
        return reading with
        {
            Value = reading.Value with
            {
                Terms = terms with
                {
                    Certifications = terms.Certifications?.Select(As).ToList(),
                    Attributes = terms.Attributes?.ToDictionary(a => a.Key, a => a.Value switch
                    {
                        Value.Text text => new Value.Text(As(text.Content)),
                        Value.Set set => new Value.Set([.. set.Members.Select(As)]),
                        var other => other,
                    }),
                },
            },
        };

        string As(string text) => asked.GetValueOrDefault(text, text);

        static IEnumerable<string> TextsOf(Value? value) => value switch
        {
            Value.Text text => [text.Content],
            Value.Set set => set.Members,
            _ => [],
        };
    }

    /// <summary><c>{agreesTo}</c>, over REST.</summary>
    public static Reading<string> Confirm(JsonTree tree)
    {
        var faults = new Faults(tree.Faults);
        var body = JsonObjectReader.Open(tree, faults);
        var agreesTo = body?.Required("agreesTo")?.Text(WireLimits.HashMax);
        body?.Close();
        return faults.Read(() => agreesTo!);
    }

    /// <summary><c>{intentId, offerId, agreesTo}</c>, over AMQP.</summary>
    public static Reading<OfferConfirmation> AmqpConfirm(JsonTree tree)
    {
        var faults = new Faults(tree.Faults);
        var body = JsonObjectReader.Open(tree, faults);
        var intentId = body?.Required("intentId")?.Id<IntentId>();
        var offerId = body?.Required("offerId")?.Id<OfferId>();
        var agreesTo = body?.Required("agreesTo")?.Text(WireLimits.HashMax);
        body?.Close();
        return faults.Read(() => new OfferConfirmation(intentId!.Value, offerId!.Value, agreesTo!));
    }

    /// <summary><c>{intentId, offerId}</c>, over AMQP.</summary>
    public static Reading<OfferWithdrawal> AmqpWithdraw(JsonTree tree)
    {
        var faults = new Faults(tree.Faults);
        var body = JsonObjectReader.Open(tree, faults);
        var intentId = body?.Required("intentId")?.Id<IntentId>();
        var offerId = body?.Required("offerId")?.Id<OfferId>();
        body?.Close();
        return faults.Read(() => new OfferWithdrawal(intentId!.Value, offerId!.Value));
    }

    private static Reading<OfferDraft> Read(JsonObjectReader body, Faults faults, Func<string> key, IntentTerms? intent, long now)
    {
        var digits = intent?.Digits ?? AnyDigits;
        var agreesTo = body.Required("agreesTo")?.Text(WireLimits.HashMax);
        var total = body.Required("total")?.Decimal(digits, min: 0);
        var deliverBy = body.Optional("deliverBy")?.Time();
        if (intent is { Terms.HasRules2: true } && deliverBy > WireTime.YearsAfter(now, IntentReader.YearsAheadMax))
        {
            body.Fault(
                "deliverBy", FaultCodes.TooFarAhead, $"`deliverBy` is at most {IntentReader.YearsAheadMax} years ahead",
                new(Most: $"{IntentReader.YearsAheadMax}"));
        }
        var warrantyMonths = (int?)body.Optional("warrantyMonths")?.Integer(0, WireLimits.CountMax);
        var returnDays = (int?)body.Optional("returnDays")?.Integer(0, WireLimits.CountMax);
        var condition = body.Optional("condition")?.Word(IntentReader.Conditions);
        var certifications = body.Optional("certifications")?.Texts(0, WireLimits.SetMax, WireLimits.AttributeTextMax);
        var attributes = body.Optional("attributes") is { } held ? IntentReader.Attributes(held) : null;
        var lines = body.Optional("lines") is { } priced ? Lines(priced) : null;
        var shipping = body.Optional("shipping")?.Decimal(digits, min: 0);
        var tax = body.Optional("tax")?.Decimal(digits, min: 0);
        var otherCharges = body.Optional("otherCharges")?.Decimal(digits);
        var validUntil = body.Optional("validUntil")?.Time();
        var note = body.Optional("note")?.Text(WireLimits.NoteMax, blank: true);
        var replaces = body.Optional("replaces")?.Id<OfferId>();
        var floor = body.Optional("floor");
        var least = floor?.Decimal(digits, min: 0);
        if (floor is not null && intent is { Auction.Format: not AuctionFormat.English })
        {
            floor.Value.Fault(FaultCodes.NotAllowed, "a standing bid, which has a `floor`, is for `english` auctions");
        }
        else if (floor is not null && body.HasAny("lines", "shipping", "tax", "otherCharges"))
        {
            floor.Value.Fault(
                FaultCodes.NotAllowed,
                "a standing bid has a total alone, which the market revises: no lines, shipping, tax or other charges");
        }
        else if (least > total)
        {
            floor!.Value.Fault(FaultCodes.MinOverMax, "`floor` is not above `total`");
        }
        body.Close();
        return faults.Read(() => new OfferDraft(
            key(),
            new OfferTerms(
                agreesTo!, total!.Value, deliverBy, warrantyMonths, returnDays, condition, certifications, attributes, lines, shipping, tax,
                otherCharges, validUntil, replaces),
            note)
        {
            Floor = least,
        });
    }

    private static List<OfferLine>? Lines(Field field)
    {
        if (field.Items(1, WireLimits.LinesMax) is not { } items)
            return null;
        var lines = new List<OfferLine>(items.Count);
        foreach (var item in items)
        {
            if (item.Object() is not { } line)
                continue;
            var id = line.Required("line")?.Text(WireLimits.LineIdMax);
            var unitPrice = line.Required("unitPrice")?.Decimal(6, min: 0);
            var quantity = line.Required("quantity")?.Decimal(6, min: 1);
            line.Close();
            if (id is not null && unitPrice is not null && quantity is not null)
                lines.Add(new OfferLine(id, unitPrice.Value, quantity.Value));
        }
        return lines;
    }
}
