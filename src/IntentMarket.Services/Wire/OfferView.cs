using System.Text.Json.Nodes;
using IntentMarket.Contracts;
using IntentMarket.Engine;
using IntentMarket.Engine.Evaluation;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using IntentMarket.Storage;

namespace IntentMarket.Services.Wire;

/// <summary>Offers and their receipts as the market gives them, each reader what it may know.</summary>
public static class OfferView
{
    /// <summary>The receipt that an <see cref="OfferAccepted"/> or <see cref="OfferRefused"/> tells: a function of the event and the
    /// offer's key alone, so the same event gives the same bytes.</summary>
    /// <param name="key">The vendor's own, which no event holds; null once it was erased.</param>
    /// <param name="intent">The terms that the event was decided under: after an amendment they differ from the present ones.</param>
    public static Receipt Receipt(RecordedEvent recorded, string? key, IntentTerms intent)
    {
        switch (recorded.Event)
        {
            case OfferAccepted accepted:
                var knows = Knowledge.WhileOpen(Part.Vendor, intent);
                return new Receipt(
                    accepted.OfferId.ToString(), recorded.IntentId.ToString(), key, "accepted", Time.Format(recorded.At),
                    WireFormat.Score(accepted.Score, intent),
                    knows.SeesRank ? accepted.Rank : null,
                    knows.SeesRank ? accepted.Of : null,
                    Breakdown(accepted.Terms, accepted.Points, intent)
                        ?? throw new ArgumentException("the offer was scored under other terms", nameof(intent)),
                    knows.SeesLead ? Gap(accepted, intent) : null,
                    Lead: !knows.SeesLead ? null : accepted.Lead is { } lead
                        ? Lead(lead.Total, lead.Score, intent)
                        : Lead(accepted.Terms.Total, accepted.Score, intent));
            case OfferRefused refused:
                return new Receipt(
                    refused.OfferId.ToString(), recorded.IntentId.ToString(), key, "refused", Time.Format(recorded.At),
                    Reasons: Reasons(refused));
            default:
                throw new ArgumentException($"{recorded.Event.GetType().Name} has no receipt", nameof(recorded));
        }
    }

    /// <summary>Why the terms refused it, as on the wire.</summary>
    public static IReadOnlyList<RefusalReason> Reasons(OfferRefused refused) =>
        [.. refused.Reasons.Select(r => new RefusalReason(r.Code, r.Criterion, r.Limit, r.Got))];

    /// <summary>The answer to a message that could not be read: recorded nowhere.</summary>
    public static Receipt Malformed(IntentId? intentId, string? key, long at, IReadOnlyList<Fault> faults) => new(
        null, intentId?.ToString(), Given(key), "refused", Time.Format(at),
        Reasons: [.. faults.Select(
            f => new RefusalReason(f.Code == FaultCodes.TooLarge ? "too-large" : "malformed", At: f.At, Detail: f.Detail))]);

    /// <summary>The answer to an offer that no book saw, <c>wrong-route</c> or <c>limit</c>: recorded nowhere.</summary>
    public static Receipt Refused(IntentId? intentId, string? key, long at, string code, string detail) => new(
        null, intentId?.ToString(), Given(key), "refused", Time.Format(at),
        Reasons: [new RefusalReason(code, Detail: detail)]);

    /// <summary>The same by a problem, whose faults are told each.</summary>
    public static Receipt Refused(IntentId? intentId, string? key, long at, Problem problem) => problem.Errors is { } faults
        ? Malformed(intentId, key, at, faults)
        : Refused(intentId, key, at, problem.Code, problem.Detail);

    /// <summary>A key as it came, for its sender to know it by; one that is longer than keys are is cut.</summary>
    private static string? Given(string? key) => key is { Length: > WireLimits.KeyMax } ? Pointer.Shown(key) : key;

    /// <summary>An offer for the customer, or for its own vendor.</summary>
    /// <param name="rank">0 where it is not ranked, or its reader may not know.</param>
    /// <param name="intent">The present terms; an offer scored under earlier ones shows no breakdown.</param>
    public static OfferDocument Offer(OfferRow row, OfferTerms terms, string? note, int rank, int? of, IntentTerms intent, bool forVendor)
    {
        var isScored = row.Status is not (OfferStatus.Refused or OfferStatus.Unconfirmed);
        return new OfferDocument(
            row.OfferId.ToString(), row.IntentId.ToString(), row.Vendor.ToString(), forVendor ? row.Key : null, WireFormat.Word(row.Status),
            Time.Format(row.At), rank > 0 ? rank : null, of, isScored ? WireFormat.Score(row.Score, intent) : null,
            isScored ? Breakdown(terms, row.Points, intent) : null,
            Amount.Format(terms.Total, intent.Digits), terms.DeliverBy is { } deliverBy ? Time.Format(deliverBy) : null,
            terms.WarrantyMonths, terms.ReturnDays, terms.Condition, terms.Certifications, WireFormat.Attributes(terms.Attributes),
            terms.Lines is null
                ? null
                : [.. terms.Lines.Select(
                    l => new OfferLineDocument(l.Line, UnitPrice(l.UnitPrice, intent.Digits), Amount.FormatShort(l.Quantity)))],
            Money(terms.Shipping), Money(terms.Tax), Money(terms.OtherCharges), Time.Format(row.ValidUntil), note, terms.AgreesTo);

        string? Money(long? minor) => minor is { } amount ? Amount.Format(amount, intent.Digits) : null;
    }

    /// <summary>An offer as it was read, for the customer.</summary>
    public static OfferDocument ForCustomer(OfferRead read, int of, IntentTerms intent) => Offer(
        read.Row, EventCodec.DecodeOfferTerms(read.Row.Terms), read.Note, read.Rank, read.Rank > 0 ? of : null, intent,
        forVendor: false);

    /// <summary>Of the certifications that an offer states, those that are verified of its vendor; null where none is.</summary>
    public static IReadOnlyList<string>? Verified(OfferDocument offer, IEnumerable<string> verified) =>
        offer.Certifications?.Intersect(verified).ToList() is { Count: > 0 } both ? both : null;

    /// <summary>An offer as it was read, for its own vendor. Its place is told by <see cref="VendorPosition"/>.</summary>
    public static OfferDocument ForVendor(OfferRead read, IntentTerms intent) => Offer(
        read.Row, EventCodec.DecodeOfferTerms(read.Row.Terms), read.Note, 0, null, intent, forVendor: true) with
    {
        Floor = read.Floor is { } floor ? Amount.Format(floor, intent.Digits) : null,
    };

    /// <summary>Another's live offer as visibility <c>full</c> shows it.</summary>
    public static BoardOffer ForBoard(OfferRead read, IntentTerms intent) => new(
        read.Rank, read.Row.Vendor.ToString(), Amount.Format(read.Row.Total, intent.Digits), WireFormat.Score(read.Row.Score, intent),
        Breakdown(EventCodec.DecodeOfferTerms(read.Row.Terms), read.Row.Points, intent) ?? []);

    /// <summary>What a vendor may know of the auction.</summary>
    /// <param name="offers">A page of the live offers, shown to who sees all alone.</param>
    public static BoardDocument Board(
        IntentId intentId, IntentTerms intent, Knowledge knows, OfferRead? own, VendorPosition standing, IReadOnlyList<OfferRead> offers,
        string? asOf = null, string? next = null)
    {
        var all = knows.SeesAll;
        return new BoardDocument(
            intentId.ToString(), EnumWords.Of(knows.Sees), own is null ? null : ForVendor(own, intent), standing.Rank, standing.Of,
            standing.Lead, standing.Gap, all ? [.. offers.Select(o => ForBoard(o, intent))] : null, all ? asOf : null, all ? next : null);
    }

    /// <summary>What is missing to the lead, in the total and in each other member by itself.</summary>
    public static GapDocument Gap(Gap gap, Lead lead, OfferTerms offer, Score score, IntentTerms intent)
    {
        var changes = MemberChanges.ToLead(lead, intent.Terms, offer, score);
        return new GapDocument(
            WireFormat.Score(gap.Score, intent), gap.Total is { } total ? Amount.Format(total, intent.Digits) : null,
            changes.Count == 0 ? null : [.. changes.Select(c => new GapChange(
                c.Criterion.Name, c.Text is { } text ? JsonValue.Create(text) : WireFormat.Number(c.Criterion, c.Number, intent.Digits)))]);
    }

    private static GapDocument? Gap(OfferAccepted e, IntentTerms intent) => e is { Gap: { } gap, Lead: { } lead }
        ? Gap(gap, lead, e.Terms, new Score(e.Score, e.Points, e.Fine), intent)
        : null;

    public static LeadsIfDocument? LeadsIf(WeightChange? change) =>
        change is null ? null : new LeadsIfDocument(change.Criterion.Name, change.Weight, change.OrMore ? "more" : "less");

    public static LeadDocument Lead(long total, long score, IntentTerms intent) =>
        new(Amount.Format(total, intent.Digits), WireFormat.Score(score, intent));

    /// <summary>Null where the points are those of other preferences.</summary>
    public static List<BreakdownItem>? Breakdown(OfferTerms offer, IReadOnlyList<long> points, IntentTerms intent)
    {
        var prefer = intent.Terms.Prefer;
        if (points.Count != prefer.Count)
            return null;
        var breakdown = new List<BreakdownItem>(points.Count);
        for (var i = 0; i < points.Count; i++)
        {
            var criterion = prefer[i].Criterion;
            breakdown.Add(
                new BreakdownItem(criterion.Name, prefer[i].Weight, Value(offer, criterion, intent.Digits), WireFormat.Points(points[i])));
        }
        return breakdown;
    }

    /// <summary>What the offer has for a criterion, as on the wire.</summary>
    private static JsonNode? Value(OfferTerms offer, Criterion criterion, int digits) => criterion.IsNumber
        ? WireFormat.Number(criterion, Subject.Number(offer, criterion), digits)
        : Subject.Of(offer, criterion) is { } value ? WireFormat.Node(value) : null;

    /// <summary>A unit price with the currency's fraction digits at least: <c>389.00</c>, <c>0.0125</c>.</summary>
    private static string UnitPrice(long millionths, int digits) => millionths % (Amount.Million / Amount.Scale(digits)) == 0
        ? Amount.Format(millionths / (Amount.Million / Amount.Scale(digits)), digits)
        : Amount.FormatShort(millionths);
}

/// <summary>A vendor's place in an auction, as far as it may know.</summary>
public sealed record VendorPosition(int? Rank, int? Of, LeadDocument? Lead, GapDocument? Gap)
{
    /// <param name="place">The vendor's; null where it has no live offer.</param>
    /// <param name="live">How many live offers there are, where the vendor has none.</param>
    /// <param name="leader">The leading offer, where the vendor has none.</param>
    public static VendorPosition For(IntentTerms intent, Knowledge knows, RankedOffer? place, int? live = null, OfferRow? leader = null)
    {
        if (!knows.SeesRank)
            return new VendorPosition(null, null, null, null);
        if (!knows.SeesLead)
            return new VendorPosition(place?.Rank, place?.Of ?? live, null, null);
        if (place is null)
        {
            return new VendorPosition(
                null, live, leader is null ? null : OfferView.Lead(leader.Total, leader.Score, intent), null);
        }
        var gap = place.Rank == 1
            ? null
            : GapOf(place, intent);
        return new VendorPosition(
            place.Rank, place.Of, OfferView.Lead(place.LeadTotal, place.LeadScore, intent), gap);
    }

    public static GapDocument GapOf(RankedOffer place, IntentTerms intent)
    {
        var (offer, lead) = (EventCodec.DecodeOfferTerms(place.OfferTerms), new Lead(place.LeadTotal, place.LeadScore, place.LeadFine));
        var score = Scoring.Of(intent.Terms, offer);
        return OfferView.Gap(Scoring.GapTo(lead, intent.Terms, offer, score), lead, offer, score, intent);
    }
}
