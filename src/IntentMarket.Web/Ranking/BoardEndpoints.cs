using System.Globalization;
using IntentMarket.Contracts;
using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Services;
using IntentMarket.Services.Access;
using IntentMarket.Services.Intents;
using IntentMarket.Services.Notices;
using IntentMarket.Services.Offers;
using IntentMarket.Services.Wire;
using IntentMarket.Storage;
using IntentMarket.Web.Intents;
using IntentMarket.Web.Layout;
using IntentMarket.Web.People;

namespace IntentMarket.Web.Ranking;

/// <summary>The live board of an intent for its customer: offers in the order of rank, side by side, and the award.</summary>
internal static class BoardEndpoints
{
    /// <summary>Offers shown at first: more are asked for.</summary>
    private const int ShownFirst = 20;

    private const int ShownMax = 100;
    private const int ComparedMax = 3;
    private const int LeadsShown = 300;

    public static void MapBoards(this IEndpointRouteBuilder pages)
    {
        var board = pages.MapGroup("/intents/{id:guid}").ForCustomers();
        board.MapGet("", ShowPage);
        board.MapGet("/board", async (IntentId id, Visitor visitor, HttpRequest request, BoardReads reads, CancellationToken cancel) =>
            View.Of<Board>(new { Model = await reads.Board(visitor.Customer, id, Shown(request), Selected(request), cancel) }));
        board.MapGet("/leads", async (IntentId id, Visitor visitor, BoardReads reads, CancellationToken cancel) =>
            View.Of<Leads>(new
            {
                Intent = await reads.Intent(visitor.Customer, id, cancel),
                Changes = await reads.Leads(visitor.Customer, id, LeadsShown, cancel),
            }));
        board.MapGet("/what-if", WhatIf);
        board.MapGet("/compare", Compare);
        board.MapGet("/award", async (IntentId id, OfferId offer, Visitor visitor, BoardReads reads, CancellationToken cancel) =>
            View.Of<AwardPage>(new { Model = await reads.Award(visitor.Customer, id, offer, cancel) }));
        board.MapPost("/award", Award);
        board.MapTranscript(visitor => visitor.Customer);
    }

    private static async Task<IResult> ShowPage(
        IntentId id, Visitor visitor, HttpRequest request, BoardReads reads, NoticeFeed feed, CancellationToken cancel)
    {
        // Before all else: what happens while the page is read is told again when it connects.
        var cursor = await feed.Tip(visitor.Customer, cancel);
        var model = await reads.Board(visitor.Customer, id, Shown(request), Selected(request), cancel);
        var leads = await reads.Leads(visitor.Customer, id, LeadsShown, cancel);
        return View.Of<BoardPage>(new { Model = model, Changes = leads, Cursor = cursor });
    }

    private static async Task<IResult> WhatIf(IntentId id, Visitor visitor, HttpRequest request, BoardReads reads, CancellationToken cancel)
    {
        var intent = await reads.Intent(visitor.Customer, id, cancel);
        var weights = intent.Terms.Prefer.Select((p, i) => int.TryParse(
            request.Query[$"{Ranking.WhatIf.WeightName}{i}"], NumberStyles.None,
            CultureInfo.InvariantCulture, out var weight) ? weight : p.Weight)
            .ToList();
        var answer = await reads.WhatIf(visitor.Customer, id, intent.Terms.Prefer.Zip(weights), cancel);
        var (ranking, problem) = (answer.Value, answer.Problem is { } refused ? UiText.Of(refused) : null);
        return request.Headers.ContainsKey("HX-Request")
            ? View.Of<WhatIfRanked>(new { Intent = intent, Ranking = ranking, Problem = problem })
            : View.Of<WhatIfPage>(new { Intent = intent, Weights = weights, Ranking = ranking, Problem = problem });
    }

    private static async Task<IResult> Compare(
        IntentId id, Visitor visitor, HttpRequest request, BoardReads reads, CancellationToken cancel)
    {
        var selected = Selected(request);
        var model = await reads.Board(visitor.Customer, id, ShownMax, selected, cancel);
        var compared = model.Offers.Where(o => selected.Contains(o.OfferId)).Take(ComparedMax).ToList();
        return View.Of<ComparePage>(new { Model = model, Compared = compared });
    }

    private static async Task<IResult> Award(
        IntentId id, Visitor visitor, Form form, BoardReads reads, IntentService service, CancellationToken cancel)
    {
        var answer = await service.Award(visitor.Customer, id, null, form.ToMessage(), cancel);
        if (answer.Value is not null)
            return TypedResults.LocalRedirect($"/intents/{id}");
        var offer = OfferId.TryParse(form["/offerId"], out var given) ? given : throw new ProblemException(answer.Problem!);
        return View.Of<AwardPage>(
            new
            {
                Model = await reads.Award(visitor.Customer, id, offer, cancel),
                Given = form,
                Faults = FormFaults.Of(answer.Problem!, FormLabels.Award),
            },
            StatusCodes.Status422UnprocessableEntity);
    }

    private static int Shown(HttpRequest request) =>
        int.TryParse(request.Query["shown"], NumberStyles.None, CultureInfo.InvariantCulture, out var shown)
            ? Math.Clamp(shown, ShownFirst, ShownMax)
            : ShownFirst;

    private static HashSet<string> Selected(HttpRequest request) => [.. request.Query["offer"].OfType<string>()];
}

/// <summary>What the board shows.</summary>
/// <param name="Count">How many offers are ranked, or sealed.</param>
/// <param name="Offers">The ranked ones, the first <paramref name="Shown"/> of them; empty where they are hidden.</param>
/// <param name="Selected">Offers that are marked to be compared.</param>
/// <param name="Award">Null before the award.</param>
/// <param name="Level">Null where no clock goes.</param>
public sealed record BoardModel(
    RequestState State, int Extensions, int Count, IReadOnlyList<OfferDocument> Offers, IReadOnlyList<OfferDocument> Unranked, int Shown,
    IReadOnlySet<string> Selected, AwardDocument? Award, LevelNow? Level)
{
    public IntentDocument Intent => State.Intent;

    public bool IsHidden => State.IsHidden;
}

public sealed record AwardModel(RequestState State, OfferDocument Offer)
{
    public IntentDocument Intent => State.Intent;
}

/// <summary>Reads what the board shows. What is not there, or not the customer's, is answered as a problem.</summary>
internal sealed class BoardReads(
    BoardService service, IntentService intents, RequestStates states, IntentAccess access, TimeProvider clock)
{
    private const int OffersTried = 10;

    public async Task<BoardModel> Board(Account customer, IntentId id, int shown, IReadOnlySet<string> selected, CancellationToken cancel)
    {
        var read = await access.MustRead(customer, id, cancel);
        var board = await Ranked(customer, id, shown, cancel);
        var award = await intents.AwardOf(read.Row, cancel);
        var state = new RequestState(
            IntentView.Of(read, forCustomer: true) with { Offers = board.Count }, board.Offers is null,
            board.Offers?.Items is [var first, ..] ? first : null,
            award is null ? null : new Winner(award.Vendor, award.Paid), await intents.EndReason(read.Row, cancel));
        return new BoardModel(
            state, read.Row.Extensions, board.Count, board.Offers?.Items ?? [], board.Offers?.Unranked ?? [], shown, selected, award,
            LevelNow.Of(read.Row, clock.GetUtcNow()));
    }

    public async Task<IntentDocument> Intent(Account customer, IntentId id, CancellationToken cancel) =>
        IntentView.Of(await access.MustRead(customer, id, cancel), forCustomer: true);

    public async Task<IReadOnlyList<LeadChange>> Leads(Account customer, IntentId id, int max, CancellationToken cancel) =>
        (await service.Leads(customer, id, max, cancel)).OrThrow().Changes;

    /// <summary>The ranking by other weights; what weighs nothing does not count.</summary>
    public Task<Answer<WhatIfRanking>> WhatIf(
        Account customer, IntentId id, IEnumerable<(PreferenceDocument Preference, int Weight)> tried, CancellationToken cancel)
    {
        var prefer = tried.Where(t => t.Weight > 0).Select(t => t.Preference with { Weight = t.Weight }).ToList();
        return intents.WhatIf(customer, id, JsonTree.Parse(WireJson.Bytes(new WhatIfRequest(prefer))), OffersTried, cancel);
    }

    public async Task<AwardModel> Award(Account customer, IntentId id, OfferId offer, CancellationToken cancel)
    {
        var read = await access.MustRead(customer, id, cancel);
        var board = await Ranked(customer, id, 100, cancel);
        var found = board.Offers?.Items.FirstOrDefault(o => o.OfferId == offer.ToString());
        return found is null
            ? throw new ProblemException(
                ProblemView.Of(Problems.OfferChanged, "this offer is not live any more: go back to see how the auction stands"))
            : new AwardModel(await states.Of(customer, read, cancel), found);
    }

    private async Task<RankedBoard> Ranked(Account customer, IntentId id, int max, CancellationToken cancel) =>
        (await service.Ranked(customer, id, new BoardService.Start(null, null, max), cancel)).OrThrow();
}
