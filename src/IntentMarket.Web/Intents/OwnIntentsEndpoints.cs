using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using IntentMarket.Services.Intents;
using IntentMarket.Services.Notices;
using IntentMarket.Services.Wire;
using IntentMarket.Storage;
using IntentMarket.Web.Layout;
using IntentMarket.Web.People;

namespace IntentMarket.Web.Intents;

/// <summary>What a customer asked for and means to ask for: drafts and intents, and ending one.</summary>
internal static class OwnIntentsEndpoints
{
    private const int Shown = 20;

    public static void MapOwnIntents(this IEndpointRouteBuilder pages)
    {
        var own = pages.MapGroup("/intents").ForCustomers();
        own.MapGet("", async (
            string? status, string? after, Visitor visitor, HttpContext context, Composing composing, Store store, NoticeFeed feed,
            RequestStates states, CancellationToken cancel) =>
        {
            // Before all else: what happens while the page is read is told again when it connects.
            var cursor = await feed.Tip(visitor.Customer, cancel);
            if (Composing.Remembered(context) is { } draft)
                await composing.Draft(draft, visitor, context, cancel);
            return View.Of<OwnIntentsPage>(new
            {
                Model = await Read(visitor.Customer, status, after, store, states, cancel),
                Drafts = (await store.Drafts.List(visitor.Customer.Id, cancel)).Select(DraftItem.Of).ToList(),
                Cursor = cursor,
            });
        });
        own.MapGet(
            "/list", async (string? status, string? after, Visitor visitor, Store store, RequestStates states, CancellationToken cancel) =>
                View.Of<OwnIntents>(new { Model = await Read(visitor.Customer, status, after, store, states, cancel) }));
        own.MapPost(
            "/drafts/{draft:guid}/remove",
            async (Guid draft, Visitor visitor, HttpContext context, Composing composing, CancellationToken cancel) =>
            {
                await composing.Forget(draft, visitor.Customer, context, cancel);
                return TypedResults.LocalRedirect("/intents");
            });
        own.MapGet("/{id:guid}/withdraw", async (IntentId id, Visitor visitor, Composing composing, CancellationToken cancel) =>
            View.Of<WithdrawPage>(new { Intent = await composing.Intent(visitor.Customer, id, cancel) }));
        own.MapPost(
            "/{id:guid}/withdraw",
            async (IntentId id, Form form, Visitor visitor, Composing composing, IntentService service, CancellationToken cancel) =>
            {
                var answer = await service.Withdraw(visitor.Customer, id, null, form.ToMessage(), cancel);
                return answer.Problem is { } problem
                    ? View.Of<WithdrawPage>(
                        new
                        {
                            Intent = await composing.Intent(visitor.Customer, id, cancel),
                            Given = form,
                            Faults = FormFaults.Of(problem, FormLabels.Withdrawal),
                        },
                        StatusCodes.Status422UnprocessableEntity)
                    : TypedResults.LocalRedirect($"/intents/{id}");
            });
    }

    private static async Task<OwnIntentsModel> Read(
        Account customer, string? status, string? after, Store store, RequestStates states, CancellationToken cancel)
    {
        IntentStatus? only = EnumWords.TryRead<IntentStatus>(status, out var known) ? known : null;
        var found = await store.Intents.ListByCustomer(
            customer.Id, only, after is null ? null : PageCursor.Parse<IntentId>(after), Shown + 1, cancel);
        var items = new List<RequestState>();
        foreach (var read in found.Take(Shown).Known(r => EventCodec.DecodeIntentTerms(r.Row.Terms)))
            items.Add(await states.Of(customer, read, cancel));
        var last = found.Count > Shown ? found[Shown - 1].Row : null;
        return new OwnIntentsModel(
            items, only is null ? null : status, after, last is null ? null : PageCursor.Write(last.OpenedAt, last.IntentId));
    }
}

/// <param name="Status">The only status that is shown; null: all.</param>
/// <param name="Next">Where the next page starts; null: this is the last.</param>
public sealed record OwnIntentsModel(IReadOnlyList<RequestState> Items, string? Status, string? After, string? Next)
{
    public static string Address(string path, string? status, string? after) => path + QueryString.Create(
        new Dictionary<string, string?> { ["status"] = status, ["after"] = after }.Where(p => p.Value is not null));
}

/// <param name="ChangedAt">RFC 3339.</param>
public sealed record DraftItem(Guid Id, string Title, string ChangedAt)
{
    private const int TitleMax = 100;

    public static DraftItem Of(Draft draft) => new(
        draft.Id, DraftText.Read(draft.Body)["title"] switch
        {
            "" => "Without a title yet",
            { Length: > TitleMax } title => Form.Cut(title, TitleMax) + "…",
            var title => title,
        },
        Time.Format(draft.ChangedAt));
}
