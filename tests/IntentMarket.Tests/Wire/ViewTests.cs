using System.Text;
using System.Text.Json.Nodes;
using IntentMarket.Contracts;
using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using IntentMarket.Services;
using IntentMarket.Services.Wire;
using IntentMarket.Storage;
using NUnit.Framework;

namespace IntentMarket.Tests.Wire;

public sealed class ViewTests
{
    private static readonly IntentId IntentId = IntentId.Parse("0b9a7e0e-4d5e-8c3b-9d1a-2f6c1e8a7b90");
    private static readonly OfferId OfferId = OfferId.Parse("11111111-4d5e-8c3b-9d1a-2f6c1e8a7b90");
    private static readonly Pseudonym Vendor = Pseudonym.Parse("22222222-4d5e-8c3b-9d1a-2f6c1e8a7b90");

    [Test]
    public void A_receipt_s_bytes_never_change() => Assert.That(
        Text(OfferView.Receipt(Accepted(), "acme-42", Messages.Terms())), Is.EqualTo(
            """
            {"offerId":"11111111-4d5e-8c3b-9d1a-2f6c1e8a7b90","intentId":"0b9a7e0e-4d5e-8c3b-9d1a-2f6c1e8a7b90","key":"acme-42","outcome":"accepted","at":"2026-11-20T00:00:00Z","score":"49.417647","rank":2,"of":3,"breakdown":[{"criterion":"total","weight":60,"value":"399.00","points":"15.300000"},{"criterion":"deliverBy","weight":25,"value":"2026-12-02T12:00:00Z","points":"19.117647"},{"criterion":"condition","weight":5,"value":"new","points":"5.000000"},{"criterion":"warrantyMonths","weight":10,"value":24,"points":"10.000000"}],"gap":null}
            """));

    [TestCase("open", "none", false, false)]
    [TestCase("open", "rank", true, false)]
    [TestCase("open", "lead", true, true)]
    [TestCase("open", "full", true, true)]
    [TestCase("sealed", "full", false, false)]
    public void A_receipt_tells_what_the_visibility_allows(string format, string visibility, bool rank, bool gap)
    {
        var receipt = OfferView.Receipt(Accepted(), "acme-42", Terms(format, visibility));
        Assert.That((receipt.Rank, receipt.Of), Is.EqualTo(rank ? (2, 3) : ((int?)null, (int?)null)));
        Assert.That((receipt.Gap?.Score, receipt.Gap?.Total), Is.EqualTo(gap ? ("1.000000", "380.00") : ((string?)null, (string?)null)));
        // A point and a millionth of the weight of 25 is some four hours earlier; all else is at its best.
        Assert.That(receipt.Gap?.By?.Select(c => $"{c.Criterion} {c.Value}"), Is.EqualTo(
            gap ? ["deliverBy 2026-12-02T07:55:11.986Z", "condition ", "warrantyMonths "] : (string[]?)null));
        Assert.That(receipt.Lead, Is.EqualTo(gap ? new LeadDocument("380.01", "50.417647") : null));
        Assert.That(Text(receipt), Does.Contain("\"gap\":"));
    }

    [Test]
    public void A_gap_that_no_total_closes_says_null()
    {
        var receipt = OfferView.Receipt(Accepted(new Gap(1, null)), "acme-42", Terms("open", "lead"));
        Assert.That(Text(receipt), Does.Contain("\"gap\":{\"score\":\"0.000001\",\"total\":null,"));
    }

    [Test]
    public void A_refusal_tells_all_reasons()
    {
        var refused = new RecordedEvent(IntentId, 3, Messages.Now, new OfferRefused(
            OfferId, Vendor, Offer, null, false,
            [new Reason("over-max", "total", "450.00", "460.00"), new Reason("closed", null, "2026-11-30T20:00:00Z")],
            new Request("acme-42", "")), "");
        Assert.That(Text(OfferView.Receipt(refused, "acme-42", Messages.Terms())), Is.EqualTo(
            """
            {"offerId":"11111111-4d5e-8c3b-9d1a-2f6c1e8a7b90","intentId":"0b9a7e0e-4d5e-8c3b-9d1a-2f6c1e8a7b90","key":"acme-42","outcome":"refused","at":"2026-11-20T00:00:00Z","gap":null,"reasons":[{"code":"over-max","criterion":"total","limit":"450.00","got":"460.00"},{"code":"closed","limit":"2026-11-30T20:00:00Z"}]}
            """));
    }

    [Test]
    public void A_malformed_message_has_a_receipt_too()
    {
        var receipt = OfferView.Malformed(null, "k", Messages.Now, Messages.Tree("{").Faults);
        var json = JsonNode.Parse(Text(receipt))!.AsObject();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(json.ContainsKey("intentId") && json["intentId"] is null, Is.True);
            Assert.That((string)json["outcome"]!, Is.EqualTo("refused"));
            Assert.That((string)json["reasons"]![0]!["code"]!, Is.EqualTo("malformed"));
            Assert.That((string)json["reasons"]![0]!["detail"]!, Does.Contain("line 1"));
            Assert.That(
                OfferView.Malformed(null, null, 0, Messages.Tree(new string(' ', 70_000)).Faults).Reasons![0].Code,
                Is.EqualTo("too-large"));
        }
    }

    [Test]
    public void Points_of_other_terms_have_no_receipt() => Assert.That(
        () => OfferView.Receipt(Accepted(), "acme-42", Messages.Terms(Messages.Intent.With("/terms/prefer/0", null))),
        Throws.ArgumentException);

    [Test]
    public void Erased_texts_leave_the_intent()
    {
        var document = IntentView.Of(IntentId, Messages.Terms(), null, 2, IntentStatus.Withdrawn, Vendor, 0, 0, 0, 4);
        Assert.That((document.Title, document.Description, document.Lines[0].Description, document.Status, document.Offers),
            Is.EqualTo(("", (string?)null, (string?)null, "withdrawn", 4)));
    }

    [Test]
    public void An_offer_is_shown_whole_to_its_customer_but_for_its_key()
    {
        var terms = Messages.Terms();
        var draft = OfferReader.Offer(Messages.Tree(Messages.Offer), terms, Messages.Now).Value!;
        var row = new OfferRow(
            OfferId, IntentId, null, Vendor, "acme-42", OfferStatus.Live, draft.Terms.Total, 49_417_647,
            [15_300_000, 19_117_647, 5_000_000, 10_000_000],
            2, 2, Messages.Now, draft.Terms.ValidUntil!.Value, EventCodec.Encode(draft.Terms));
        var shown = (JsonObject)JsonNode.Parse(Text(OfferView.ForCustomer(new OfferRead(row, draft.Note, 1), 3, terms)))!;
        using (Assert.EnterMultipleScope())
        {
            foreach (var (name, value) in (JsonObject)JsonNode.Parse(Messages.Offer)!)
            {
                if (name is not "key")
                    Assert.That(JsonNode.DeepEquals(shown[name], value), Is.True, $"{name}: {shown[name]?.ToJsonString()}");
            }
            Assert.That(shown.ContainsKey("key"), Is.False);
            Assert.That(((int)shown["rank"]!, (int)shown["of"]!, (string)shown["status"]!), Is.EqualTo((1, 3, "live")));
        }
        var own = OfferView.ForVendor(new OfferRead(row, draft.Note, 1), terms);
        Assert.That((own.Key, own.Rank), Is.EqualTo(("acme-42", (int?)null)));
        var unconfirmed = OfferView.ForCustomer(new OfferRead(row with { Status = OfferStatus.Unconfirmed }, draft.Note, 0), 3, terms);
        Assert.That(
            (unconfirmed.Rank, unconfirmed.Score, unconfirmed.Breakdown),
            Is.EqualTo(((int?)null, (string?)null, (IReadOnlyList<BreakdownItem>?)null)));
    }

    [Test]
    public void A_board_tells_what_the_visibility_allows()
    {
        var place = new RankedOffer(IntentId, default, OfferId, 2, 3, 49_417_647, 39_900, 50_000_000, 30_000, EventCodec.Encode(Offer));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                VendorPosition.For(Terms("open", "none"), Knows("open", "none"), place),
                Is.EqualTo(new VendorPosition(null, null, null, null)));
            Assert.That(
                VendorPosition.For(Terms("sealed", "full"), Knows("sealed", "full"), place),
                Is.EqualTo(new VendorPosition(null, null, null, null)));
            Assert.That(
                VendorPosition.For(Terms("sealed", "full"), Knows("sealed", "full", Stage.CutShort), place),
                Is.EqualTo(new VendorPosition(null, null, null, null)));
            Assert.That(
                VendorPosition.For(Terms("open", "rank"), Knows("open", "rank"), place), Is.EqualTo(new VendorPosition(2, 3, null, null)));
            var lead = VendorPosition.For(Terms("open", "lead"), Knows("open", "lead"), place);
            Assert.That((lead.Rank, lead.Of, lead.Lead), Is.EqualTo((2, 3, new LeadDocument("300.00", "50.000000"))));
            Assert.That(lead.Gap!.Score, Is.EqualTo("0.582353"));
            Assert.That(
                Text(VendorPosition.For(Terms("sealed", "lead"), Knows("sealed", "lead", Stage.Closed), place)), Is.EqualTo(Text(lead)));
            Assert.That(VendorPosition.For(Terms("open", "lead"), Knows("open", "lead"), place with { Rank = 1 }).Gap, Is.Null);
            Assert.That(
                VendorPosition.For(Terms("open", "rank"), Knows("open", "rank"), null, live: 3),
                Is.EqualTo(new VendorPosition(null, 3, null, null)));
            Assert.That(OfferView.Board(IntentId, Terms("open", "lead"), Knows("open", "lead"), null, lead, []).Offers, Is.Null);
            Assert.That(OfferView.Board(IntentId, Terms("open", "full"), Knows("open", "full"), null, lead, []).Offers, Is.Empty);
            Assert.That(Text(OfferView.Board(
                IntentId, Terms("open", "none"), Knows("open", "none"), null, new VendorPosition(null, null, null, null), [])),
                Is.EqualTo($$"""{"intentId":"{{IntentId}}","visibility":"none","gap":null}"""));
        }
    }

    [Test]
    public void A_problem_names_every_fault()
    {
        var problem = ProblemView.Of(Messages.Post("{}").Faults);
        Assert.That((problem.Status, problem.Code, problem.Errors!.Count), Is.EqualTo((400, "malformed", 6)));
        var later = ProblemView.Of(Messages.Post(Messages.Intent.With("/terms/agreement", "\"gdpr-1\"")).Faults);
        Assert.That((later.Status, later.Code), Is.EqualTo((400, "not-yet")));
        var large = ProblemView.Of(Messages.Tree(new string(' ', 70_000)).Faults);
        Assert.That((large.Status, large.Code), Is.EqualTo((413, "too-large")));
    }

    [Test]
    public void Every_code_has_a_status()
    {
        foreach (var field in typeof(Problems).GetFields().Concat(typeof(ProblemCodes).GetFields()))
            Assert.That(ProblemView.Of((string)field.GetValue(null)!, "x").Status, Is.GreaterThanOrEqualTo(400));
        Assert.That(ProblemView.Of(new Reply.Refused(Problems.StaleVersion, "the intent is at version 2"))!.Status, Is.EqualTo(409));
        Assert.That(ProblemView.Of(new Reply.Recorded(Accepted(), false)), Is.Null);
    }

    [Test]
    public void A_page_shows_that_it_is_the_last()
    {
        Assert.That(Text(new Page<KeyDocument>([])), Is.EqualTo("""{"items":[],"next":null}"""));
        var notice = new Notice("n", NoticeTypes.Resync, null, "2026-11-20T00:00:00Z", Data: new ResyncData("c"));
        Assert.That(Text(notice), Is.EqualTo("""{"id":"n","type":"resync","at":"2026-11-20T00:00:00Z","data":{"cursor":"c"}}"""));
    }

    private static OfferTerms Offer { get; } =
        OfferReader.Offer(Messages.Tree(Messages.Offer), Messages.Terms(), Messages.Now).Value!.Terms;

    private static RecordedEvent Accepted(Gap? gap = null) => new(IntentId, 2, Messages.Now, new OfferAccepted(
        OfferId, Vendor, Offer, null, false, Offer.ValidUntil!.Value, 49_417_647, [15_300_000, 19_117_647, 5_000_000, 10_000_000], 2, 3,
        gap ?? new Gap(1_000_000, 38_000), new Lead(38_001, 50_417_647), new Request("acme-42", "")), "");

    private static IntentTerms Terms(string format, string visibility) => Messages.Terms(Messages.Intent
        .With("/auction/format", $"\"{format}\"").With("/auction/visibility", $"\"{visibility}\"").With("/auction/earlyAward", null)
        .With("/auction/softClose", null));

    private static Knowledge Knows(string format, string visibility, Stage stage = Stage.Open) =>
        new(Part.Vendor, Terms(format, visibility).Auction, stage);

    private static string Text<T>(T message) => Encoding.UTF8.GetString(WireJson.Bytes(message));
}
