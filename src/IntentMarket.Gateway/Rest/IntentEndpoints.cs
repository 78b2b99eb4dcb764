using IntentMarket.Contracts;
using IntentMarket.Engine;
using IntentMarket.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace IntentMarket.Gateway;

/// <summary>Intents as their customers post, read and end them.</summary>
internal static class IntentEndpoints
{
    public static void MapIntents(this IEndpointRouteBuilder api)
    {
        api.MapPost("/intents", Post).Writes(AccountKind.Customer).RequiresKey()
            .Takes<IntentRequest>().Gives<IntentDocument>(StatusCodes.Status201Created).WithSummary("Broadcasts an intent");
        api.MapPost("/intents/preview", Preview).Reads(AccountKind.Customer)
            .Takes<IntentRequest>().Gives<IntentPreview>().WithSummary("What is wrong with an intent, and how many vendors would hear of it; records nothing");
        api.MapGet("/intents", List).Reads(AccountKind.Customer)
            .Gives<Page<IntentDocument>>().WithSummary("The caller's own intents, newest first");
        api.MapGet("/intents/{id:guid}", Get).Reads()
            .Gives<IntentDocument>().WithSummary("An intent that the caller may see");
        api.MapPost("/intents/{id:guid}/award", Award).Writes(AccountKind.Customer)
            .Takes<AwardRequest>().Gives<AwardDocument>().WithSummary("Awards an intent to an offer");
        api.MapPost("/intents/{id:guid}/what-if", WhatIf).Reads(AccountKind.Customer)
            .Takes<WhatIfRequest>().Gives<WhatIfRanking>().WithSummary("The ranking that other preferences would give; records nothing");
        api.MapPost("/intents/{id:guid}/withdraw", Withdraw).Writes(AccountKind.Customer)
            .Takes<ReasonRequest>().Gives<IntentDocument>().WithSummary("Withdraws an intent");
        api.MapPost("/intents/{id:guid}/amend", Amend).Writes(AccountKind.Customer)
            .Takes<IntentRequest>().Gives<IntentDocument>().WithSummary("Amends an intent: the whole document with the version that it amends");
        api.MapPost("/intents/{id:guid}/remove", Remove).Writes(AccountKind.Operator)
            .Takes<ReasonRequest>().Gives<IntentDocument>().WithSummary("Takes an intent off the market");
        api.MapGet("/intents/{id:guid}/transcript", GetTranscript).Reads()
            .Gives<Transcript>().WithSummary("All that anyone needs to recompute the ranking: for the customer, for the bidders once it is over");
    }

    private static async Task<IResult> Post(Call call, Body body, Ingress ingress, MarketIdentity identity, Store store)
    {
        if (call.Key is not { } key)
            return Answers.Problem(ProblemCodes.KeyRequired, $"send {Call.KeyHeader}: sent again, it makes no second intent");
        var hash = BodyHash.Of(identity.Secret, body.Tree);
        var reading = IntentReader.Post(body.Tree, ingress.Now);
        var id = identity.IntentId(call.Account.Id, key);
        if (!reading.IsGood)
        {
            // What was good when it was first sent may be late by now: it is answered as it was then.
            var first = body.Tree.Root is null ? null : await store.Journal.ReadEvent(id, 1, call.Cancel);
            if (first is null)
                return Answers.Malformed(reading.Faults);
            var opened = EventCodec.Decode(first);
            reading = IntentReader.Post(body.Tree, opened.At);
            return reading.IsGood && ((IntentOpened)opened.Event).Request.BodyHash == hash
                ? Opened(opened, reading.Value.Texts)
                : Answers.Problem(Problems.KeyReused, "this Idempotency-Key was used before with another body");
        }
        var reply = await ingress.Post(call.Account, key, hash, reading.Value.Terms, reading.Value.Texts.ToJson(), call.Cancel, reading.Value.Contact);
        return reply is Reply.Recorded { Event: var recorded } ? Opened(recorded, reading.Value.Texts) : Answers.Problem(ProblemView.Of(reply)!);
    }

    private static IResult Opened(RecordedEvent recorded, IntentTexts texts)
    {
        var opened = (IntentOpened)recorded.Event;
        return Answers.Created($"/api/v1/intents/{recorded.IntentId}", IntentView.Of(
            recorded.IntentId, opened.Terms, texts, 1, IntentStatus.Open, opened.Customer, recorded.At, opened.Terms.ClosesAt, opened.Terms.AwardBy, 0));
    }

    private static async Task<IResult> Preview(Call call, Body body, Ingress ingress, Matching matching)
    {
        var reading = IntentReader.Post(body.Tree, ingress.Now);
        if (body.Tree.Root is null)
            return Answers.Malformed(reading.Faults);
        return Answers.Ok(reading.IsGood
            ? new IntentPreview([], await matching.Reach(reading.Value.Terms, reading.Value.Texts, call.Cancel))
            : new IntentPreview(reading.Faults));
    }

    private static async Task<IResult> List(Call call, string? status, string? limit, string? after, Store store)
    {
        var query = new Query();
        var only = query.OneOf<IntentStatus>("status", status, Written.Word);
        var max = query.Limit(limit);
        var from = query.Cursor("after", after, PageCursor.Parse);
        if (query.Faults.Count > 0)
            return Answers.Malformed(query.Faults);
        var found = await store.Intents.ListByCustomer(call.Account.Id, only, from, max + 1, call.Cancel);
        return Answers.Ok(found.ToPage(max, i => IntentView.Of(i, forCustomer: true), i => PageCursor.Write(i.Row.OpenedAt, i.Row.IntentId)));
    }

    private static async Task<IResult> Get(Guid id, Call call, Sight sight) =>
        await sight.Read(call.Account, id, call.Cancel) is { } read
            ? Answers.Ok(IntentView.Of(read, forCustomer: call.Account.Kind == AccountKind.Customer))
            : Answers.NotFound;

    private static async Task<IResult> Award(Guid id, Call call, Body body, Ingress ingress, Idempotency idempotency, Store store)
    {
        var reading = IntentReader.Award(body.Tree);
        if (!reading.IsGood)
            return Answers.Malformed(reading.Faults);
        var (offerId, contact, reason) = reading.Value;
        var reply = await ingress.Award(
            call.Account, id, call.Key, idempotency.HashOf("award", body.Tree), offerId, contact, reason, call.Cancel);
        if (reply is not Reply.Recorded { Event: { Event: IntentAwarded awarded } recorded })
            return Answers.Problem(ProblemView.Of(reply)!);
        var read = await store.Intents.Get(id, call.Cancel);
        var winner = await store.Audiences.Resolve(id, [awarded.Vendor], call.Cancel);
        var vendor = winner.Count > 0 ? await store.Accounts.Get(winner[0].Account, call.Cancel) : null;
        var given = awarded.ReasonHash is { } hash ? await store.Intents.Text(id, hash, call.Cancel) : null;
        return Answers.Ok(IntentView.Award(recorded, EventCodec.DecodeIntentTerms(read!.Row.Terms), vendor?.Contact, given));
    }

    private static async Task<IResult> WhatIf(Guid id, Call call, Body body, string? limit, Sight sight, Store store, Heavy heavy)
    {
        var query = new Query();
        var max = query.Limit(limit);
        if (query.Faults.Count > 0)
            return Answers.Malformed(query.Faults);
        if (await sight.Read(call.Account, id, call.Cancel) is not { } read)
            return Answers.NotFound;
        var intent = EventCodec.DecodeIntentTerms(read.Row.Terms);
        var reading = IntentReader.WhatIf(body.Tree, intent);
        if (!reading.IsGood)
            return Answers.Malformed(reading.Faults);
        if (intent.Auction.IsSealed && read.Row.Status == IntentStatus.Open)
            return Answers.Problem(Problems.NotYetClosed, "in a sealed auction nobody sees an offer before the close");
        return Answers.Of(await heavy.Run(
            async cancel => (Answer<WhatIfRanking>)(await RankingInsight.Read(store, id, intent, Limits.LiveOffersMax, cancel)).WhatIf(intent, reading.Value, max), call.Cancel));
    }

    private static async Task<IResult> Withdraw(Guid id, Call call, Body body, Ingress ingress, Idempotency idempotency, Store store)
    {
        var reading = AccountReader.Reason(body.Tree);
        if (!reading.IsGood)
            return Answers.Malformed(reading.Faults);
        var reply = await ingress.Withdraw(call.Account, id, call.Key, idempotency.HashOf("withdraw", body.Tree), reading.Value, call.Cancel);
        return await Ended(id, reply, IntentStatus.Withdrawn, forCustomer: true, store, call.Cancel);
    }

    private static async Task<IResult> Remove(Guid id, Call call, Body body, Ingress ingress, Idempotency idempotency, Store store)
    {
        var reading = AccountReader.Reason(body.Tree);
        if (!reading.IsGood)
            return Answers.Malformed(reading.Faults);
        var reply = await ingress.Remove(call.Account, id, call.Key, idempotency.HashOf("remove", body.Tree), reading.Value, call.Cancel);
        return await Ended(id, reply, IntentStatus.Removed, forCustomer: false, store, call.Cancel);
    }

    /// <summary>The intent as it was right after it ended: what is sent again is answered the same, whatever happened since.</summary>
    private static async Task<IResult> Ended(Guid id, Reply reply, IntentStatus status, bool forCustomer, Store store, CancellationToken cancel)
    {
        if (ProblemView.Of(reply) is { } problem)
            return Answers.Problem(problem);
        return await store.Intents.Get(id, cancel) is { } read
            ? Answers.Ok(IntentView.Of(read with { Row = read.Row with { Status = status } }, forCustomer))
            : Answers.NotFound;
    }

    private static async Task<IResult> Amend(Guid id, Call call, Body body, Ingress ingress, Idempotency idempotency, Store store)
    {
        var hash = idempotency.HashOf("amend", body.Tree);
        var reading = IntentReader.Amend(body.Tree, ingress.Now);
        if (await store.Intents.Get(id, call.Cancel) is not { } read || read.Row.Account != call.Account.Id)
            return Answers.NotFound;
        if (!reading.IsGood)
        {
            // As for a post: the same amendment, sent again when its close has passed.
            return await Earlier(id, hash, body.Tree, store, call.Cancel) is { } earlier && earlier.Reading.IsGood
                ? Amended(earlier.Recorded, earlier.Reading.Value!.Draft.Texts, read.Row)
                : Answers.Malformed(reading.Faults);
        }
        var reply = await ingress.Amend(
            call.Account, id, call.Key, hash, reading.Value.Version, reading.Value.Draft.Terms, reading.Value.Draft.Texts.ToJson(), call.Cancel);
        return reply is Reply.Recorded { Event: var recorded }
            ? Amended(recorded, reading.Value.Draft.Texts, read.Row)
            : Answers.Problem(ProblemView.Of(reply)!);
    }

    private static IResult Amended(RecordedEvent recorded, IntentTexts texts, IntentRow row)
    {
        var amended = (IntentAmended)recorded.Event;
        return Answers.Ok(IntentView.Of(
            recorded.IntentId, amended.Terms, texts, amended.Version, IntentStatus.Open, row.Customer, row.OpenedAt, amended.Terms.ClosesAt,
            amended.Terms.AwardBy, 0));
    }

    private static async Task<(RecordedEvent Recorded, Reading<IntentAmendment> Reading)?> Earlier(
        Guid id, string hash, JsonTree tree, Store store, CancellationToken cancel)
    {
        if (tree.Root is null)
            return null;
        foreach (var stored in await store.Journal.ReadIntents([id], cancel))
        {
            var recorded = EventCodec.Decode(stored);
            if (recorded.Event is IntentAmended amended && amended.Request.BodyHash == hash)
                return (recorded, IntentReader.Amend(tree, recorded.At));
        }
        return null;
    }

    private static async Task<IResult> GetTranscript(Guid id, Call call, Sight sight, Store store, Heavy heavy)
    {
        if (await sight.Read(call.Account, id, call.Cancel) is not { } read)
            return Answers.NotFound;
        var isOver = read.Row.Status is not (IntentStatus.Open or IntentStatus.Evaluating);
        var isSealed = EventCodec.DecodeIntentTerms(read.Row.Terms).Auction.IsSealed && read.Row.Status == IntentStatus.Open;
        if (call.Account.Kind == AccountKind.Vendor)
        {
            if (await store.Offers.Current(id, call.Account.Id, call.Cancel) is null)
                return Answers.Problem(ProblemCodes.Forbidden, "the transcript is for the customer and the bidders");
            if (!isOver)
                return Answers.Problem(Problems.NotYetClosed, "bidders get the transcript once the auction is over");
        }
        if (isSealed)
            return Answers.Problem(Problems.NotYetClosed, "in a sealed auction nobody sees an offer before the close");
        return Answers.Of(await heavy.Run(
            async cancel => (Answer<Transcript>)TranscriptView.Of(read, await store.Journal.ReadIntents([id], cancel)), call.Cancel));
    }
}

internal static class Pages
{
    /// <summary>A page of what was found, one of which more than the page holds was asked for.</summary>
    public static Page<TView> ToPage<T, TView>(this IReadOnlyList<T> found, int max, Func<T, TView> view, Func<T, string> cursor) =>
        new([.. found.Take(max).Select(view)], found.Count > max ? cursor(found[max - 1]) : null);
}

/// <summary>Calls that read the whole history of an intent: few at a time, so that they leave the machine to the others. Who waits too long is
/// answered 503 <c>full</c>.</summary>
public sealed class Heavy : IDisposable
{
    private const int AtOnce = 2;
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _room = new(AtOnce);

    public async Task<Answer<T>> Run<T>(Func<CancellationToken, Task<Answer<T>>> work, CancellationToken cancel) where T : class
    {
        if (!await _room.WaitAsync(WaitMax, cancel))
            return ProblemView.Of(new Reply.Full())!;
        try
        {
            return await work(cancel);
        }
        finally
        {
            _room.Release();
        }
    }

    public void Dispose() => _room.Dispose();
}
