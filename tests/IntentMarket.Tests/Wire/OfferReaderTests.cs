using System.Text;
using IntentMarket.Engine;
using IntentMarket.Engine.Values;
using IntentMarket.Routing;
using IntentMarket.Services.Wire;
using NUnit.Framework;

namespace IntentMarket.Tests.Wire;

public sealed class OfferReaderTests
{
    private const string Id = "0b9a7e0e-4d5e-8c3b-9d1a-2f6c1e8a7b90";

    private static readonly byte[] Secret = Encoding.UTF8.GetBytes("the market's own");

    [Test]
    public void The_example_is_read()
    {
        var offer = OfferReader.Offer(Messages.Tree(Messages.Offer), Messages.Terms(), Messages.Now);
        Assert.That(offer.Faults, Is.Empty);
        var (key, terms, note) = offer.Value!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That((key, note, terms.AgreesTo), Is.EqualTo(("acme-42", "In stock in Paisley", "<termsHash>")));
            Assert.That((terms.Total, terms.Shipping, terms.Tax, terms.OtherCharges), Is.EqualTo((39_900, 1_000, 0, 0)));
            Assert.That((terms.Condition, terms.WarrantyMonths, terms.ReturnDays), Is.EqualTo(("new", 24, 30)));
            Assert.That(terms.Certifications, Messages.Are("EN 1888"));
            Assert.That(terms.Attributes!["seats"], Is.EqualTo(new Value.Whole(2)));
            Assert.That(terms.Lines!.Single(), Is.EqualTo(new OfferLine("1", 389_000_000, 1_000_000)));
            Assert.That(Time.Format(terms.DeliverBy!.Value), Is.EqualTo("2026-12-02T12:00:00Z"));
            Assert.That(Time.Format(terms.ValidUntil!.Value), Is.EqualTo("2026-12-10T00:00:00Z"));
            Assert.That(terms.Replaces, Is.Null);
        }
    }

    [Test]
    public void A_discount_is_a_negative_charge() => Assert.That(
        OfferReader.Offer(
            Messages.Tree(Messages.Offer.With("/otherCharges", "\"-5.5\"")), Messages.Terms(), Messages.Now).Value!.Terms.OtherCharges,
        Is.EqualTo(-550));

    [Test]
    public void Over_AMQP_the_message_id_is_the_key()
    {
        var body = Messages.Offer.With("/key", null).With("/intentId", $"\"{Id}\"");
        Assert.That(OfferReader.IntentIdOf(Messages.Tree(body)), Is.EqualTo(IntentId.Parse(Id)));
        var offer = OfferReader.AmqpOffer(Messages.Tree(body), Messages.Terms(), "acme-42", Messages.Now);
        Assert.That(offer.Faults, Is.Empty);
        Assert.That(offer.Value!.Key, Is.EqualTo("acme-42"));
        Assert.That(
            OfferReader.AmqpOffer(Messages.Tree(body.With("/key", "\"acme-42\"")), Messages.Terms(), "acme-42", Messages.Now).IsGood,
            Is.True);
    }

    [Test]
    public void An_offer_on_an_unknown_intent_tells_its_other_faults()
    {
        var body = Messages.Tree(Messages.Offer.With("/total", "\"a lot\"").With("/key", null));
        Assert.That(OfferReader.IntentIdOf(body), Is.Null);
        var reading = OfferReader.AmqpOffer(body, null, "acme-42", Messages.Now);
        Assert.That(reading.Faults.Select(f => f.At), Messages.Are("/intentId", "/total"));
    }

    [Test]
    public void Confirmations_and_withdrawals_are_read()
    {
        Assert.That(OfferReader.Confirm(Messages.Tree("""{"agreesTo": "abc"}""")).Value, Is.EqualTo("abc"));
        Assert.That(
            OfferReader.AmqpConfirm(Messages.Tree($$"""{"intentId": "{{Id}}", "offerId": "{{Id}}", "agreesTo": "abc"}""")).Value,
            Is.EqualTo(new OfferConfirmation(IntentId.Parse(Id), OfferId.Parse(Id), "abc")));
        Assert.That(
            OfferReader.AmqpWithdraw(Messages.Tree($$"""{"intentId": "{{Id}}", "offerId": "{{Id}}"}""")).Value,
            Is.EqualTo(new OfferWithdrawal(IntentId.Parse(Id), OfferId.Parse(Id))));
        Assert.That(
            OfferReader.AmqpConfirm(Messages.Tree("{}")).Faults.Select(f => f.At), Messages.Are("/intentId", "/offerId", "/agreesTo"));
        Assert.That(OfferReader.AmqpWithdraw(Messages.Tree("[]")).Faults.Single().Code, Is.EqualTo(FaultCodes.WrongType));
    }

    [Test]
    public void Small_bodies_are_read()
    {
        Assert.That(AccountReader.Reason(Messages.Tree("""{"reason": "Found one"}""")).Value, Is.EqualTo("Found one"));
        Assert.That(AccountReader.Nothing([]).IsGood && AccountReader.Nothing("{}"u8).IsGood, Is.True);
        Assert.That(AccountReader.Nothing("""{"a": 1}"""u8).Faults.Single().Code, Is.EqualTo(FaultCodes.UnknownMember));
        Assert.That(
            AccountReader.Account(Messages.Tree("""{"kind": "vendor", "name": "Acme Prams", "contact": "sales@acme.example"}""")).Value,
            Is.EqualTo(new AccountDraft(Storage.AccountKind.Vendor, "Acme Prams", "sales@acme.example")));
    }

    [Test]
    public void The_same_offer_has_the_same_hash_by_every_edge()
    {
        var hash = BodyHash.OfOffer(Secret, Messages.Tree(Messages.Offer));
        var amqp = Messages.Offer.With("/key", null).With("/intentId", $"\"{Id}\"");
        var escaped = Messages.Offer.Replace("Paisley", "\\u0050aisley", StringComparison.Ordinal).Replace(
            ": ", " :\n", StringComparison.Ordinal);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(hash, Does.Match("^[0-9a-f]{64}$"));
            Assert.That(BodyHash.OfOffer(Secret, Messages.Tree(amqp)), Is.EqualTo(hash));
            Assert.That(BodyHash.OfOffer(Secret, Messages.Tree(escaped)), Is.EqualTo(hash));
            Assert.That(BodyHash.OfOffer(Secret, Messages.Tree(Messages.Offer.With("/total", "\"399.01\""))), Is.Not.EqualTo(hash));
            Assert.That(BodyHash.OfOffer(Secret, Messages.Tree(Messages.Offer.With("/lines/0/key", "1"))), Is.Not.EqualTo(hash));
            Assert.That(BodyHash.OfOffer("another"u8, Messages.Tree(Messages.Offer)), Is.Not.EqualTo(hash));
            Assert.That(BodyHash.Of(Secret, Messages.Tree(Messages.Offer)), Is.Not.EqualTo(hash));
        }
    }

    [Test]
    public void The_subscription_example_is_read_and_stored()
    {
        var reading = SubscriptionReader.Subscription(Messages.Tree(Messages.Subscription));
        Assert.That(reading.Faults, Is.Empty);
        var criteria = reading.Value!.Criteria;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(criteria.Categories, Messages.Are(new Category("CPV", "34000000-7")));
            Assert.That(criteria.Budget, Is.EqualTo(new Bounds(5_000, 100_000)));
            Assert.That(criteria.Quantity, Is.EqualTo(new Bounds(1_000_000, 100_000_000)));
            Assert.That(criteria.LeadDays, Is.EqualTo(2));
            Assert.That(criteria.HoldsCertifications, Messages.Are("EN 1888", "ISO 9001"));
            // Stored as written, compared as folded.
            Assert.That(SubscriptionReader.Document("prams", reading.Value.Body)!.AnyKeyword, Messages.Are("stroller", "pram"));
            var stored = SubscriptionReader.FromStored(reading.Value.Body)!;
            Assert.That(stored.AnyKeyword, Is.EqualTo(criteria.AnyKeyword));
            Assert.That(stored.Budget, Is.EqualTo(criteria.Budget));
            Assert.That(stored.Quantity, Is.EqualTo(criteria.Quantity));
            Assert.That(stored.Categories, Is.EqualTo(criteria.Categories));
        }
        Assert.That(SubscriptionReader.Subscription(Messages.Tree("{}")).Value!.Body, Is.EqualTo("{}"));
    }

    [TestCase("prams-2.uk_x", true)]
    [TestCase("", false)]
    [TestCase("a b", false)]
    [TestCase("a/b", false)]
    public void A_subscription_has_a_plain_name(string name, bool isName) =>
        Assert.That(SubscriptionReader.IsName(name), Is.EqualTo(isName));
}
