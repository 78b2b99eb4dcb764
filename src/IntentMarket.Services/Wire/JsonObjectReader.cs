using IntentMarket.Contracts;
using IntentMarket.Engine;
using IntentMarket.Engine.Values;

namespace IntentMarket.Services.Wire;

/// <summary>Reads the members of one object by name, and then tells which ones nobody asked for. Every fault is collected, none stops the
/// reading.</summary>
internal sealed class JsonObjectReader(IReadOnlyList<TreeMember> members, string at, Faults faults)
{
    private readonly List<string> _asked = [];

    public string At => at;

    /// <summary>As they came, asked for or not.</summary>
    public IReadOnlyList<TreeMember> Members => members;

    public IEnumerable<Field> All => members.Select(m => new Field(m.Value, at, m.Name, 0, faults));

    public int Count => members.Count;

    /// <summary>The message itself, which has to be an object.</summary>
    public static JsonObjectReader? Open(JsonTree tree, Faults faults)
    {
        if (tree.Root is null)
            return null;
        var message = new Field(tree.Root, "", null, -1, faults).Object();
        // Open Contracting's releases, records and packages: of their members none is known here, and a list of
        // all of them would help nobody.
        if (message?.HasAny("ocid", "releases", "records") != true)
            return message;
        message.Fault(FaultCodes.UnknownMember, $"this is OCDS; {JsonTree.Taken}");
        return null;
    }

    public Field? Optional(string name)
    {
        _asked.Add(name);
        for (var i = 0; i < members.Count; i++)
        {
            if (members[i].Name == name)
                return new Field(members[i].Value, at, name, 0, faults);
        }
        return null;
    }

    public Field? Required(string name)
    {
        var field = Optional(name);
        if (field is null)
            Fault(name, FaultCodes.Missing, $"`{name}` is required");
        return field;
    }

    public bool HasAny(params ReadOnlySpan<string> names)
    {
        foreach (var member in members)
        {
            if (names.Contains(member.Name))
                return true;
        }
        return false;
    }

    public void Fault(string code, string detail) => faults.Add(at, code, detail);

    public void Fault(string name, string code, string detail, FaultBounds bounds = default) =>
        faults.Add(Pointer.To(at, name), code, detail, bounds);

    /// <summary>Tells of members that nobody asked for.</summary>
    public void Close()
    {
        if (members.Count <= _asked.Count && members.All(m => _asked.Contains(m.Name)))
            return;
        var known = string.Join(", ", _asked);
        foreach (var member in members)
        {
            if (!_asked.Contains(member.Name))
                Fault(member.Name, FaultCodes.UnknownMember, $"`{Pointer.Shown(member.Name)}` is not known here; known are: {known}");
        }
    }
}

/// <summary>A value at its place. Each way to read it answers null where it is not that, having told the fault.</summary>
internal readonly struct Field(TreeNode node, string parent, string? name, int index, Faults faults)
{
    public string Name => name ?? "";

    public string At => name is not null ? Pointer.To(parent, name) : index >= 0 ? Pointer.To(parent, index) : parent;

    private string Called => name is not null ? $"`{Pointer.Shown(name)}`" : index >= 0 ? $"item {index}" : "the message";

    public void Fault(string code, string detail, FaultBounds bounds = default) => faults.Add(At, code, detail, bounds);

    public JsonObjectReader? Object()
    {
        if (node is TreeNode.Members { All: var members })
            return new JsonObjectReader(members, At, faults);
        WrongType("an object");
        return null;
    }

    public IReadOnlyList<Field>? Items(int min, int max)
    {
        if (node is not TreeNode.Items { All: var items })
        {
            WrongType("an array");
            return null;
        }
        if (items.Count < min)
            Fault(FaultCodes.TooFew, $"{Called} holds at least {min}", new(Least: $"{min}"));
        if (items.Count > max)
        {
            Fault(FaultCodes.TooMany, $"{Called} holds at most {max}, this has {items.Count}", new(Most: $"{max}"));
            return null;
        }
        var (at, all) = (At, faults);
        return [.. items.Select((item, i) => new Field(item, at, null, i, all))];
    }

    /// <summary>A text of at most <paramref name="max"/> characters (Unicode code points), in normalization form C
    /// and else as it came.</summary>
    /// <param name="blank">It may be empty, or such that nothing of it can be seen.</param>
    public string? Text(int max, bool blank = false) => Written("a string") is { } text ? Bounded(Unicode.Normal(text), max, blank) : null;

    /// <summary>A text that is the title or the name of something.</summary>
    public string? Title(int max)
    {
        if (Text(max, blank: true) is not { } text)
            return null;
        if (Unicode.IsTitle(text))
            return text;
        if (string.IsNullOrWhiteSpace(text))
        {
            Fault(FaultCodes.Blank, $"{Called} is blank");
        }
        else
        {
            Fault(
                FaultCodes.NotAText,
                $"{Called} has a letter or a digit that can be seen, and nothing that hides, "
                + "controls or turns round what stands beside it");
        }
        return null;
    }

    /// <summary>A text that means nothing and is compared byte by byte, such as a key: exactly as it came.</summary>
    public string? Token(int max) => Written("a string") is { } text ? Bounded(text, max, blank: false) : null;

    private string? Bounded(string text, int max, bool blank)
    {
        // A text has at most as many characters as UTF-16 units: most need no counting.
        var length = text.Length <= max ? text.Length : text.EnumerateRunes().Count();
        if (length > max)
            Fault(FaultCodes.TooLong, $"{Called} is at most {max} characters, this has {length}", new(Most: $"{max}"));
        else if (!blank && Unicode.IsBlank(text))
            Fault(FaultCodes.Blank, $"{Called} is blank");
        else
            return text;
        return null;
    }

    /// <summary>A list of different texts.</summary>
    public IReadOnlyList<string>? Texts(int min, int max, int maxLength) => List(min, max, item => item.Text(maxLength));

    /// <summary>A list of different values.</summary>
    /// <param name="comparer">Which values are the same; null: equal ones.</param>
    public IReadOnlyList<T>? List<T>(int min, int max, Func<Field, T?> read, IEqualityComparer<T>? comparer = null) where T : class
    {
        if (Items(min, max) is not { } items)
            return null;
        var seen = new HashSet<T>(comparer);
        var values = new List<T>(items.Count);
        foreach (var item in items)
        {
            if (read(item) is not { } value)
                continue;
            if (!seen.Add(value))
                item.Fault(FaultCodes.NotUnique, $"{item.Called} is given before");
            values.Add(value);
        }
        return values;
    }

    /// <summary>A decimal string, scaled by 10^<paramref name="digits"/>.</summary>
    /// <param name="min">Scaled.</param>
    public long? Decimal(int digits, long min = long.MinValue)
    {
        if (Written("""a decimal string such as "12.50", in quotes""", new(Digits: digits)) is not { } text)
            return null;
        if (!Amount.TryParse(text, digits, out var scaled))
        {
            if (IsTooLarge(text, digits))
                Fault(FaultCodes.OutOfRange, $"{Called} is at most {Amount.MaxMajor} either way", new(Most: $"{Amount.MaxMajor}"));
            else
            {
                var fraction = digits == 0
                    ? "without a fraction, such as \"12\""
                    : $"with at most {digits} fraction digits, such as \"12.5\"";
                Fault(
                    FaultCodes.NotADecimal, $"{Called} is a decimal string {fraction}: no exponent, no plus sign, no zeros in front",
                    new(Digits: digits));
            }
            return null;
        }
        if (scaled < min)
        {
            var least = Amount.Format(min, digits);
            Fault(FaultCodes.OutOfRange, min == 0 ? $"{Called} is not negative" : $"{Called} is at least {least}", new(Least: least));
            return null;
        }
        return scaled;
    }

    /// <summary>An integer, written without fraction or exponent.</summary>
    public long? Integer(long min, long max)
    {
        var bounds = new FaultBounds($"{min}", $"{max}", 0);
        if (node is not TreeNode.Number { Written: var written })
        {
            WrongType("an integer", bounds);
            return null;
        }
        if (written.AsSpan().ContainsAny('.', 'e', 'E'))
        {
            Fault(FaultCodes.NotAnInteger, $"{Called} is an integer, without fraction or exponent", bounds);
            return null;
        }
        if (long.TryParse(written, System.Globalization.NumberStyles.AllowLeadingSign, null, out var number)
            && number >= min && number <= max)
            return number;
        Fault(FaultCodes.OutOfRange, $"{Called} is from {min} to {max}", bounds);
        return null;
    }

    public bool? Flag()
    {
        if (node is TreeNode.Flag { Is: var flag })
            return flag;
        WrongType("true or false");
        return null;
    }

    /// <summary>Unix milliseconds.</summary>
    public long? Time()
    {
        if (Written("a time, in quotes") is not { } text)
            return null;
        if (WireTime.TryParse(text, out var time, out var isOutOfRange))
            return time;
        if (isOutOfRange)
            Fault(FaultCodes.OutOfRange, $"{Called} is in the years 1970 to 9999", new("1970", "9999"));
        else
            Fault(FaultCodes.NotATime, $"{Called} is a time with its offset (RFC 3339), such as \"2026-12-05T18:00:00Z\"");
        return null;
    }

    /// <summary>Milliseconds.</summary>
    public long? Duration()
    {
        if (Written("a duration, in quotes") is not { } text)
            return null;
        if (!WireTime.TryParseDuration(text, out var duration))
            Fault(FaultCodes.NotADuration, $"{Called} is a duration (ISO 8601) of days, hours, minutes, whole seconds, such as \"PT2M\"");
        else if (duration is < WireTime.DurationMinMs or > WireTime.DurationMaxMs)
            Fault(FaultCodes.OutOfRange, $"{Called} is from 1 second to 7 days");
        else
            return duration;
        return null;
    }

    public TId? Id<TId>() where TId : struct, IId<TId>
    {
        if (Written("a UUID, in quotes") is not { } text)
            return null;
        if (Guid.TryParseExact(text, "D", out var id))
            return TId.Of(id);
        Fault(FaultCodes.NotAUuid, $"{Called} is a UUID, such as \"0b9a7e0e-4d5e-8c3b-9d1a-2f6c1e8a7b90\"");
        return null;
    }

    /// <summary>A member of an enumeration, by its word.</summary>
    public T? Choice<T>() where T : struct, Enum => EnumWords.TryRead<T>(Word(EnumWords.All<T>()), out var value) ? value : null;

    /// <summary>One of a few words, as it is.</summary>
    public string? Word(params IReadOnlyList<string> words)
    {
        if (Written("a string") is not { } text)
            return null;
        if (words.Contains(text))
            return text;
        Fault(FaultCodes.UnknownValue, $"{Called} is one of: {string.Join(", ", words)}");
        return null;
    }

    /// <summary>The value of an attribute.</summary>
    public Value? Attribute()
    {
        switch (node)
        {
            case TreeNode.Number:
                return Integer(-Amount.MaxMajor, Amount.MaxMajor) is { } number ? new Value.Whole(number) : null;
            case TreeNode.Flag { Is: var flag }:
                return new Value.Flag(flag);
            case TreeNode.Text:
                return Text(WireLimits.AttributeTextMax, blank: true) is { } text ? new Value.Text(text) : null;
            case TreeNode.Items:
                return Texts(0, WireLimits.SetMax, WireLimits.AttributeTextMax) is { } members ? new Value.Set(members) : null;
            default:
                WrongType("an integer, a string, true or false, or an array of strings");
                return null;
        }
    }

    /// <summary>A number that an attribute is held against, an integer or a decimal string, in millionths.</summary>
    public long? AttributeNumber() => node is TreeNode.Text
        ? Decimal(6)
        : Integer(-Amount.MaxMajor, Amount.MaxMajor) * Amount.Million;

    /// <summary>A decimal string but for its size.</summary>
    private static bool IsTooLarge(ReadOnlySpan<char> text, int digits)
    {
        var magnitude = text.StartsWith('-') ? text[1..] : text;
        var point = magnitude.IndexOf('.');
        var whole = point < 0 ? magnitude : magnitude[..point];
        var fraction = point < 0 ? default : magnitude[(point + 1)..];
        return whole.Length >= 13 && whole[0] != '0' && !whole.ContainsAnyExceptInRange('0', '9')
            && (point < 0 || (fraction.Length > 0 && fraction.Length <= digits && !fraction.ContainsAnyExceptInRange('0', '9')));
    }

    /// <summary>The content of a string, or a fault that says what was wanted.</summary>
    private string? Written(string wanted, FaultBounds bounds = default)
    {
        if (node is TreeNode.Text { Content: var text })
            return text;
        WrongType(wanted, bounds);
        return null;
    }

    private void WrongType(string wanted, FaultBounds bounds = default)
    {
        if (node is not TreeNode.Faulty)
            Fault(FaultCodes.WrongType, $"{Called} is {wanted}", bounds);
    }
}

/// <summary>Bounds of what may come in; what is beyond is refused with <c>too-long</c> or <c>too-many</c>.</summary>
public static class WireLimits
{
    public const int TitleMax = 200;
    public const int DescriptionMax = 8_000;
    public const int CategoryIdMax = 100;
    public const int LinesMax = 100;
    public const int LineIdMax = 40;
    public const int TimeMax = 60;
    public const int AttributesMax = 50;
    public const int AttributeTextMax = 200;
    public const int SetMax = 50;
    public const int CriteriaMax = 50;
    public const int PointsMax = 50;
    public const int WeightMax = 1_000;
    public const int CountMax = 100_000;
    public const int ExtensionsMax = 100;
    public const int KeyMax = 200;
    public const int NoteMax = 2_000;
    public const int HashMax = 100;
    public const int ReasonMax = 1_000;
    public const int NameMax = 200;
    public const int ContactMax = 500;
    public const int AwardContactMax = 1_000;
    public const int SubscriptionListMax = 100;
    public const int KeywordMax = 50;
    public const int LeadDaysMax = 3_650;
    public const long YearMs = 366L * 24 * 60 * 60 * 1_000;
    public const long WeekMs = 7L * 24 * 60 * 60 * 1_000;
}
