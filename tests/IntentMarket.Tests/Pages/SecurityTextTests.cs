using IntentMarket.Web.Site;
using Microsoft.Extensions.Configuration;
using NUnit.Framework;

namespace IntentMarket.Tests.Pages;

/// <summary>Whom to tell of a fault, as RFC 9116 has it.</summary>
public sealed class SecurityTextTests
{
    [Test]
    public void Text_names_the_contacts_in_their_order_and_is_never_out_of_date()
    {
        var text = Of("mailto:security@market.example  https://market.example/report?by=form", "https://market.example/");
        Assert.That(
            text.On(DateTimeOffset.Parse("2026-11-30T23:59:59+02:00", System.Globalization.CultureInfo.InvariantCulture)), Is.EqualTo(
                """
                Contact: mailto:security@market.example
                Contact: https://market.example/report?by=form
                Expires: 2027-05-29T00:00:00Z
                Preferred-Languages: en
                Canonical: https://market.example/.well-known/security.txt

                """));
    }

    [TestCase("")]
    [TestCase("http://localhost:8080")]
    public void Text_names_no_place_that_is_not_reached_by_TLS(string address) =>
        Assert.That(Of("mailto:a@b.example", address).On(DateTimeOffset.UnixEpoch), Does.Not.Contain("Canonical"));

    [TestCase("")]
    [TestCase(" ")]
    public void There_is_no_text_where_nobody_is_named(string contact) =>
        Assert.That(Of(contact, "https://market.example").On(DateTimeOffset.UnixEpoch), Is.Null);

    [TestCase("security@market.example")]
    [TestCase("http://market.example/report")]
    [TestCase("tel:+1-201-555-0123")]
    [TestCase("javascript:alert(1)")]
    [TestCase("https:///report")]
    [TestCase("https:")]
    [TestCase("mailto:")]
    [TestCase("mailto:security")]
    [TestCase("mailto:@market.example")]
    [TestCase("mailto:sécurité@market.example")]
    [TestCase("mailto:a@b.example\nContact:")]
    [TestCase("mailto:a@b.example nonsense")]
    [TestCase("/report")]
    public void Contact_is_an_address_that_a_reporter_can_use(string contact) =>
        Assert.That(() => Of(contact, ""), Throws.InvalidOperationException.With.Message.Contains("Site:SecurityContact"));

    private static SecurityText Of(string contact, string address) => SecurityText.From(
        new ConfigurationBuilder().AddInMemoryCollection([new("Site:SecurityContact", contact), new("Site:Address", address)]).Build());
}
