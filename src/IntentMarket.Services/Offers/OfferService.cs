using IntentMarket.Contracts;
using IntentMarket.Engine;
using IntentMarket.Engine.Intents;
using IntentMarket.Engine.Loop;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using IntentMarket.Services.Access;
using IntentMarket.Services.Market;
using IntentMarket.Services.Wire;
using IntentMarket.Storage;

namespace IntentMarket.Services.Offers;

/// <summary>What a vendor does with its offers, the same over REST, the hub and AMQP: the same message gets the same
/// receipt, byte for byte.</summary>
public sealed class OfferService(
    Store store, Ingress ingress, MarketIdentity identity, Eligibility eligibility, IntentAccess access, TermsCache terms,
    Idempotency idempotency,
    BookReads books)
{
    public async Task<Answer<Receipt>> Submit(Account vendor, IntentId intentId, JsonTree tree, CancellationToken cancel)
    {
        var read = await Read(vendor, intentId, tree, terms => OfferReader.Offer(tree, terms, ingress.Now), inOrder: false, cancel);
        return read.Value is var (command, terms)
            ? await Receipt(await ingress.Send(command, cancel), command.Key, terms, cancel)
            : read.Problem!;
    }

    /// <summary>The command that an offer is, whichever edge it came to; a problem where the vendor may not make it, or it is
    /// not as it should be.</summary>
    /// <param name="read">Reads it by the terms of its intent.</param>
    /// <param name="inOrder">It stands in the partition's queue: see <see cref="SubmitOffer.InOrder"/>.</param>
    public async ValueTask<Answer<ReadCommand<SubmitOffer>>> Read(
        Account vendor, IntentId intentId, JsonTree tree, Func<IntentTerms, Reading<OfferDraft>> read, bool inOrder,
        CancellationToken cancel)
    {
        var (some, refused) = await Terms(vendor, intentId, cancel);
        if (some is null)
            return refused!;
        var reading = read(some);
        if (!reading.IsGood)
            return ProblemView.Of(reading.Faults);
        var (key, offer, note) = reading.Value;
        // One that was recorded before gets its receipt, however its customer stands since.
        if (refused is not null && await store.Offers.ByKey(intentId, vendor.Id, key, cancel) is null)
            return refused;
        var bodyHash = BodyHash.OfOffer(identity.Secret, tree);
        return new ReadCommand<SubmitOffer>(
            ingress.SubmitOffer(vendor, intentId, key, bodyHash, offer, note, inOrder, reading.Value.Floor), some);
    }

    /// <summary>The command of a confirmation, likewise.</summary>
    public async ValueTask<Answer<ReadCommand<ConfirmOffer>>> Confirmation(
        Account vendor, OfferConfirmation confirm, string? requestKey, string bodyHash, bool inOrder, CancellationToken cancel)
    {
        var (some, refused) = await Terms(vendor, confirm.IntentId, cancel);
        return some is null || refused is not null
            ? refused!
            : new ReadCommand<ConfirmOffer>(
                ingress.ConfirmOffer(vendor, confirm.IntentId, confirm.OfferId, requestKey, bodyHash, confirm.AgreesTo, inOrder), some);
    }

    /// <summary>The command of a withdrawal, likewise: nothing that stands against a new offer stands against it.</summary>
    public async ValueTask<Answer<WithdrawOffer>> Withdrawal(
        Account vendor, OfferWithdrawal withdraw, string? requestKey, string bodyHash, bool inOrder, CancellationToken cancel) =>
        await access.SomeTerms(vendor, withdraw.IntentId, cancel) is null
            ? ProblemView.Unseen
            : ingress.WithdrawOffer(vendor, withdraw.IntentId, withdraw.OfferId, requestKey, bodyHash, inOrder);

    /// <summary>Many offers at once, each decided as it would be alone. Where the market could not answer one, it answers none: sent again,
    /// those that were recorded get their receipts.</summary>
    public async Task<Answer<OffersAnswer>> SubmitMany(Account vendor, JsonTree tree, CancellationToken cancel)
    {
        var reading = OfferReader.Batch(tree);
        if (!reading.IsGood)
            return ProblemView.Of(reading.Faults);
        var answers = await Task.WhenAll(reading.Value.Select(offer => Submit(vendor, offer.IntentId, offer.WithoutIntent, cancel)));
        if (Array.Find(answers, a => a.Problem is { Status: 503 }).Problem is { } away)
            return away;
        return new OffersAnswer([.. reading.Value.Zip(answers, (offer, answer) => answer switch
        {
            { Value: { } receipt } => receipt,
            _ => OfferView.Refused(offer.IntentId, offer.Key, ingress.Now, answer.Problem!),
        })]);
    }

    /// <summary>The receipt that an offer would get. Where the others' offers are not told, none of them is read: neither what it says nor
    /// how long it takes depends on them.</summary>
    public async Task<Answer<Receipt>> Preview(Account vendor, IntentId intentId, JsonTree tree, CancellationToken cancel)
    {
        var read = await Read(vendor, intentId, tree, terms => OfferReader.Offer(tree, terms, ingress.Now), inOrder: false, cancel);
        if (read.Value is not var (command, some))
            return read.Problem!;
        var key = command.Key;
        var pseudonym = command.Actor.Pseudonym;
        var alone = Book.Alone(
            intentId, pseudonym, (await store.Intents.EventsFor(intentId, pseudonym, cancel)).Select(EventCodec.DecodeToPass));
        alone.MustBeKnown();
        // By the terms of now, since an amendment may show less than those before it.
        var knows = Knowledge.WhileOpen(Part.Vendor, alone.Terms);
        var (would, full) = knows.SeesLead
            ? await books.Look(intentId, open => Would(open.Book), cancel)
            : Would(alone);
        switch (would?.Decision)
        {
            case null:
                return full!;
            case Decision.Record:
                return would.Receipt!;
            case Decision.Repeat repeat when await store.Journal.ReadEvent(intentId, repeat.Seq, cancel) is { } stored:
                return await Receipt(new Reply.Recorded(EventCodec.Decode(stored), true), key, some, cancel);
            case Decision.Refuse refuse:
                return OfferProblem(new Reply.Refused(refuse.Code, refuse.Detail));
            default:
                throw new InvalidOperationException("an offer was neither recorded nor refused");
        }

        Previewed Would(Book book)
        {
            var decision = book.Preview(command);
            if (decision is not Decision.Record record)
                return new Previewed(decision, null);
            var recorded = new RecordedEvent(intentId, book.Seq + 1, record.At, record.Events[record.Answer], "");
            var receipt = OfferView.Receipt(recorded, key, book.Terms) with { OfferId = null };
            var tellsPlace = knows.SeesAll
                || (knows.SeesLead && !(recorded.Event is OfferAccepted accepted && book.GivesUpTheLead(accepted)));
            return new Previewed(decision, tellsPlace ? receipt : receipt with { Rank = null, Of = null, Gap = null, Lead = null });
        }
    }

    /// <param name="Receipt">Where the offer would be recorded.</param>
    private sealed record Previewed(Decision Decision, Receipt? Receipt);

    /// <param name="requestKey">The caller's own for this confirmation; null: none.</param>
    public async Task<Answer<Receipt>> Confirm(Account vendor, OfferId offerId, string? requestKey, JsonTree tree, CancellationToken cancel)
    {
        var reading = OfferReader.Confirm(tree);
        if (!reading.IsGood)
            return ProblemView.Of(reading.Faults);
        if (await Own(vendor, offerId, cancel) is not { } own)
            return ProblemView.Unseen;
        var confirmation = new OfferConfirmation(own.Row.IntentId, offerId, reading.Value);
        var confirm = await Confirmation(
            vendor, confirmation, requestKey, idempotency.HashOf($"confirm/{offerId}", tree), inOrder: false, cancel);
        return confirm.Value is var (command, some)
            ? await Receipt(await ingress.Send(command, cancel), own.Row.Key, some, cancel)
            : confirm.Problem!;
    }

    /// <summary>Answers the offer as it was withdrawn; one that is withdrawn already is answered the same.</summary>
    public async Task<Answer<OfferRead>> Withdraw(Account vendor, OfferId offerId, string? requestKey, CancellationToken cancel)
    {
        if (await Own(vendor, offerId, cancel) is not { } own)
            return ProblemView.Unseen;
        if (own.Row.Status != OfferStatus.Withdrawn)
        {
            var withdraw = await Withdrawal(
                vendor, new OfferWithdrawal(own.Row.IntentId, offerId), requestKey, idempotency.HashOf($"withdraw/{offerId}", null),
                inOrder: false, cancel);
            if (withdraw.Value is not { } command)
                return withdraw.Problem!;
            if (ProblemView.Of(await ingress.Send(command, cancel)) is { } problem)
                return problem;
        }
        return own with { Row = own.Row with { Status = OfferStatus.Withdrawn }, Rank = 0 };
    }

    /// <summary>The receipt that one of the vendor's offers got.</summary>
    public async Task<Answer<Receipt>> ReceiptOf(Account vendor, OfferId offerId, CancellationToken cancel)
    {
        if (await Own(vendor, offerId, cancel) is not { } own || await access.SomeTerms(vendor, own.Row.IntentId, cancel) is not { } some
            || await store.Journal.ReadEvent(own.Row.IntentId, own.Row.Receipt, cancel) is not { } stored)
            return ProblemView.Unseen;
        return await Receipt(new Reply.Recorded(EventCodec.Decode(stored), true), own.Row.Key, some, cancel);
    }

    /// <summary>A page of the vendor's own offers, newest first, and how each stands.</summary>
    /// <param name="revised">With those that a later one took the place of.</param>
    /// <param name="from">The last one of the page before; null: the first page.</param>
    public async Task<Page<OwnOffer>> Own(
        Account vendor, OfferStatus? status, bool revised, (long At, OfferId Id)? from, int max, CancellationToken cancel)
    {
        var found = await store.Offers.ListByVendor(vendor.Id, status, revised, from, max + 1, cancel);
        var shown = found.Take(max).ToList();
        var ids = shown.Select(o => o.Row.IntentId).Distinct().ToList();
        var termsOf = new Dictionary<IntentId, IntentTerms>();
        var intents = (await store.Intents.GetMany(ids, cancel))
            .Known(i => termsOf[i.Row.IntentId] = EventCodec.DecodeIntentTerms(i.Row.Terms)).ToDictionary(i => i.Row.IntentId);
        var known = intents.Values.ToDictionary(i => i.Row.IntentId, i => Knowledge.Of(vendor, i, termsOf[i.Row.IntentId]));
        var places = (await store.Offers.Places([.. known.Where(k => k.Value.SeesRank).Select(k => k.Key)], [vendor.Id], cancel))
            .ToDictionary(p => p.OfferId);
        var items = new List<OwnOffer>(shown.Count);
        foreach (var offer in shown.Where(o => intents.ContainsKey(o.Row.IntentId)).Known(o => EventCodec.DecodeOfferTerms(o.Row.Terms)))
        {
            var read = intents[offer.Row.IntentId];
            var intent = termsOf[read.Row.IntentId];
            var document = OfferView.ForVendor(offer, await terms.ScoredBy(offer, intent, cancel));
            var place = places.GetValueOrDefault(offer.Row.OfferId);
            if (place is not null)
                document = document with { Rank = place.Rank, Of = place.Of };
            items.Add(new OwnOffer(
                IntentView.Of(read, forCustomer: false), document,
                place is null ? null : VendorPosition.For(intent, known[read.Row.IntentId], place).Gap));
        }
        return new Page<OwnOffer>(items, found.Count > max ? PageCursor.Write(shown[^1].Row.At, shown[^1].Row.OfferId) : null);
    }

    /// <summary>Terms to read an offer by, and why the vendor may make none. No terms: it does not see the
    /// intent, or it is its own.</summary>
    private async ValueTask<(IntentTerms? Some, Problem? Refused)> Terms(Account vendor, IntentId intentId, CancellationToken cancel)
    {
        var refused = await eligibility.Refuses(vendor, intentId, cancel);
        if (refused is { Code: ProblemCodes.OwnIntent })
            return (null, refused);
        return await access.SomeTerms(vendor, intentId, cancel) is { } some ? (some, refused) : (null, ProblemView.Unseen);
    }

    private async Task<OfferRead?> Own(Account vendor, OfferId offerId, CancellationToken cancel) =>
        await store.Offers.OfVendor(offerId, vendor.Id, cancel);

    /// <summary>The receipt is written by the terms that the offer was decided under; one that was refused shows nothing of them.</summary>
    private async Task<Answer<Receipt>> Receipt(Reply reply, string? key, IntentTerms some, CancellationToken cancel)
    {
        switch (reply)
        {
            case Reply.Recorded { Event: { Event: OfferAccepted accepted } recorded }:
                return OfferView.Receipt(recorded, key, (await terms.Get(recorded.IntentId, accepted.Terms.AgreesTo, cancel))!);
            case Reply.Recorded { Event: { Event: OfferRefused } recorded }:
                return OfferView.Receipt(recorded, key, some);
            case Reply.Recorded:
                // The key was the vendor's for something else on this intent.
                return OfferProblem(new Reply.Refused(Problems.KeyReused, "this key was used before with another body"));
            default:
                return OfferProblem(reply);
        }
    }

    /// <summary>An offer's own key that is used twice is a conflict with that offer, other than an Idempotency-Key.</summary>
    private static Problem OfferProblem(Reply reply)
    {
        var problem = ProblemView.Of(reply)!;
        return problem.Code == Problems.KeyReused ? problem with { Status = 409 } : problem;
    }
}

/// <param name="Terms">Those that it was read by.</param>
public sealed record ReadCommand<TCommand>(TCommand Command, IntentTerms Terms) where TCommand : Command;

/// <summary>A vendor's own offer with its intent, and what is missing to the lead as far as it may know.</summary>
public sealed record OwnOffer(IntentDocument Intent, OfferDocument Offer, GapDocument? Gap);
