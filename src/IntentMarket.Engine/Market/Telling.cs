namespace IntentMarket.Engine.Market;

/// <summary>Who is told of an event.</summary>
/// <param name="Pseudonym">Who it is on that intent.</param>
/// <param name="Reader">The account, or the intent itself for all vendors that it was told to; null: the account
/// behind the pseudonym.</param>
public readonly record struct ToldTo(Pseudonym Pseudonym, Guid? Reader)
{
    /// <summary>All who are told, and nobody else: what is not in here is neither counted nor read for anyone, so nobody
    /// can see that it was.</summary>
    /// <param name="customer">Its pseudonym on this intent.</param>
    /// <param name="isSealed">The auction is: of its offers those alone that count are told to its customer.</param>
    public static IReadOnlyList<ToldTo> Of(RecordedEvent recorded, Pseudonym customer, bool isSealed, Known known)
    {
        return recorded.Event switch
        {
            ClosingCalled or FloorSet => [],
            IntentOpened or OfferWithdrawn => [One(customer)],
            OfferRefused refused when isSealed || refused.Confirms => [One(refused.Vendor)],
            IntentAwarded awarded => [One(customer), .. awarded.Lost.Select(o => o.Vendor).Append(awarded.Vendor).Distinct().Select(One)],
            var e when EventCodec.VendorOf(e) is { } vendor => [One(customer), One(vendor)],
            _ => [One(customer), new ToldTo(customer, recorded.IntentId.Value)],
        };

        ToldTo One(Pseudonym pseudonym) => new(pseudonym, known.AccountOf(pseudonym)?.Value);
    }
}
