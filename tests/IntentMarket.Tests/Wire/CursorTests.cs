using System.Numerics;
using System.Security.Cryptography;
using IntentMarket.Engine;
using IntentMarket.Services.Market;
using IntentMarket.Services.Wire;
using NUnit.Framework;

namespace IntentMarket.Tests.Wire;

/// <summary>What a reader can do with a cursor: give it back.</summary>
public sealed class CursorTests
{
    private static readonly Cursors Sealed = new(new MarketIdentity(RandomNumberGenerator.GetBytes(32)));
    private static readonly AccountId Account = AccountId.New();

    [Test]
    public void Place_comes_back_to_its_account_alone()
    {
        var place = RandomNumberGenerator.GetBytes(24);
        var text = Sealed.Seal("notices", Account, place);
        Assert.That(Open("notices", Account, text), Is.EqualTo(place));
        Assert.That(Sealed.Seal("notices", Account, place), Is.EqualTo(text), "the same place is the same text");
        Assert.That(text, Does.Match("^[A-Za-z0-9_-]{54}$"), "it stands in an address as it is");
        Assert.That(Open("notices", AccountId.New(), text), Is.Null, "another's");
        Assert.That(Open("feed", Account, text), Is.Null, "of another list");
        Assert.That(
            new Cursors(new MarketIdentity(new byte[32])).TryOpen("notices", Account, text, new byte[24]), Is.False, "of another market");
    }

    [Test]
    public void Broken_ones_are_refused()
    {
        var text = Sealed.Seal("notices", Account, new byte[24]);
        for (var i = 0; i < text.Length - 1; i++)
            Assert.That(Open("notices", Account, text[..i] + (text[i] == 'A' ? 'B' : 'A') + text[(i + 1)..]), Is.Null, $"character {i}");
        foreach (var bad in new[]
        {
            "", text[1..], text + "A", text[..^1] + "=", new string('ü', text.Length), new string(' ', text.Length),
        })
            Assert.That(Open("notices", Account, bad), Is.Null, bad);
    }

    /// <summary>Of two cursors nobody can say which is the later one or how far they are apart: neighbours differ in as many
    /// bits as strangers do.</summary>
    [Test]
    public void Neighbours_are_as_far_apart_as_strangers()
    {
        var texts = Enumerable.Range(0, 2_000).Select(i => Bits(Sealed.Seal("notices", Account, Place(i)))).ToList();
        var other = Bits(Sealed.Seal("notices", AccountId.New(), Place(0)));
        var neighbours = texts.Zip(texts.Skip(1), Apart).Average();
        var strangers = texts.Zip(texts.Skip(1_000), Apart).Average();
        Assert.That(neighbours, Is.EqualTo(160).Within(3), "of 320 bits");
        Assert.That(strangers, Is.EqualTo(160).Within(3));
        Assert.That(Apart(texts[0], other), Is.GreaterThan(100), "the same place, to another account");

        static byte[] Place(int number) => [.. BitConverter.GetBytes((long)number), .. new byte[16]];
        static byte[] Bits(string text) => Convert.FromBase64String(text.Replace('-', '+').Replace('_', '/') + "==");
        static int Apart(byte[] a, byte[] b) => a.Zip(b, (x, y) => BitOperations.PopCount((uint)(x ^ y))).Sum();
    }

    private static byte[]? Open(string kind, AccountId account, string text)
    {
        var place = new byte[24];
        return Sealed.TryOpen(kind, account, text, place) ? place : null;
    }
}
