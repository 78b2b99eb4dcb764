using System.Text.Json;
using IntentMarket.Contracts;
using IntentMarket.Edges.Access;
using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using IntentMarket.Nodes.Broker;
using IntentMarket.Services;
using IntentMarket.Services.Access;
using IntentMarket.Services.Market;
using IntentMarket.Services.Notices;
using IntentMarket.Services.Offers;
using IntentMarket.Services.Wire;
using IntentMarket.Storage;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Http.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.SignalR;

namespace IntentMarket.Edges.Hub;

/// <summary>What the hub calls at its clients.</summary>
public interface IMarketClient
{
    /// <summary>One thing that the account is told; after <c>Follow</c> or <c>Watch</c>.</summary>
    Task Notice(Notice notice);

    /// <summary>One message between the vendor's bots and the market; after <c>WatchBots</c>.</summary>
    Task BotMessage(BotMessage message);
}

/// <summary>The market over SignalR: notices as they come, and offers. Each call is answered <c>{"receipt":…}</c> or <c>{"problem":…}</c>;
/// what has no receipt <c>{}</c>.</summary>
public sealed class MarketHub(
    OfferService service, IntentAccess access, Store store, NoticeFeed feed, NoticeCursors cursors, HubConnections connections,
    OpenShares shares, TimeProvider clock, BotConsole? console = null) : Hub<IMarketClient>
{
    public const string Path = "/hubs/market";

    private const string ShareItem = "share";

    /// <summary>The longest message on a connection: an offer of 64 KiB and its frame. A longer one closes the connection.</summary>
    public const int MessageMax = 2 * JsonTree.MaxBytes;

    /// <summary>All that the account is told of, from the cursor on, or from now on without one. Called again it starts anew.</summary>
    public async Task<HubAnswer> Follow(JsonElement after)
    {
        FeedCursor? cursor = null;
        switch (after.ValueKind)
        {
            case JsonValueKind.Null or JsonValueKind.Undefined:
                break;
            case JsonValueKind.String when Text(after) is { } text && cursors.Read(Caller.Account.Id, text) is { } given:
                cursor = given;
                break;
            default:
                return Malformed("`after` is the cursor of a notice, or left out");
        }
        // Read before the answer: what happens after it is in what follows, whatever becomes of the store meanwhile.
        var end = await feed.End(Caller.Account, Context.ConnectionAborted);
        if (feed.IsExpired(cursor))
        {
            return new HubAnswer(
                Problem: ProblemView.Of(ProblemCodes.CursorExpired, $"a cursor holds for {NoticeCursors.KeptFor.Days} days"));
        }
        connections.Of(Context).Follow(cursor ?? end);
        return new HubAnswer();
    }

    /// <summary>What happens to one intent that the caller may see, from now on.</summary>
    public async Task<HubAnswer> Watch(JsonElement intentId)
    {
        var account = Caller.Account;
        if (Id<IntentId>(intentId) is not { } id)
            return Malformed("`intentId` is a UUID");
        if (await access.Read(account, id, Context.ConnectionAborted) is null)
            return Unseen;
        // A vendor who found the intent by itself is told of it from now on, like those whom it was matched to.
        if (account.Kind == AccountKind.Vendor && await store.Audiences.Find(id, account.Id, Context.ConnectionAborted) is null)
        {
            var party = new PartyRow(id, account.Id, PartyRole.Vendor, MarketIdentity.PseudonymOf(account, id));
            await store.Audiences.Add(id, [party], clock.GetUtcNow().ToUnixTimeMilliseconds(), Context.ConnectionAborted);
        }
        return connections.Of(Context).Watch(id, await feed.End(account, Context.ConnectionAborted))
            ? new HubAnswer()
            : new HubAnswer(
                Problem: ProblemView.Of(Problems.Limit, $"a connection watches at most {HubConnections.WatchedMax} intents: use Follow"));
    }

    /// <summary>What passes between the vendor's bots and the market, live: the last messages that were kept, then those that pass from now
    /// on. While somebody watches, the messages of half a minute before are kept too. Called again it starts anew.</summary>
    public HubAnswer WatchBots()
    {
        if (console is null)
        {
            return new HubAnswer(
                Problem: ProblemView.Of(ProblemCodes.NoBroker, "this market runs without a broker, so there are no bots to watch"));
        }
        if (console.Watch(Caller.Account.Id) is not { } watch)
        {
            return new HubAnswer(Problem: ProblemView.Of(
                Problems.Limit, $"the bots of {BotConsole.WatchedMax} vendors are watched already: try again later"));
        }
        connections.Of(Context).WatchBots(watch);
        return new HubAnswer();
    }

    public async Task<HubAnswer> SubmitOffer(JsonElement intentId, JsonElement offer) => Id<IntentId>(intentId) is { } id
        ? Answer(await service.Submit(Caller.Account, id, JsonTree.Parse(offer), Context.ConnectionAborted))
        : Unseen;

    /// <summary>Answered with a receipt that has no score: the offer counts no longer.</summary>
    public async Task<HubAnswer> WithdrawOffer(JsonElement offerId)
    {
        if (Id<OfferId>(offerId) is not { } id)
            return Unseen;
        var answer = await service.Withdraw(Caller.Account, id, null, Context.ConnectionAborted);
        return answer.Value is { } withdrawn
            ? new HubAnswer(new Receipt(
                id.ToString(), withdrawn.Row.IntentId.ToString(), withdrawn.Row.Key, "accepted",
                Time.Format(clock.GetUtcNow().ToUnixTimeMilliseconds())))
            : new HubAnswer(Problem: answer.Problem);
    }

    public async Task<HubAnswer> ConfirmOffer(JsonElement offerId, JsonElement agreesTo)
    {
        if (Id<OfferId>(offerId) is not { } id)
            return Unseen;
        var body = JsonTree.Parse(JsonSerializer.SerializeToUtf8Bytes(new { agreesTo }));
        return Answer(await service.Confirm(Caller.Account, id, null, body, Context.ConnectionAborted));
    }

    public override Task OnConnectedAsync()
    {
        if (Context.Features.Get<IHttpTransportFeature>() is { TransportType: HttpTransportType.LongPolling })
        {
            Context.Items[ShareItem] = shares.Take(
                Caller.Account.Id, CallerAddress.Of(Context.Features.Get<IHttpConnectionFeature>()?.RemoteIpAddress));
        }
        connections.Open(Context, Caller);
        return base.OnConnectedAsync();
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        connections.Close(Context);
        (Context.Items[ShareItem] as IDisposable)?.Dispose();
        return base.OnDisconnectedAsync(exception);
    }

    private Caller Caller => CallerIdentity.Of(Context.User) ?? throw new InvalidOperationException("a connection without a caller");

    private static HubAnswer Unseen => new(Problem: ProblemView.Of(Problems.NotFound, "there is no such thing, or it is not yours to see"));

    private static HubAnswer Malformed(string detail) => new(Problem: ProblemView.Of(ProblemCodes.Malformed, detail));

    private static HubAnswer Answer(Answer<Receipt> answer) => new(answer.Value, answer.Problem);

    private static TId? Id<TId>(JsonElement element) where TId : struct, IId<TId> =>
        Text(element) is { } text && Guid.TryParseExact(text, "D", out var id) ? TId.Of(id) : null;

    /// <summary>Null where it is no text: half of a surrogate pair, say, which <see cref="JsonElement.GetString"/> throws at.</summary>
    private static string? Text(JsonElement element) => (JsonTree.Parse(element).Root as TreeNode.Text)?.Content;
}
