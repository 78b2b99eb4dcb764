using System.Text.Json;
using IntentMarket.Contracts;
using IntentMarket.Engine.Values;
using IntentMarket.Routing;

namespace IntentMarket.Services.Wire;

/// <summary>Standing criteria that can be stored.</summary>
/// <param name="Body">The criteria as JSON, with nothing but what was given: what
/// <see cref="SubscriptionReader.FromStored"/> reads.</param>
public sealed record SubscriptionDraft(Criteria Criteria, string Body);

/// <summary>Reads a vendor's standing criteria, as they are sent and as they are stored.</summary>
public static class SubscriptionReader
{
    private const int NameMax = 64;
    private const int QuantityDigits = 6;

    /// <summary>For reading on where the currency is not known.</summary>
    private const int AnyDigits = Currencies.DigitsMax;

    /// <summary>1 to 64 letters a to z of either case, digits, dots, hyphens and underscores.</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= NameMax && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');

    public static Reading<SubscriptionDraft> Subscription(JsonTree tree)
    {
        var faults = new Faults(tree.Faults);
        if (JsonObjectReader.Open(tree, faults) is not { } body)
            return faults.Read<SubscriptionDraft>(() => null!);
        const int Max = WireLimits.SubscriptionListMax;
        var categories = body.Optional("categories")?.List(0, Max, IntentReader.Category);
        var regions = body.Optional("regions")?.List(0, Max, IntentReader.Region);
        var currencies = body.Optional("currencies")?.List(0, Max, IntentReader.Currency);
        var digits = currencies is [var currency] ? Currencies.Digits(currency) : null;
        var budget = body.Optional("budget") is { } money ? Bounds(money, digits ?? AnyDigits) : null;
        if (body.HasAny("budget") && currencies is not [_])
            body.Fault("budget", FaultCodes.OneCurrency, "`budget` needs exactly one currency in `currencies`");
        var quantity = body.Optional("quantity") is { } count ? Bounds(count, QuantityDigits) : null;
        var leadDays = (int?)body.Optional("leadDays")?.Integer(0, WireLimits.LeadDaysMax);
        var conditions = body.Optional("conditions")?.List(0, Max, item => item.Word(IntentReader.Conditions));
        var anyKeyword = body.Optional("anyKeyword")?.List(0, Max, Keyword);
        var noKeyword = body.Optional("noKeyword")?.List(0, Max, Keyword);
        var certifications = body.Optional("holdsCertifications")?.Texts(0, Max, WireLimits.AttributeTextMax);
        var agreements = body.Optional("acceptsAgreements")?.Texts(0, Max, WireLimits.NameMax);
        body.Close();
        return faults.Read(() =>
        {
            // The body keeps the keywords as the vendor wrote them; the criteria keep them as they are compared.
            var given = new SubscriptionDocument(
                null, categories?.Select(c => new CategoryDocument(c.Scheme, c.Id)).ToList(), regions, currencies,
                Written(budget, digits ?? 0),
                Written(quantity, QuantityDigits), leadDays, conditions, anyKeyword, noKeyword, certifications, agreements);
            return new SubscriptionDraft(Criteria(given), JsonSerializer.Serialize(given, WireJson.Options));
        });
    }

    /// <summary>The criteria in a body that was stored; null where this build cannot read it, because it is broken or a
    /// newer build wrote it.</summary>
    public static Criteria? FromStored(string body) => Stored(body)?.Criteria;

    /// <summary>The document of stored criteria under their name, for answers; null where this build cannot read it.</summary>
    public static SubscriptionDocument? Document(string name, string body) =>
        Stored(body) is { } stored ? stored.Document with { Name = name } : null;

    /// <summary>Whatever stands in a row, it costs no more than this row: nothing of it is thrown, here or where it is matched.</summary>
    private static (SubscriptionDocument Document, Criteria Criteria)? Stored(string body)
    {
        try
        {
            return JsonSerializer.Deserialize<SubscriptionDocument>(body, WireJson.Options) is { } stored && IsWhole(stored)
                ? (stored, Criteria(stored))
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Nothing in its lists is missing, and each code of a category is one.</summary>
    private static bool IsWhole(SubscriptionDocument stored)
    {
        return (stored.Categories ?? []).All(c =>
                c is { Scheme: not null, Id: not null } && (c.Scheme != Categories.Cpv || Categories.Exists(new Category(c.Scheme, c.Id))))
            && HasAll(stored.Regions) && HasAll(stored.Currencies) && HasAll(stored.Conditions) && HasAll(stored.AnyKeyword)
            && HasAll(stored.NoKeyword) && HasAll(stored.HoldsCertifications) && HasAll(stored.AcceptsAgreements);

        static bool HasAll(IReadOnlyList<string>? list) => list?.Contains(null!) != true;
    }

    private static Criteria Criteria(SubscriptionDocument stored)
    {
        return new Criteria(
            stored.Categories?.Select(c => new Category(c.Scheme, c.Id)).ToList(), stored.Regions, stored.Currencies,
            Read(stored.Budget, Digits(stored.Currencies)), Read(stored.Quantity, QuantityDigits), stored.LeadDays, stored.Conditions,
            stored.AnyKeyword, stored.NoKeyword, stored.HoldsCertifications?.Select(Unicode.Normal).ToList(), stored.AcceptsAgreements);

        static Bounds? Read(BoundsDocument? bounds, int digits) =>
            bounds is null ? null : new Bounds(Scaled(bounds.Min, digits), Scaled(bounds.Max, digits));

        static long? Scaled(string? text, int digits) => text is null
            ? null
            : Amount.TryParse(text, digits, out var scaled) ? scaled : throw new JsonException("a stored bound is no decimal");
    }

    private static int Digits(IReadOnlyList<string>? currencies) => currencies is [var currency] ? Currencies.Digits(currency) ?? 0 : 0;

    private static BoundsDocument? Written(Bounds? bounds, int digits) => bounds is not { } b
        ? null
        : new BoundsDocument(b.Min is { } min ? Amount.Format(min, digits) : null, b.Max is { } max ? Amount.Format(max, digits) : null);

    private static Bounds? Bounds(Field field, int digits)
    {
        if (field.Object() is not { } bounds)
            return null;
        var min = bounds.Optional("min")?.Decimal(digits, min: 0);
        var max = bounds.Optional("max")?.Decimal(digits, min: 0);
        if (!bounds.HasAny("min", "max"))
            bounds.Fault(FaultCodes.Missing, $"`{field.Name}` has `min`, `max` or both");
        if (min > max)
            bounds.Fault(FaultCodes.MinOverMax, "`min` is not above `max`");
        bounds.Close();
        return new Bounds(min, max);
    }

    private static string? Keyword(Field field)
    {
        if (field.Text(WireLimits.KeywordMax) is not { } keyword)
            return null;
        if (Tokens.Fold(keyword).Length > 0)
            return keyword;
        field.Fault(FaultCodes.NotAWord, "a keyword has a letter or a number in it");
        return null;
    }
}
