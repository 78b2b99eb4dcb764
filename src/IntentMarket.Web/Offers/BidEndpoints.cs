using IntentMarket.Contracts;
using IntentMarket.Engine;
using IntentMarket.Engine.Values;
using IntentMarket.Services;
using IntentMarket.Services.Access;
using IntentMarket.Services.Intents;
using IntentMarket.Services.Notices;
using IntentMarket.Services.Offers;
using IntentMarket.Services.Wire;
using IntentMarket.Storage;
using IntentMarket.Web.Layout;
using IntentMarket.Web.People;
using IntentMarket.Web.Ranking;

namespace IntentMarket.Web.Offers;

/// <summary>An intent as a vendor meets it: its terms, how the vendor stands, and an offer to make, revise, confirm or withdraw.</summary>
internal static class BidEndpoints
{
    public static void MapBids(this IEndpointRouteBuilder pages)
    {
        var bid = pages.MapGroup("/feed/{id:guid}").ForVendors();
        bid.MapGet("", async (
            IntentId id, OfferId? receipt, Visitor visitor, BidReads reads, OfferService service, NoticeFeed notices,
            CancellationToken cancel) =>
        {
            // Before all else: what happens while the page is read is told again when it connects.
            var cursor = await notices.Tip(visitor.Vendor, cancel);
            var model = await reads.Model(visitor.Vendor, id, cancel);
            var given = OfferFields.Start(model.Intent, model.Board.Own);
            return View.Of<BidPage>(new
            {
                Model = model,
                Given = given,
                Preview = given.Has("/total") ? PreviewModel.Of(model.Board.Own!) : null,
                Receipt = receipt is { } sent ? (await service.ReceiptOf(visitor.Vendor, sent, cancel)).Value : null,
                Cursor = cursor,
            });
        });
        bid.MapGet("/standing", async (IntentId id, string? agreed, Visitor visitor, BidReads reads, CancellationToken cancel) =>
            View.Of<OwnStanding>(new { Model = await reads.Model(visitor.Vendor, id, cancel), Agreed = agreed ?? "" }));
        bid.MapGet("/form", async (IntentId id, Visitor visitor, BidReads reads, CancellationToken cancel) =>
        {
            var model = await reads.Model(visitor.Vendor, id, cancel);
            return View.Of<OfferForm>(
                new { model.Intent, model.Level, Given = OfferFields.Start(model.Intent, model.Board.Own), IsRevision = model.HasOffer });
        });
        bid.MapGet("/level", async (IntentId id, Visitor visitor, BidReads reads, CancellationToken cancel) =>
            View.Of<TakeLevel>(
                new { Intent = await reads.Intent(visitor.Vendor, id, cancel), Level = await reads.Level(visitor.Vendor, id, cancel) }));
        bid.MapPost("/preview", async (IntentId id, Visitor visitor, Form form, BidReads reads, CancellationToken cancel) =>
        {
            var intent = await reads.Intent(visitor.Vendor, id, cancel);
            return View.Of<OfferPreview>(
                new { Intent = intent, Preview = await reads.Preview(visitor.Vendor, intent, form, cancel), IsAlone = true });
        });
        bid.MapPost("/check", async (IntentId id, Visitor visitor, Form form, BidReads reads, CancellationToken cancel) =>
        {
            var model = await reads.Model(visitor.Vendor, id, cancel);
            var preview = await reads.Preview(visitor.Vendor, model.Intent, form, cancel);
            return View.Of<BidPage>(new
            {
                Model = model,
                Given = form,
                Preview = preview,
                Faults = preview?.Wrong ?? [],
            });
        });
        bid.MapTranscript(visitor => visitor.Vendor);
        bid.MapPost("", Submit);
        bid.MapPost(
            "/confirm", async (IntentId id, Visitor visitor, Form form, BidReads reads, OfferService service, CancellationToken cancel) =>
            {
                var answer = OfferId.TryParse(form["offer"], out var offer)
                    ? await service.Confirm(visitor.Vendor, offer, null, form.ToMessage(), cancel)
                    : ProblemView.Unseen;
                return answer.Value is { Outcome: "accepted", OfferId: { } confirmed }
                    ? TypedResults.LocalRedirect($"/feed/{id}?receipt={confirmed}")
                    : await Refused(
                        visitor, id, answer.Problem is { } problem ? UiText.Of(problem) : await Refusal(answer.Value!), reads, cancel);

                async Task<string> Refusal(Receipt receipt)
                {
                    var intent = await reads.Intent(visitor.Vendor, id, cancel);
                    return string.Join(" ", (receipt.Reasons ?? []).Select(reason => UiText.Of(reason, intent.Currency)));
                }
            });
        bid.MapPost(
            "/withdraw", async (IntentId id, Visitor visitor, Form form, BidReads reads, OfferService service, CancellationToken cancel) =>
            {
                var answer = OfferId.TryParse(form["offer"], out var offer)
                    ? await service.Withdraw(visitor.Vendor, offer, null, cancel)
                    : ProblemView.Unseen;
                return answer.Problem is { } problem
                    ? await Refused(visitor, id, UiText.Of(problem), reads, cancel)
                    : TypedResults.LocalRedirect($"/feed/{id}");
            });
    }

    private static async Task<IResult> Submit(
        IntentId id, Visitor visitor, Form form, BidReads reads, OfferService service, CancellationToken cancel)
    {
        var intent = await reads.Intent(visitor.Vendor, id, cancel);
        var answer = await service.Submit(
            visitor.Vendor, id, JsonTree.Of(OfferFields.Message(form, intent.Currency, out var questions)), cancel);
        if (answer.Value is { Outcome: "accepted", OfferId: { } offer })
            return TypedResults.LocalRedirect($"/feed/{id}?receipt={offer}");
        var faults = answer.Problem is { } problem
            ? FormFaults.Of(problem, OfferFields.Labels(intent)).Asking(questions)
            : OfferFaults.Of(answer.Value!.Reasons ?? [], intent);
        return View.Of<BidPage>(
            new
            {
                Model = await reads.Model(visitor.Vendor, id, cancel),
                Given = form,
                Faults = faults,
                Preview = await reads.Preview(visitor.Vendor, intent, form, cancel),
            },
            StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<IResult> Refused(Visitor visitor, IntentId id, string why, BidReads reads, CancellationToken cancel)
    {
        var model = await reads.Model(visitor.Vendor, id, cancel);
        return View.Of<BidPage>(
            new { Model = model, Given = OfferFields.Start(model.Intent, model.Board.Own), Problem = why },
            StatusCodes.Status422UnprocessableEntity);
    }
}

/// <summary>What a vendor sees of an intent.</summary>
/// <param name="Outcome">After an award to somebody who bid: <see cref="OfferWonData"/> or <see cref="OfferLostData"/>.</param>
/// <param name="EndReason">Why it was withdrawn or removed; null: it was not, or that is erased.</param>
public sealed record BidModel(
    IntentDocument Intent, BoardDocument Board, int Extensions, object? Outcome, LevelNow? Level, string? EndReason)
{
    /// <summary>It is over, and the vendor had an offer at its end.</summary>
    public bool HasTranscript => UiText.IsOver(Intent) && Board.Own is not null;

    /// <summary>The vendor's own is live, or to be confirmed.</summary>
    public bool HasOffer => Board.Own?.Status is "live" or "unconfirmed";
}


/// <summary>What an offer would get.</summary>
/// <param name="Receipt">Null where it cannot be read.</param>
/// <param name="Missing">Criteria that the terms ask for and the offer does not say.</param>
/// <param name="Wrong">All else that is wrong with it.</param>
public sealed record PreviewModel(Receipt? Receipt, IReadOnlyList<string> Missing, IReadOnlyList<FormFault> Wrong)
{
    public static PreviewModel Of(Answer<Receipt> answer, IntentDocument intent)
    {
        if (answer.Problem is { } problem)
            return new PreviewModel(null, [], FormFaults.Of(problem, OfferFields.Labels(intent)));
        var reasons = answer.Value!.Reasons ?? [];
        return new PreviewModel(
            answer.Value, [.. reasons.Where(r => r.Code == "missing").Select(r => r.Criterion!)],
            OfferFaults.Of(reasons.Where(r => r.Code != "missing"), intent));
    }

    /// <summary>Of an offer as it stands, to start from; null where it has no score.</summary>
    public static PreviewModel? Of(OfferDocument own) => own is { Status: "live", Score: not null, Breakdown: not null }
        ? new PreviewModel(new Receipt(own.OfferId, own.IntentId, own.Key, "accepted", own.At, own.Score, Breakdown: own.Breakdown), [], [])
        : null;
}

/// <summary>Reads what a vendor sees of an intent. What is not there, or not the vendor's to see, is answered as a problem.</summary>
internal sealed class BidReads(
    BoardService board, OfferService offers, IntentService intents, IntentAccess access, Store store, NoticeWriter notices,
    TimeProvider clock)
{
    private const int OthersShown = 50;

    public async Task<BidModel> Model(Account vendor, IntentId id, CancellationToken cancel)
    {
        var read = await access.MustRead(vendor, id, cancel);
        var answer = await board.Board(vendor, id, new BoardService.Start(null, null, OthersShown), cancel);
        var outcome = read.Row.Status == IntentStatus.Awarded && await store.Offers.Current(id, vendor.Id, cancel) is { } own
            ? await notices.Outcome(own, cancel)
            : null;
        return new BidModel(
            IntentView.Of(read, forCustomer: false), answer.OrThrow(), read.Row.Extensions, outcome,
            LevelNow.Of(read.Row, clock.GetUtcNow()), await intents.EndReason(read.Row, cancel));
    }

    /// <summary>What is on offer now; null where no clock goes.</summary>
    public async Task<LevelNow?> Level(Account vendor, IntentId id, CancellationToken cancel) =>
        LevelNow.Of((await access.MustRead(vendor, id, cancel)).Row, clock.GetUtcNow());

    public async Task<IntentDocument> Intent(Account vendor, IntentId id, CancellationToken cancel) =>
        IntentView.Of(await access.MustRead(vendor, id, cancel), forCustomer: false);

    /// <summary>Null where there is no price yet.</summary>
    public async Task<PreviewModel?> Preview(Account vendor, IntentDocument intent, Form form, CancellationToken cancel)
    {
        if (!form.Has("/total"))
            return null;
        var offer = JsonTree.Of(OfferFields.Message(form, intent.Currency, out var questions));
        var preview = PreviewModel.Of(await offers.Preview(vendor, new IntentId(Guid.Parse(intent.Id)), offer, cancel), intent);
        return preview with { Wrong = preview.Wrong.Asking(questions) };
    }
}
