using IntentMarket.Contracts;
using IntentMarket.Engine;
using IntentMarket.Engine.Values;
using IntentMarket.Services.Wire;
using IntentMarket.Web.Layout;
using NUnit.Framework;
using Made = IntentMarket.Tests.Engine.Sample;

namespace IntentMarket.Tests.Pages;

/// <summary>What lists say of intents and offers, whatever became of them.</summary>
public sealed class WordingTests
{
    [TestCase(IntentStatus.Open, 0, "No offer yet")]
    [TestCase(IntentStatus.Open, 1, "1 offer")]
    [TestCase(IntentStatus.Evaluating, 12, "12 offers")]
    [TestCase(IntentStatus.Awarded, 12, "12 offers")]
    [TestCase(IntentStatus.Unawarded, 12, "12 offers · none was chosen in time")]
    [TestCase(IntentStatus.Unawarded, 0, "There was no offer")]
    [TestCase(IntentStatus.Withdrawn, 0, "You withdrew this")]
    [TestCase(IntentStatus.Withdrawn, 1, "You withdrew this · 1 offer")]
    [TestCase(IntentStatus.Removed, 12, "The market removed this · 12 offers")]
    public void List_of_intents_says_how_each_ended(IntentStatus status, int offers, string says) =>
        Assert.That(UiText.OffersOf(Intent(status) with { Offers = offers }, reason: null), Is.EqualTo(says));

    [TestCase(IntentStatus.Withdrawn, "You withdrew this: “Found one” · 1 offer", "The customer withdrew this: “Found one”")]
    [TestCase(IntentStatus.Removed, "The market removed this: “Found one” · 1 offer", "The market removed this: “Found one”")]
    [TestCase(IntentStatus.Unawarded, "1 offer · none was chosen in time", "The customer chose nobody")]
    [TestCase(IntentStatus.Open, "1 offer", null)]
    public void Reason_for_an_end_is_told(IntentStatus status, string says, string? toVendors)
    {
        var intent = Intent(status) with { Offers = 1 };
        Assert.That(
            (UiText.OffersOf(intent, "Found one"), UiText.EndedForVendors(intent, "Found one")), Is.EqualTo((says, toVendors)));
    }

    [TestCase(IntentStatus.Open, "To be confirmed")]
    [TestCase(IntentStatus.Evaluating, "Not confirmed")]
    [TestCase(IntentStatus.Awarded, "Not confirmed")]
    public void Offer_can_be_confirmed_until_the_close(IntentStatus status, string says)
    {
        var row = Stores.Sample.Offer(Made.Intent, AccountId.New()) with { Status = OfferStatus.Unconfirmed };
        var offer = OfferView.Offer(row, new OfferTerms("terms-1", 90_00), null, 0, null, Made.Intended(), forVendor: true);
        Assert.That(UiText.Status(offer, Intent(status)), Is.EqualTo(says));
    }

    private static IntentDocument Intent(IntentStatus status) =>
        IntentView.Of(Made.Intent, Made.Intended(), null, 1, status, Made.Customer, Made.Start, Made.At(100), Made.At(1000), 0);
}
