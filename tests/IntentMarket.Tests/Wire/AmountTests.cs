using FsCheck;
using FsCheck.Fluent;
using IntentMarket.Engine;
using NUnit.Framework;

namespace IntentMarket.Tests.Wire;

public sealed class AmountTests
{
    [Test]
    public void What_is_formatted_is_read_back() => Prop.ForAll(ArbMap.Default.ArbFor<DoNotSize<long>>(), ArbMap.Default.ArbFor<byte>(), (any, places) =>
    {
        var digits = places % 7;
        var scaled = any.Item % (Amount.MaxMajor * Amount.Scale(digits) + 1);
        var text = Amount.Format(scaled, digits);
        return (Amount.TryParse(text, digits, out var read) && read == scaled).Label($"{scaled} with {digits} digits: {text}");
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Test]
    public void The_short_form_is_read_back() => Prop.ForAll(ArbMap.Default.ArbFor<DoNotSize<long>>(), any =>
    {
        var scaled = any.Item % (Amount.MaxMajor * Amount.Million + 1);
        return (Amount.TryParse(Amount.FormatShort(scaled), 6, out var read) && read == scaled).Label(Amount.FormatShort(scaled));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));
}
