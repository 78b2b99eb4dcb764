using IntentMarket.Contracts;
using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using IntentMarket.Storage;

namespace IntentMarket.Services.Wire;

/// <summary>Intents as the market gives them.</summary>
public static class IntentView
{
    /// <param name="texts">Null once they are erased: the title is then empty.</param>
    /// <param name="closesAt">As extended.</param>
    /// <param name="offers">How many live offers there are, once it is over how many there were at its end: for the customer alone.</param>
    public static IntentDocument Of(
        IntentId id, IntentTerms terms, IntentTexts? texts, int version, IntentStatus status, Pseudonym customer,
        long openedAt, long closesAt, long awardBy, int? offers) => new(
            id.ToString(), version, EnumWords.Of(status), customer.ToString(), Time.Format(openedAt), Time.Format(closesAt),
            Time.Format(awardBy),
            terms.TermsHash, offers, texts?.Title ?? "", texts?.Description, new CategoryDocument(terms.Category.Scheme, terms.Category.Id),
            terms.Currency, terms.Region, [.. terms.Lines.Select(line => Line(line, texts))], Terms(terms),
            Auction(terms), terms.Terms.Rules ?? 1);

    /// <param name="texts">As <see cref="IntentTexts"/> writes them; null once they are erased.</param>
    public static IntentDocument Of(IntentRow row, IntentTerms terms, string? texts, bool forCustomer) => Of(
        row.IntentId, terms, texts is null ? null : IntentTexts.FromJson(texts), row.Version, row.Status, row.Customer, row.OpenedAt,
        row.ClosesAt, row.AwardBy, forCustomer ? row.Live : null);

    public static IntentDocument Of(IntentRead read, bool forCustomer) =>
        Of(read.Row, EventCodec.DecodeIntentTerms(read.Row.Terms), read.Texts, forCustomer);

    /// <summary>The award that an <see cref="IntentAwarded"/> tells, for the customer.</summary>
    /// <param name="contact">The vendor's.</param>
    public static AwardDocument Award(RecordedEvent recorded, IntentTerms intent, string? contact, string? reason)
    {
        var awarded = (IntentAwarded)recorded.Event;
        return new AwardDocument(
            recorded.IntentId.ToString(), awarded.OfferId.ToString(), awarded.Vendor.ToString(), awarded.Rank,
            Amount.Format(awarded.Paid, intent.Digits), WireFormat.Score(awarded.Score, intent), Time.Format(recorded.At), contact, reason);
    }

    private static LineDocument Line(Line line, IntentTexts? texts) => new(
        line.Id, texts?.Lines.GetValueOrDefault(line.Id), Amount.FormatShort(line.Quantity), line.Unit,
        WireFormat.Attributes(line.Attributes));

    private static TermsDocument Terms(IntentTerms intent) => new(
        EnumWords.Of(intent.Terms.Method),
        [.. intent.Terms.Require.Select(r => new RequirementDocument(
            r.Criterion.Name, WireFormat.Number(r.Criterion, r.Min, intent.Digits), WireFormat.Number(r.Criterion, r.Max, intent.Digits),
            r.OneOf, r.AllOf, r.AnyOf, r.EqualTo is null ? null : WireFormat.Node(r.EqualTo)))],
        [.. intent.Terms.Prefer.Select(p => new PreferenceDocument(
            p.Criterion.Name, p.Weight, WireFormat.Number(p.Criterion, p.Best, intent.Digits),
            WireFormat.Number(p.Criterion, p.Worst, intent.Digits), p.Points))],
        intent.Terms.Agreement);

    private static AuctionDocument Auction(IntentTerms intent)
    {
        var (format, visibility, earlyAward, soft, decrement, clock) = intent.Auction;
        return new AuctionDocument(
            EnumWords.Of(format), Time.Format(intent.ClosesAt), EnumWords.Of(visibility), earlyAward,
            soft is null
                ? null
                : new SoftCloseDocument(
                    WireTime.FormatDuration(soft.WindowMs), WireTime.FormatDuration(soft.ExtensionMs), soft.MaxExtensions),
            decrement is null ? null : Decrement(decrement, intent.Digits),
            decrement is null ? null : IntentReader.Against[decrement.VsOwn ? 1 : 0],
            Money(clock?.Start), Money(clock?.Step), clock is null ? null : WireTime.FormatDuration(clock.IntervalMs), Money(clock?.Limit));

        string? Money(long? minor) => minor is { } amount ? Amount.Format(amount, intent.Digits) : null;
    }

    private static DecrementDocument Decrement(Decrement decrement, int digits) => new(
        decrement.Amount is { } amount ? Amount.Format(amount, digits) : null,
        decrement.Percent is { } percent ? Amount.FormatShort(percent) : null,
        decrement.Bands is { } bands
            ? [.. bands.Select(b =>
                new DecrementBandDocument(Amount.Format(b.Amount, digits), b.Above is { } above ? Amount.Format(above, digits) : null))]
            : null,
        decrement.Points is { } points ? Amount.FormatShort(points) : null);
}
