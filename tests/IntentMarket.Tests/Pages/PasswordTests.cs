using IntentMarket.Web.People;
using NUnit.Framework;

namespace IntentMarket.Tests.Pages;

public sealed class PasswordTests
{
    [TestCase("short one", false)]
    [TestCase("1234567890", false)]
    [TestCase("QWERTYUIOP", false)]
    [TestCase("password123", false)]
    [TestCase("password12", false)]
    [TestCase("wilhelmina.schmidt", false)]
    [TestCase("Schmidt-Wilhelmina-77", false)]
    [TestCase("uni-bamberg.example", false)]
    [TestCase("wilhelmina.schmidt@uni-bamberg.example", false)]
    [TestCase("IntentMarket-2026", false)]
    [TestCase("vendor+market+1", false)]
    [TestCase("correct horse battery", true)]
    [TestCase("a market for turnips", true)]
    [TestCase("wilhelmina likes turnips", true)]
    public void Password_is_neither_common_nor_the_address_nor_the_sites_own_words(string password, bool isGood) =>
        Assert.That(
            Passwords.Faults(password, "Wilhelmina.Schmidt@uni-bamberg.example").Select(f => f.Field),
            isGood ? Is.Empty : Is.EqualTo((string[])["password"]));

    [TestCase("a@x", "a@x")]
    [TestCase("Ada.Lovelace+market@Example.ORG", "Ada.Lovelace+market@example.org")]
    [TestCase("ada@bücher.example", "ada@xn--bcher-kva.example")]
    [TestCase("<a@x>", null)]
    [TestCase("a@x>", null)]
    [TestCase("Ada <a@x>", null)]
    [TestCase("a@x, b@x", null)]
    [TestCase("a b@x", null)]
    [TestCase("\"a\"@x", null)]
    [TestCase("a@x(comment)", null)]
    [TestCase("a@b@x", null)]
    [TestCase("a@", null)]
    [TestCase("@x", null)]
    [TestCase(".a@x", null)]
    [TestCase("a..b@x", null)]
    [TestCase("a@x..y", null)]
    [TestCase("a@x.", null)]
    [TestCase("a@-x", null)]
    [TestCase("a@x\n", null)]
    [TestCase("a@[127.0.0.1]", null)]
    public void Address_has_one_form(string given, string? form) => Assert.That(EmailAddress.Parse(given)?.Text, Is.EqualTo(form));
}
