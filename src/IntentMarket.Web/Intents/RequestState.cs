using IntentMarket.Contracts;
using IntentMarket.Services;
using IntentMarket.Services.Intents;
using IntentMarket.Services.Offers;
using IntentMarket.Services.Wire;
using IntentMarket.Storage;

namespace IntentMarket.Web.Intents;

/// <summary>How a request stands, for its customer. Wherever it is shown, the same components say it of the same.</summary>
/// <param name="IsHidden">Its offers are sealed.</param>
/// <param name="First">The offer that leads or came first; null: none, or it is hidden.</param>
/// <param name="Winner">Null before an award.</param>
/// <param name="Reason">Why it was withdrawn or removed; null: it was not, or that is erased.</param>
public sealed record RequestState(IntentDocument Intent, bool IsHidden, OfferDocument? First, Winner? Winner, string? Reason)
{
    public bool IsOpen => Intent.Status == "open";

    public bool CanChange => Intent is { Status: "open", Auction.Format: "open" };

    public bool CanWithdraw => Intent.Status is "open" or "evaluating";

    public bool CanAward => !IsHidden && Intent.Offers > 0
        && (Intent.Status == "evaluating" || Intent is { Status: "open", Auction: { Format: "open", EarlyAward: true } });
}

/// <param name="Vendor">Its pseudonym.</param>
/// <param name="Paid">What the customer pays, in the request's currency.</param>
public sealed record Winner(string Vendor, string Paid);

/// <summary>Reads how requests stand.</summary>
internal sealed class RequestStates(BoardService board, IntentService intents)
{
    public async Task<RequestState> Of(Account customer, IntentRead read, CancellationToken cancel)
    {
        Winner? winner = await intents.Winner(read.Row, cancel) is var (vendor, paid) ? new Winner(vendor.ToString(), paid) : null;
        return new RequestState(
            IntentView.Of(read, forCustomer: true), Knowledge.Of(customer, read).IsSealed,
            // What is paid says more than what came first.
            winner is null ? await board.First(customer, read, cancel) : null, winner, await intents.EndReason(read.Row, cancel));
    }
}
