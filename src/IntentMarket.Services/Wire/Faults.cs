using IntentMarket.Contracts;

namespace IntentMarket.Services.Wire;

/// <summary>What was read from a message, or all that is wrong with it.</summary>
/// <param name="Value">Default where there is any fault.</param>
public readonly record struct Reading<T>(T? Value, IReadOnlyList<Fault> Faults)
{
    [System.Diagnostics.CodeAnalysis.MemberNotNullWhen(true, nameof(Value))]
    public bool IsGood => Faults.Count == 0;
}

/// <summary>The faults of one message, in the order in which they were found: at most <see cref="Max"/>, then one that says that there are
/// more.</summary>
internal sealed class Faults
{
    public const int Max = 100;

    private readonly List<Fault> _found;

    public Faults(IReadOnlyList<Fault>? before = null) => _found = before is { Count: > 0 } ? [.. before] : [];

    public int Count => _found.Count;

    public void Add(string at, string code, string detail, FaultBounds bounds = default)
    {
        if (_found.Count < Max)
            _found.Add(new Fault(at, code, detail) { Bounds = bounds });
        else if (_found.Count == Max)
            _found.Add(new Fault("", FaultCodes.TooManyFaults, $"there are more than {Max} faults: the others are not listed"));
    }

    public IReadOnlyList<Fault> ToList() => _found;

    /// <summary>The value, where nothing is wrong.</summary>
    public Reading<T> Read<T>(Func<T> value) => Count == 0 ? new(value(), []) : new(default, _found);
}

/// <summary>What can be wrong with a message: the codes of <see cref="Fault"/>.</summary>
public static class FaultCodes
{
    // Of the bytes.
    public const string TooLarge = "too-large";
    public const string Empty = "empty";
    public const string ByteOrderMark = "byte-order-mark";
    public const string NotUtf8 = "not-utf8";
    public const string NotJson = "not-json";
    public const string Nul = "nul";
    public const string LoneSurrogate = "lone-surrogate";
    public const string Duplicate = "duplicate";
    public const string TooDeep = "too-deep";
    public const string TooManyFaults = "too-many-faults";

    // Of the members.
    public const string UnknownMember = "unknown-member";
    public const string Missing = "missing";
    public const string WrongType = "wrong-type";
    public const string Blank = "blank";
    public const string TooLong = "too-long";
    public const string TooFew = "too-few";
    public const string TooMany = "too-many";
    public const string NotUnique = "not-unique";
    public const string OutOfRange = "out-of-range";

    // Of single values.
    public const string NotADecimal = "not-a-decimal";
    public const string NotAnInteger = "not-an-integer";
    public const string NotATime = "not-a-time";
    public const string NotADuration = "not-a-duration";
    public const string NotAUuid = "not-a-uuid";
    public const string NotAName = "not-a-name";
    public const string NotAUnit = "not-a-unit";
    public const string NotAWord = "not-a-word";
    public const string NotAText = "not-a-text";
    public const string UnknownValue = "unknown-value";
    public const string UnknownCategory = "unknown-category";
    public const string UnknownCurrency = "unknown-currency";
    public const string UnknownRegion = "unknown-region";
    public const string UnknownCriterion = "unknown-criterion";

    // Of what does not go together.
    public const string NotYet = "not-yet";
    public const string NotAllowed = "not-allowed";
    public const string MinOverMax = "min-over-max";
    public const string BestIsWorst = "best-is-worst";
    public const string MixedTypes = "mixed-types";
    public const string ScaleMismatch = "scale-mismatch";
    public const string InThePast = "in-the-past";
    public const string TooSoon = "too-soon";
    public const string TooFarAhead = "too-far-ahead";
    public const string BeforeTheClose = "before-the-close";
    public const string LeadNeeded = "lead-needed";
    public const string Contradiction = "contradiction";
    public const string OneCurrency = "one-currency";
    public const string KeyMismatch = "key-mismatch";
}

/// <summary>JSON pointers (RFC 6901) into what came in.</summary>
internal static class Pointer
{
    private const int NameMax = 64;

    public static string To(string parent, string name) => $"{parent}/{Shown(name).Replace("~", "~0").Replace("/", "~1")}";

    public static string To(string parent, int index) => $"{parent}/{index}";

    /// <summary>A name that came in, fit to be shown: cut at 64 characters, control and format characters replaced.</summary>
    public static string Shown(string name)
    {
        var cut = name.Length > NameMax;
        if (cut)
            name = name[..(char.IsHighSurrogate(name[NameMax - 1]) ? NameMax - 1 : NameMax)];
        if (name.Any(IsInvisible))
            name = string.Concat(name.Select(c => IsInvisible(c) ? '\uFFFD' : c));
        return cut ? name + "…" : name;
    }

    private static bool IsInvisible(char c) => char.IsControl(c)
        || char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.Format
            or System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator;
}
