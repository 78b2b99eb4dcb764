using System.Security.Cryptography;
using System.Text;
using IntentMarket.Contracts;
using IntentMarket.Engine.Values;
using IntentMarket.Routing;
using IntentMarket.Services.Wire;
using IntentMarket.Tests.Wire;
using NUnit.Framework;

namespace IntentMarket.Tests.Engine;

/// <summary>Texts that mean the same are the same, however they were typed.</summary>
public sealed class UnicodeTests
{
    [TestCase("cafe\u0301", "café")]
    [TestCase("A\u030A", "Å")]
    [TestCase("\u212B", "Å")]
    [TestCase("u\u0308\u0304", "\u01D6")]
    [TestCase("a\u0301\u0323", "\u1EA1\u0301")]
    [TestCase("\u1112\u1161\u11AB", "한")]
    [TestCase("e\u0334\u0301", "é\u0334")]
    [TestCase("\u0958", "\u0915\u093C")]
    [TestCase("ﬁ ½ Ａ", "ﬁ ½ Ａ")]
    [TestCase("😀 plain", "😀 plain")]
    public void A_text_is_in_form_C(string typed, string read) => Assert.That(Unicode.Normal(typed), Is.EqualTo(read));

    /// <summary>Each code point with two marks after it, against what Python's unicodedata (14.0.0) makes of them.</summary>
    [Test]
    public void Form_C_is_that_of_the_standard()
    {
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var code = 0; code < 0x30000; code++)
        {
            if (Rune.IsValid(code))
                all.AppendData(Encoding.UTF8.GetBytes(Unicode.Normal(new Rune(code) + "\u0323\u0301") + "\n"));
        }
        Assert.That(
            Convert.ToHexStringLower(all.GetHashAndReset()),
            Is.EqualTo("ecc7d57a4a91ceffba65111abf3fb0dd82f4bc17691725b53699f3ef0977b176"));
    }

    [TestCase("café", "cafe\u0301")]
    [TestCase("STRASSE", "Straße")]
    [TestCase("STRASSE", "STRAẞE")]
    [TestCase("ﬁsh", "FISH")]
    [TestCase("ＰＲＡＭ", "pram")]
    [TestCase("ΣΊΣΥΦΟΣ", "Σίσυφος")]
    [TestCase("\u212Aelvin", "kelvin")]
    [TestCase("İstanbul", "i\u0307stanbul")]
    [TestCase("\u01C4", "ǆ")]
    [TestCase("ᾳ", "ΑΙ")]
    public void Keywords_compare_by_full_case_folding_of_compatibility_forms(string one, string other)
    {
        var words = new Tokens(one);
        Assert.That(words.Contain(Tokens.Fold(other)), $"{Tokens.Fold(one)} and {Tokens.Fold(other)}");
    }

    [TestCase("cafe", "café")]
    [TestCase("ı", "i")]
    public void Other_words_stay_others(string one, string other) => Assert.That(new Tokens(one).Contain(Tokens.Fold(other)), Is.False);

    [TestCase("😀", false)]
    [TestCase("---", false)]
    [TestCase("\u3164\u115F", false)]
    [TestCase("\u2800", false)]
    [TestCase("a\u202Eb", false)]
    [TestCase("a\u2066b", false)]
    [TestCase("a\tb", false)]
    [TestCase("a\u0085b", false)]
    [TestCase("a\u2028b", false)]
    [TestCase("\u200B", false)]
    [TestCase("a\u00ADb", false)]
    [TestCase("a\u034Fb", false)]
    [TestCase("a\u3164b", false)]
    [TestCase("a\u200Bb", false)]
    [TestCase("a\u200Db", false)]
    [TestCase("a\u200Eb", false)]
    [TestCase("a\u200Fb", false)]
    [TestCase("a\u061Cb", false)]
    [TestCase("a\u206Ab", false)]
    [TestCase("a\uFEFFb", false)]
    [TestCase("a\uFFF9b", false)]
    [TestCase("a\uFDD0b", false)]
    [TestCase("a\uE000b", false)]
    [TestCase("a\U000E0041b", false)]
    [TestCase("a\U0010FFFFb", false)]
    [TestCase("שלום\u200F\u200F", false)]
    [TestCase("می\u200C", false)]
    [TestCase("می\u200Cخواهم", true)]
    [TestCase("ක්\u200Dෂ", true)]
    [TestCase("❤\uFE0F heart, 葛\U000E0100", true)]
    [TestCase("👩🏽\u200D❤\uFE0F\u200D👩 pram", true)]
    [TestCase("7", true)]
    [TestCase("שלום\u200F", true)]
    [TestCase("👩\u200D🚀 suit", true)]
    [TestCase("椅子", true)]
    public void A_title_can_be_seen(string title, bool isGood)
    {
        var faults = Messages.Post(Messages.Intent.With("/title", Messages.Quoted(title))).Faults;
        Assert.That(faults.Select(f => $"{f.At} {f.Code}"), isGood ? Is.Empty : Messages.Are("/title not-a-text"));
        var named = AccountReader.Account(Messages.Tree($$"""{"kind": "customer", "name": {{Messages.Quoted(title)}}}""")).Faults;
        Assert.That(named.Select(f => $"{f.At} {f.Code}"), isGood ? Is.Empty : Messages.Are("/name not-a-text"));
    }

    /// <summary>Wherever nothing, or a space, is blank.</summary>
    [TestCase("\u200B")]
    [TestCase("\u2060\u00A0\uFEFF")]
    [TestCase("\u2800")]
    [TestCase("\u3164\u115F")]
    [TestCase("\uFE0F\u200D")]
    [TestCase("\U000E0041")]
    [TestCase("\u202E\u202C \n")]
    public void A_text_of_which_nothing_can_be_seen_is_blank(string text)
    {
        var quoted = Messages.Quoted(text);
        var terms = Messages.Terms();
        IReadOnlyList<Fault>[] all =
        [
            Messages.Post(Messages.Intent.With("/terms/require/3/allOf/0", quoted)).Faults,
            AccountReader.Account(Messages.Tree($$"""{"kind": "vendor", "name": "A", "contact": {{quoted}}}""")).Faults,
            IntentReader.Award(Messages.Tree($$"""{"offerId": "{{Guid.Empty}}", "contact": {{quoted}}}""")).Faults,
            IntentReader.Award(Messages.Tree($$"""{"offerId": "{{Guid.Empty}}", "reason": {{quoted}}}""")).Faults,
            ReportReader.Outcome(Messages.Tree($$"""{"outcome": {{quoted}}}""")).Faults,
            AccountReader.Reason(Messages.Tree($$"""{"reason": {{quoted}}}""")).Faults,
            OfferReader.Offer(Messages.Tree(Messages.Offer.With("/key", quoted)), terms, Messages.Now).Faults,
            OfferReader.Offer(Messages.Tree(Messages.Offer.With("/certifications/0", quoted)), terms, Messages.Now).Faults,
            SubscriptionReader.Subscription(Messages.Tree($$"""{"anyKeyword": [{{quoted}}]}""")).Faults,
            SubscriptionReader.Subscription(Messages.Tree($$"""{"holdsCertifications": [{{quoted}}]}""")).Faults,
        ];
        Assert.That(all.Select(faults => string.Join(' ', faults.Select(f => f.Code))), Has.All.EqualTo(FaultCodes.Blank));
        Assert.That(Unicode.IsBlank("\u200B.") || Unicode.IsBlank("👍") || Unicode.IsBlank("\u0301"), Is.False);
    }

    [Test]
    public void Texts_are_normalized_where_they_are_read_and_keys_are_not()
    {
        const string Apart = "cafe\u0301";
        const string Whole = "café";
        var intent = Messages.Post(Messages.Intent.With("/title", Messages.Quoted(Apart)).With("/description", Messages.Quoted(Apart))
            .With("/lines/0/attributes/kind", Messages.Quoted(Apart))
            .With("/terms/require/3/allOf/0", Messages.Quoted(Apart)).With(
                "/terms/prefer/-",
                $$"""{"criterion": "certifications", "weight": 1, "points": {{{Messages.Quoted(Apart)}}: 5} }""")).Value!;
        Assert.That((intent.Texts.Title, intent.Texts.Description), Is.EqualTo((Whole, Whole)));
        Assert.That(intent.Terms.Lines[0].Attributes["kind"], Is.EqualTo(new Value.Text(Whole)));
        Assert.That(intent.Terms.Terms.Require[3].AllOf, Is.EqualTo((string[])[Whole]));
        Assert.That(intent.Terms.Terms.Prefer[^1].Points!.Keys, Is.EqualTo((string[])[Whole]));
        var offer = OfferReader.Offer(Messages.Tree(Messages.Offer.With("/key", Messages.Quoted(Apart))
            .With("/certifications/0", Messages.Quoted(Apart)).With("/note", Messages.Quoted(Apart))), intent.Terms, Messages.Now).Value!;
        Assert.That((offer.Key, offer.Note, offer.Terms.Certifications![0]), Is.EqualTo((Apart, Whole, Whole)));
    }

    [Test]
    public void Points_for_one_value_stand_once() => Assert.That(
        Messages.Post(Messages.Intent.With(
            "/terms/prefer/-", """{"criterion": "attributes.colour", "weight": 1, "points": {"caf\u00e9": 5, "cafe\u0301": 6} }""")).Faults
            .Single().Code,
        Is.EqualTo(FaultCodes.NotUnique));

    /// <summary>As an intent that was opened before texts were normalized.</summary>
    [Test]
    public void An_offer_meets_terms_that_were_stored_as_they_came()
    {
        const string Apart = "cafe\u0301";
        var terms = Messages.Terms();
        var stored = terms with
        {
            Terms = terms.Terms with
            {
                Require =
                [
                    new(Criterion.Parse("certifications")!.Value) { AllOf = [Apart] },
                    new(Criterion.Parse("attributes.kind")!.Value) { EqualTo = new Value.Text(Apart) },
                ],
            },
        };
        foreach (var typed in (string[])[Apart, "café"])
        {
            var offer = OfferReader.Offer(
                Messages.Tree(
                    Messages.Offer.With("/certifications/0", Messages.Quoted(typed)).With("/attributes/kind", Messages.Quoted(typed))),
                stored, Messages.Now).Value!;
            Assert.That(offer.Terms.Certifications, Is.EqualTo((string[])[Apart]));
            Assert.That(offer.Terms.Attributes!["kind"], Is.EqualTo(new Value.Text(Apart)));
        }
    }

    [Test]
    public void Stored_criteria_are_normalized_where_they_are_loaded() => Assert.That(
        SubscriptionReader.FromStored("""{"holdsCertifications": ["cafe\u0301"]}""")!.HoldsCertifications, Is.EqualTo((string[])["café"]));
}
