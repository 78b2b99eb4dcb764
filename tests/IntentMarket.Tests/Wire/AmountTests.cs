using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using IntentMarket.Engine.Values;
using NUnit.Framework;

namespace IntentMarket.Tests.Wire;

public sealed class AmountTests
{
    [Test]
    public void What_is_formatted_is_read_back() =>
        Prop.ForAll(ArbMap.Default.ArbFor<DoNotSize<long>>(), ArbMap.Default.ArbFor<byte>(), (any, places) =>
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

    /// <summary>Prices and quantities of every size: their product takes up to 121 bits.</summary>
    [Test]
    public void Line_total_is_rounded_half_up_away_from_zero() => Prop.ForAll(
        ArbMap.Default.ArbFor<DoNotSize<long>>(), ArbMap.Default.ArbFor<DoNotSize<long>>(), ArbMap.Default.ArbFor<byte>(),
        (anyPrice, anyQuantity, sizes) =>
    {
        const long Max = Amount.MaxMajor * Amount.Million;
        var (digits, size) = (sizes % 7, sizes % 60);
        var (price, quantity) = ((anyPrice.Item % Max) >> size, Math.Abs((anyQuantity.Item % Max) >> size));
        var unit = BigInteger.Pow(10, 12 - digits);
        var exact = (BigInteger)price * quantity;
        var expected = exact.Sign * ((BigInteger.Abs(exact) * 2 + unit) / (unit * 2));
        return ((BigInteger)Amount.LineTotal(price, quantity, digits) == expected).Label($"{price} × {quantity} with {digits} digits");
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [TestCase(5_000, 1_000_000, 2, 1)]
    [TestCase(4_999, 1_000_000, 2, 0)]
    [TestCase(-5_000, 1_000_000, 2, -1)]
    public void Half_a_penny_is_a_penny(long unitPrice, long quantity, int digits, long total) =>
        Assert.That(Amount.LineTotal(unitPrice, quantity, digits), Is.EqualTo((Int128)total));
}
