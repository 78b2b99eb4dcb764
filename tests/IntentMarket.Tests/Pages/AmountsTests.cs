using System.Globalization;
using IntentMarket.Engine.Values;
using IntentMarket.Routing;
using IntentMarket.Services.Wire;
using IntentMarket.Web.Intents;
using IntentMarket.Web.Layout;
using IntentMarket.Web.Offers;
using IntentMarket.Web.Subscriptions;
using Microsoft.Extensions.Primitives;
using NUnit.Framework;

namespace IntentMarket.Tests.Pages;

/// <summary>Amounts are read as their reader means them; what could be two things is asked.</summary>
public sealed class AmountsTests
{
    [TestCase("450", "GBP", "en", "450")]
    [TestCase("£ 1,250.50", "GBP", "en-GB,en;q=0.9", "1250.50")]
    [TestCase("12,500", "GBP", "en", "12500")]
    [TestCase("12.500", "EUR", "de", "12500")]
    [TestCase("12.500", "JPY", "de", "12500")]
    [TestCase("12 500", "EUR", "fr", "12500")]
    [TestCase("12\u202F500,50", "EUR", "fr", "12500.50")]
    [TestCase("1'250.50", "CHF", "de-CH", "1250.50")]
    [TestCase("1’250.–", "CHF", "de-CH", "1250")]
    [TestCase("399,00", "GBP", "en", "399.00")]
    [TestCase("399,00", "EUR", "de", "399.00")]
    [TestCase("1.250,50", "EUR", "de", "1250.50")]
    [TestCase("1,234,567", "USD", "en", "1234567")]
    [TestCase("1.234.567", "EUR", "es", "1234567")]
    [TestCase("1,00,000", "INR", "en-IN", "100000")]
    [TestCase("0,500", "TND", "fr", "0.500")]
    [TestCase("1234,500", "TND", "fr", "1234.500")]
    [TestCase("12,5", "TND", "fr", "12.5")]
    [TestCase("-5,00", "EUR", "de", "-5.00")]
    [TestCase("−5.00", "GBP", "en", "-5.00")]
    [TestCase("€450", "EUR", "en", "450")]
    [TestCase("450 EUR", "EUR", "en", "450")]
    [TestCase("RSD 399.60", "RSD", "en", "399.60")]
    [TestCase("$450", "CAD", "en-CA", "450")]
    [TestCase("450 kr", "SEK", "sv", "450")]
    [TestCase("１２３", "JPY", "ja", "123")]
    [TestCase("٤٥٠", "EGP", "ar", "450")]
    [TestCase("399.-", "CHF", "de-CH", "399")]
    public void What_can_be_one_thing_is_read(string typed, string currency, string language, string amount)
    {
        var read = Amounts.Read(typed, currency, language);
        Assert.That(read.Question, Is.Null);
        Assert.That(read.Written, Is.EqualTo(amount));
    }

    [TestCase("12,500", "TND", "en", "12500", "12.500")]
    [TestCase("12,500", "TND", "fr", "12500", "12.500")]
    [TestCase("12.500", "KWD", "de", "12500", "12.500")]
    [TestCase("12.500", "GBP", "en", "12500", "12.500")]
    [TestCase("12,500", "EUR", "de", "12500", "12.500")]
    [TestCase("12.500", "EUR", "fr", "12500", "12.500")]
    [TestCase("12.500", "JPY", "ja", "12500", "12.500")]
    [TestCase("€450", "GBP", "en", "€ 450", "GBP 450")]
    [TestCase("450 USD", "GBP", "en", "USD 450", "GBP 450")]
    [TestCase("$1,000", "GBP", "en", "$ 1000", "GBP 1000")]
    public void What_could_be_two_things_is_asked(string typed, string currency, string language, string one, string other)
    {
        var read = Amounts.Read(typed, currency, language);
        Assert.That(read.Question, Does.Contain($"Is this {one} or {other}?"));
        Assert.That(Amount.TryParse(read.Written, 6, out _), Is.False, "it cannot go on as if it were one of them");
    }

    [TestCase("a lot")]
    [TestCase("12..5")]
    [TestCase("1,2,3")]
    [TestCase("12x")]
    [TestCase("€ 4 £")]
    [TestCase("--")]
    public void What_is_no_amount_stays_for_the_reader_to_say_so(string typed) =>
        Assert.That(Amounts.Read(typed, "GBP", "en"), Is.EqualTo(new TypedAmount(typed)));

    [TestCase("1.000,50", "GBP", "en-GB", "1,000.50")]
    [TestCase("1.234.567,5", "EUR", "en", "1,234,567.5")]
    [TestCase("1,000.50", "EUR", "de", "1.000,50")]
    [TestCase("€ 1.000,50", "EUR", "en", "1,000.50")]
    public void What_is_written_as_others_do_is_asked(string typed, string currency, string language, string meant)
    {
        var read = Amounts.Read(typed, currency, language);
        Assert.That(read, Is.EqualTo(new TypedAmount(typed, $"Did you mean {meant}? If so, write it like that.")));
        Assert.That(Amounts.Read(meant, currency, language).Question, Is.Null);
    }

    [TestCase("€450", "GBP", "EUR")]
    [TestCase("450 EUR", "GBP", "EUR")]
    [TestCase("£450", "EUR", "GBP")]
    [TestCase("₹ 450", "GBP", "INR")]
    [TestCase("£450", "EGP", null)]
    [TestCase("$450", "GBP", null)]
    [TestCase("€450", "EUR", null)]
    [TestCase("450", "GBP", null)]
    [TestCase("450 things", "GBP", null)]
    public void Sign_of_one_currency_says_which_is_meant(string typed, string chosen, string? meant) =>
        Assert.That(Amounts.OtherCurrencyOf(typed, chosen), Is.EqualTo(meant));

    [Test]
    public void Vendor_writes_one_digit_after_the_comma()
    {
        var form = new Form(new Dictionary<string, StringValues> { ["/total"] = "49,5" }) { Language = "en-GB" };
        Assert.That((string?)OfferFields.Message(form, "GBP", out var questions)["total"], Is.EqualTo("49.5"));
        Assert.That(questions, Is.Empty);
        Assert.That(Amount.TryParse("49.5", 2, out var pence) ? pence : 0, Is.EqualTo(49_50));
    }

    /// <summary>How the question says to write it is understood.</summary>
    [Test]
    public void Whatever_is_asked_can_be_answered(
        [Values("12,500", "12,501", "1.000")] string typed, [Values("TND", "GBP", "JPY")] string currency,
        [Values("en", "de", "fr")] string language)
    {
        var read = Amounts.Read(typed, currency, language);
        if (read.Question is not { } question)
        {
            Assert.That(
                Amount.TryParse(read.Written, Currencies.Digits(currency)!.Value, out _),
                "what is not asked is one amount of the currency");
            return;
        }
        var (first, second) = (question.Split("Write ")[1].TrimEnd('.').Split(" or ")[0], question.Split("Write ")[1]
            .TrimEnd('.').Split(" or ")[1]);
        Assert.That(Amounts.Read(first, currency, language), Is.EqualTo(new TypedAmount(first)));
        var again = Amounts.Read(second, currency, language);
        Assert.That(again.Question, Is.Null);
        Assert.That(Amount.TryParse(again.Written, 3, out _), "the market reads it where a currency has as many digits");
        Assert.That(
            decimal.Parse(again.Written, CultureInfo.InvariantCulture),
            Is.EqualTo(decimal.Parse(typed.Replace(',', '.'), CultureInfo.InvariantCulture)));
    }

    [Test]
    public void What_a_form_was_filled_in_with_is_not_asked()
    {
        var form = new Form(
            new Dictionary<string, StringValues> { ["/total"] = "12.500", ["was-/total"] = "12.500", ["/floor"] = "12.500" });
        var message = OfferFields.Message(form, "TND", out var questions);
        Assert.That((string?)message["total"], Is.EqualTo("12.500"));
        Assert.That(questions.Keys, Is.EqualTo((string[])["/floor"]));
    }

    [Test]
    public void All_forms_ask_at_the_field()
    {
        var composer = IntentForm.Read(
            new Form(new Dictionary<string, StringValues> { ["title"] = "a", ["currency"] = "GBP", ["budget"] = "€450" }),
            new CategoryTree([]), DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        var faults = composer.Told(IntentReader.Post(composer.Tree(), DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()).Faults);
        Assert.That(faults.Single(f => f.Field == "budget").Text, Does.StartWith("Is this € 450 or GBP 450?"));
        var criteria = new Form(
            new Dictionary<string, StringValues> { ["/currencies:set"] = "TND", ["/budget/max"] = "12,500", ["/quantity/min"] = "2,5" });
        var message = CriteriaForm.Message(criteria, out var questions);
        Assert.That(questions["/budget/max"], Does.StartWith("Is this 12500 or 12.500?"));
        Assert.That((string?)message["quantity"]!["min"], Is.EqualTo("2.5"));
        Assert.That(
            ((IEnumerable<FormFault>)[new FormFault("/budget/max", "x")]).Asking(questions).Single().Text,
            Is.EqualTo(questions["/budget/max"]));
    }
}
