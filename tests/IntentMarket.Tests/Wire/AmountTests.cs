using FsCheck.Fluent;
using FsCheck.NUnit;
using IntentMarket.Engine;
using NUnit.Framework;

namespace IntentMarket.Tests.Wire;

public sealed class AmountTests
{
    [Property(MaxTest = 2_000)]
    public FsCheck.Property What_is_formatted_is_read_back(long any, byte places)
    {
        var digits = places % 7;
        var scaled = any % (Amount.MaxMajor * Amount.Scale(digits) + 1);
        var text = Amount.Format(scaled, digits);
        return (Amount.TryParse(text, digits, out var read) && read == scaled).Label($"{scaled} with {digits} digits: {text}");
    }

    [Property(MaxTest = 2_000)]
    public FsCheck.Property The_short_form_is_read_back(long any)
    {
        var scaled = any % (Amount.MaxMajor * Amount.Million + 1);
        return (Amount.TryParse(Amount.FormatShort(scaled), 6, out var read) && read == scaled).Label(Amount.FormatShort(scaled));
    }
}
