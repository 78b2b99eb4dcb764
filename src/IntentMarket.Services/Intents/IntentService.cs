using System.Text.Json;
using System.Text.Json.Nodes;
using IntentMarket.Contracts;
using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using IntentMarket.Services.Access;
using IntentMarket.Services.Market;
using IntentMarket.Services.Offers;
using IntentMarket.Services.Routing;
using IntentMarket.Services.Wire;
using IntentMarket.Storage;

namespace IntentMarket.Services.Intents;

/// <summary>What a customer does with its intents, the same over REST and on the site: the same message with the same key gets the same
/// answer, byte for byte.</summary>
public sealed class IntentService(
    Store store, Ingress ingress, MarketIdentity identity, Matching matching, Eligibility eligibility, IntentAccess access,
    Idempotency idempotency, PostingShares shares, ReplayLimiter replays)
{
    /// <param name="key">The customer's own for this intent: sent again, it makes no second one.</param>
    public async Task<Answer<IntentDocument>> Post(Account customer, string key, JsonTree tree, CancellationToken cancel)
    {
        var hash = BodyHash.Of(identity.Secret, tree);
        var reading = IntentReader.Post(tree, ingress.Now);
        var id = identity.IntentOf(customer.Id, key);
        if (!reading.IsGood)
        {
            // What was good when it was first sent may be late by now, or what is asked of an intent may have grown:
            // it is answered as it was then.
            var first = tree.Root is null ? null : await store.Journal.ReadEvent(id, 1, cancel);
            if (first is null)
                return ProblemView.Of(reading.Faults);
            var recorded = EventCodec.Decode(first);
            var opened = (IntentOpened)recorded.Event;
            if (opened.Request.BodyHash != hash)
                return Idempotency.Reused;
            return await store.Intents.Text(id, opened.TextHash, cancel) is { } texts
                ? Opened(recorded, IntentTexts.FromJson(texts))
                : ProblemView.Unseen;
        }
        return await shares.Post<IntentDocument>(customer, id, async () =>
        {
            var reply = await ingress.Post(
                customer, key, hash, reading.Value.Terms, reading.Value.Texts.ToJson(), cancel, reading.Value.Contact);
            return (reply,
                reply is Reply.Recorded { Event: var recorded } ? Opened(recorded, reading.Value.Texts) : ProblemView.Of(reply)!);
        }, cancel);
    }

    /// <summary>The intent that was posted with the key, as it was then; null where none was, or its texts are erased.</summary>
    public async Task<IntentDocument?> Posted(Account customer, string key, CancellationToken cancel)
    {
        var id = identity.IntentOf(customer.Id, key);
        return await store.Journal.ReadEvent(id, 1, cancel) is { } first
            && EventCodec.Decode(first) is { Event: IntentOpened opened } recorded
            && await store.Intents.Text(id, opened.TextHash, cancel) is { } texts
                ? Opened(recorded, IntentTexts.FromJson(texts))
                : null;
    }

    /// <summary>Whether a message says what an intent said when it was posted, but for times that were counted from the
    /// moment of sending.</summary>
    /// <param name="asThen">The message as it would have been then.</param>
    public static bool SaysTheSame(JsonTree asThen, IntentDocument posted)
    {
        const long CountedMs = 60_000;
        var openedAt = DateTimeOffset.Parse(posted.OpenedAt, System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();
        var reading = IntentReader.Post(asThen, openedAt);
        if (!reading.IsGood)
            return false;
        var (terms, texts) = (reading.Value.Terms, reading.Value.Texts);
        var now = IntentView.Of(default, terms, texts, 1, IntentStatus.Open, default, openedAt, terms.ClosesAt, terms.AwardBy, 0);
        return Same(Json(now), Json(posted));

        static JsonNode Json(IntentDocument document)
        {
            var json = JsonNode.Parse(WireJson.Bytes(document))!.AsObject();
            foreach (var own in (string[])["id", "customer", "termsHash"])
                json.Remove(own);
            return json;
        }

        static bool Same(JsonNode? one, JsonNode? other) => (one, other) switch
        {
            (JsonObject a, JsonObject b) => a.Count == b.Count && a.All(m => b.ContainsKey(m.Key) && Same(m.Value, b[m.Key])),
            (JsonArray a, JsonArray b) => a.Count == b.Count && a.Zip(b).All(pair => Same(pair.First, pair.Second)),
            (JsonValue a, JsonValue b) when a.GetValueKind() == JsonValueKind.String && b.GetValueKind() == JsonValueKind.String
                && WireTime.TryParse((string)a!, out var then, out _) && WireTime.TryParse((string)b!, out var sent, out _) =>
                Math.Abs(then - sent) < CountedMs,
            _ => JsonNode.DeepEquals(one, other),
        };
    }

    /// <summary>What is wrong with an intent, and how many vendors would hear of it; records nothing.</summary>
    public async Task<Answer<IntentPreview>> Preview(Account customer, JsonTree tree, CancellationToken cancel)
    {
        var sketch = await Sketch(customer, tree, Rules.Newest, cancel);
        return tree.Root is null ? ProblemView.Of(sketch.Faults) : new IntentPreview(sketch.Faults, sketch.Warnings, sketch.Reach);
    }

    /// <summary>A preview with all that a page shows of it: what vendors would see.</summary>
    /// <param name="customer">Null: nobody is signed in.</param>
    /// <param name="rules">Those of the intent that is amended, the newest for one to post.</param>
    public async Task<IntentSketch> Sketch(Account? customer, JsonTree tree, int rules, CancellationToken cancel)
    {
        var now = ingress.Now;
        var reading = IntentReader.Post(tree, now, rules);
        if (!reading.IsGood)
            return new IntentSketch(reading.Faults, null, null, null);
        var (terms, texts) = (reading.Value.Terms, reading.Value.Texts);
        return new IntentSketch(
            [], customer?.SuspendedAt is null ? await matching.Reach(customer?.Id, terms, texts, cancel) : 0, terms,
            IntentView.Of(default, terms, texts, 1, IntentStatus.Open, default, now, terms.ClosesAt, terms.AwardBy, offers: null))
        {
            Warnings = IntentWarnings.Of(terms),
        };
    }

    /// <param name="requestKey">The customer's own for this award; null: none.</param>
    public async Task<Answer<AwardDocument>> Award(
        Account customer, IntentId id, string? requestKey, JsonTree tree, CancellationToken cancel)
    {
        var reading = IntentReader.Award(tree);
        if (!reading.IsGood)
            return ProblemView.Of(reading.Faults);
        var (offerId, contact, reason) = reading.Value;
        if (await IsLeaving(id, offerId, cancel))
            return ProblemView.Of(Problems.OfferChanged, "this offer is not live: its vendor was suspended");
        var reply = await ingress.Award(customer, id, requestKey, idempotency.HashOf("award", tree), offerId, contact, reason, cancel);
        return reply is Reply.Recorded { Event: { Event: IntentAwarded } recorded }
            ? await AwardOf((await store.Intents.Get(id, cancel))!.Row, recorded, cancel)
            : ProblemView.Of(reply)!;
    }

    /// <summary>A suspended vendor's offer is on its way out, though it may be ranked yet. What is awarded stays.</summary>
    private async Task<bool> IsLeaving(IntentId intentId, OfferId offerId, CancellationToken cancel) =>
        await store.Offers.Get(offerId, cancel) is { Row: { Status: not OfferStatus.Won } row } && row.IntentId == intentId
        && (await store.Removals.Takes(offerId, cancel) || await eligibility.IsSuspended(row.Account, cancel));

    /// <summary>The award of an intent, for its customer; null where it is not awarded.</summary>
    public async Task<AwardDocument?> AwardOf(IntentRow intent, CancellationToken cancel)
    {
        return await Awarded(intent, cancel) is { } awarded ? await AwardOf(intent, awarded, cancel) : null;
    }

    /// <summary>Who won an intent, and what it is paid; null where it is not awarded.</summary>
    public async Task<(Pseudonym Vendor, string Paid)?> Winner(IntentRow intent, CancellationToken cancel) =>
        await Awarded(intent, cancel) is { Event: IntentAwarded awarded }
            ? (awarded.Vendor, Amount.Format(awarded.Paid, EventCodec.DecodeIntentTerms(intent.Terms).Digits))
            : null;

    /// <summary>Why an intent was withdrawn or removed, in the words of who did it; null where it was not, or they are erased.</summary>
    public async Task<string?> EndReason(IntentRow intent, CancellationToken cancel)
    {
        if (intent.Status is not (IntentStatus.Withdrawn or IntentStatus.Removed))
            return null;
        var events = await store.Intents.OwnEvents(intent.IntentId, cancel);
        var hash = events.Select(e => EventCodec.DecodeToPass(e).Event switch
        {
            IntentWithdrawn withdrawn => withdrawn.ReasonHash,
            IntentRemoved removed => removed.ReasonHash,
            _ => null,
        }).LastOrDefault(reason => reason is not null);
        return hash is null ? null : await store.Intents.Text(intent.IntentId, hash, cancel);
    }

    private async Task<RecordedEvent?> Awarded(IntentRow intent, CancellationToken cancel) => intent.Status == IntentStatus.Awarded
        ? (await store.Intents.OwnEvents(intent.IntentId, cancel)).Select(EventCodec.DecodeToPass)
            .LastOrDefault(e => e.Event is IntentAwarded)
            ?? throw new NotKnownException($"the award of {intent.IntentId}")
        : null;

    private async Task<AwardDocument> AwardOf(IntentRow intent, RecordedEvent recorded, CancellationToken cancel)
    {
        var awarded = (IntentAwarded)recorded.Event;
        var winner = await store.Audiences.Resolve(intent.IntentId, [awarded.Vendor], cancel);
        var vendor = winner.Count > 0 ? await store.Accounts.Get(winner[0].Account, cancel) : null;
        var given = awarded.ReasonHash is { } hash ? await store.Intents.Text(intent.IntentId, hash, cancel) : null;
        return IntentView.Award(recorded, EventCodec.DecodeIntentTerms(intent.Terms), vendor?.Contact, given);
    }

    /// <param name="requestKey">The customer's own for this withdrawal; null: none.</param>
    public async Task<Answer<IntentDocument>> Withdraw(
        Account customer, IntentId id, string? requestKey, JsonTree tree, CancellationToken cancel)
    {
        var reading = AccountReader.Reason(tree);
        if (!reading.IsGood)
            return ProblemView.Of(reading.Faults);
        var reply = await ingress.Withdraw(customer, id, requestKey, idempotency.HashOf("withdraw", tree), reading.Value, cancel);
        return await Ended(id, reply, IntentStatus.Withdrawn, forCustomer: true, cancel);
    }

    /// <summary>Takes an intent off the market.</summary>
    /// <param name="requestKey">The operator's own for this removal; null: none.</param>
    public async Task<Answer<IntentDocument>> Remove(
        Account @operator, IntentId id, string? requestKey, JsonTree tree, CancellationToken cancel)
    {
        var reading = AccountReader.Reason(tree);
        if (!reading.IsGood)
            return ProblemView.Of(reading.Faults);
        var reply = await ingress.Remove(@operator, id, requestKey, idempotency.HashOf("remove", tree), reading.Value, cancel);
        return await Ended(id, reply, IntentStatus.Removed, forCustomer: false, cancel);
    }

    /// <summary>Amends an intent: the whole of it, with the version that is amended.</summary>
    /// <param name="requestKey">The customer's own for this amendment; null: none.</param>
    public async Task<Answer<IntentDocument>> Amend(
        Account customer, IntentId id, string? requestKey, JsonTree tree, CancellationToken cancel)
    {
        var hash = idempotency.HashOf("amend", tree);
        if (await store.Intents.Get(id, cancel) is not { } read || read.Row.Account != customer.Id)
            return ProblemView.Unseen;
        var reading = IntentReader.Amend(tree, ingress.Now, read.Row.Rules);
        if (!reading.IsGood)
        {
            // As for a post: the same amendment, sent again when its close has passed.
            return await Earlier(id, hash, cancel) is { } earlier
                && await store.Intents.Text(id, ((IntentAmended)earlier.Event).TextHash, cancel) is { } texts
                    ? Amended(earlier, IntentTexts.FromJson(texts), read.Row)
                    : ProblemView.Of(reading.Faults);
        }
        var reply = await ingress.Amend(
            customer, id, requestKey, hash, reading.Value.Version, reading.Value.Draft.Terms, reading.Value.Draft.Texts.ToJson(), cancel);
        return reply is Reply.Recorded { Event: var recorded }
            ? Amended(recorded, reading.Value.Draft.Texts, read.Row)
            : ProblemView.Of(reply)!;
    }

    /// <summary>The ranking that other preferences would give; records nothing.</summary>
    public async Task<Answer<WhatIfRanking>> WhatIf(Account customer, IntentId id, JsonTree tree, int max, CancellationToken cancel)
    {
        if (await access.Read(customer, id, cancel) is not { } read)
            return ProblemView.Unseen;
        var intent = EventCodec.DecodeIntentTerms(read.Row.Terms);
        var reading = IntentReader.WhatIf(tree, intent);
        if (!reading.IsGood)
            return ProblemView.Of(reading.Faults);
        if (Knowledge.Of(customer, read) is { IsSealed: true, Stage: var stage })
        {
            return stage == Stage.Open
                ? ProblemView.Of(Problems.NotYetClosed, "in a sealed auction nobody sees an offer before the close")
                : ProblemView.Of(Problems.NotOpen, "it ended before its close: what was sealed stays sealed");
        }
        return await replays.Run<WhatIfRanking>(
            async token => (await RankingInsight.Read(store, id, intent, Limits.LiveOffersMax, token)).WhatIf(intent, reading.Value, max),
            cancel);
    }

    /// <summary>All that anyone needs to recompute the ranking: for the customer and the operator, for the bidders once it is over. Of a
    /// sealed auction that ended before its close the offers' events are hashes alone.</summary>
    public async Task<Answer<Transcript>> Transcript(Account account, IntentId id, CancellationToken cancel)
    {
        if (await access.Read(account, id, cancel, evenIfLate: true) is not { } read)
            return ProblemView.Unseen;
        var isOver = read.Row.Status is not (IntentStatus.Open or IntentStatus.Evaluating);
        var knows = Knowledge.Of(account, read);
        var hasBid = account.Kind == AccountKind.Vendor && await store.Offers.Current(id, account.Id, cancel) is not null;
        if (knows.RefusesTranscript(isOver, hasBid) is { } refused)
            return refused;
        return await replays.Run<Transcript>(
            async token =>
                TranscriptView.Of(read, knows, MarketIdentity.PseudonymOf(account, id), await store.Journal.ReadIntents([id], token)),
            cancel);
    }

    private static IntentDocument Opened(RecordedEvent recorded, IntentTexts texts)
    {
        var opened = (IntentOpened)recorded.Event;
        return IntentView.Of(
            recorded.IntentId, opened.Terms, texts, 1, IntentStatus.Open, opened.Customer, recorded.At, opened.Terms.ClosesAt,
            opened.Terms.AwardBy, 0);
    }

    private static IntentDocument Amended(RecordedEvent recorded, IntentTexts texts, IntentRow row)
    {
        var amended = (IntentAmended)recorded.Event;
        return IntentView.Of(
            recorded.IntentId, amended.Terms, texts, amended.Version, IntentStatus.Open, row.Customer, row.OpenedAt, amended.Terms.ClosesAt,
            amended.Terms.AwardBy, 0);
    }

    /// <summary>The intent as it was right after it ended: what is sent again is answered the same, whatever happened since.</summary>
    private async Task<Answer<IntentDocument>> Ended(
        IntentId id, Reply reply, IntentStatus status, bool forCustomer, CancellationToken cancel)
    {
        if (ProblemView.Of(reply) is { } problem)
            return problem;
        return await store.Intents.Get(id, cancel) is { } read
            ? IntentView.Of(read with { Row = read.Row with { Status = status } }, forCustomer)
            : ProblemView.Unseen;
    }

    private async Task<RecordedEvent?> Earlier(IntentId id, string hash, CancellationToken cancel) =>
        (await store.Intents.OwnEvents(id, cancel))
            .Select(EventCodec.DecodeToPass).FirstOrDefault(e => e.Event is IntentAmended amended && amended.Request.BodyHash == hash);
}

/// <summary>An intent that is not posted.</summary>
/// <param name="Faults">What is wrong with it; where there is anything, the rest is null.</param>
/// <param name="Reach">How many vendors would hear of it.</param>
/// <param name="Seen">What they would be told; its ids are empty.</param>
public sealed record IntentSketch(IReadOnlyList<Fault> Faults, int? Reach, IntentTerms? Terms, IntentDocument? Seen)
{
    /// <summary>What can be posted and is hardly meant.</summary>
    public IReadOnlyList<Fault> Warnings { get; init; } = [];
}
