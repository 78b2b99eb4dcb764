namespace IntentMarket.Engine;

/// <summary>What a book decides about a command.</summary>
public abstract record Decision
{
    /// <param name="At">The time that the events get.</param>
    /// <param name="Answer">The index of the event that answers the command.</param>
    public sealed record Record(long At, IReadOnlyList<MarketEvent> Events, int Answer = 0) : Decision;

    /// <summary>The request was answered before, by this event.</summary>
    public sealed record Repeat(int Seq) : Decision;

    public sealed record Refuse(string Code, string Detail) : Decision;

    /// <summary>There is nothing to do: a wake-up that came early or twice.</summary>
    public sealed record Nothing : Decision;
}

public sealed partial class Book
{
    /// <summary>Decides a command without changing anything: the same book and command give the same decision.</summary>
    public Decision Decide(Command command) => Decide(command, isPreview: false);

    private Decision Decide(Command command, bool isPreview)
    {
        if (!IsKnown || (command is PostIntent { Terms.Terms.Rules: { } rules } && !Engine.Rules.AreKnown(rules)))
        {
            return command is Wake
                ? new Decision.Nothing()
                : new Decision.Refuse(
                    Problems.Down, "the intent goes by what this node does not know yet: send it again with the same key");
        }
        // Which operator removed an intent stands in no event, so operators share their keys.
        var actor = command is RemoveIntent ? default : command.Actor.Pseudonym;
        if (command is not (Wake or RemoveOffer) && _requests.TryGetValue((actor, Mark.Of(command.Request.Key)), out var before))
        {
            return before.Body == Mark.Of(command.Request.BodyHash)
                ? new Decision.Repeat(before.Seq)
                : new Decision.Refuse(Problems.KeyReused, "this key was used before with another body");
        }
        if (command is PostIntent post)
            return Decide(post);
        if (Seq == 0)
            return new Decision.Refuse(Problems.NotFound, "there is no such intent");
        return command switch
        {
            AmendIntent c => Decide(c),
            WithdrawIntent c => Decide(c),
            RemoveIntent c => Decide(c),
            AwardIntent c => Decide(c),
            SubmitOffer c => Decide(c, isPreview),
            ConfirmOffer c => Decide(c),
            WithdrawOffer c => Decide(c),
            RemoveOffer c => Decide(c),
            Wake c => Decide(c),
            _ => throw new InvalidOperationException($"a command of an unknown kind: {command.GetType().Name}"),
        };
    }

    private Decision Decide(PostIntent c) => Seq > 0
        ? new Decision.Refuse(Problems.KeyReused, "this key was used before with another body")
        : new Decision.Record(c.At, [new IntentOpened(c.Actor.Pseudonym, c.Terms, c.Texts.Hash, c.Terms.Terms.Rules ?? 1, c.Request, c.Contact?.Hash)]);

    private Decision Decide(AmendIntent c)
    {
        if (NotTheCustomer(c) is { } refused)
            return refused;
        if (c.Version != Version)
            return new Decision.Refuse(Problems.StaleVersion, $"the intent is at version {Version}");
        if (Status != IntentStatus.Open || IsClosingCalled || c.At >= ClosesAt)
            return NotOpen();
        if (Terms.Auction.Format != AuctionFormat.Open || c.Terms.Auction.Format != AuctionFormat.Open)
            return new Decision.Refuse(Problems.NotAmendable, "only an open auction may be amended, and it stays open");
        if (c.Terms.Currency != Terms.Currency)
            return new Decision.Refuse(Problems.NotAmendable, $"the currency stays {Terms.Currency}");
        if (c.Terms.ClosesAt < ClosesAt)
            return new Decision.Refuse(Problems.NotAmendable, $"the close may move later only than {Time.Format(ClosesAt)}");
        var live = Ranking.Offers.Select(o => new OfferRef(o.OfferId, o.Vendor)).ToList();
        return new Decision.Record(c.At, [new IntentAmended(Version + 1, c.Terms, c.Texts.Hash, live, c.Request)]);
    }

    private Decision Decide(WithdrawIntent c)
    {
        if (NotTheCustomer(c) is { } refused)
            return refused;
        return Status is IntentStatus.Open or IntentStatus.Evaluating
            ? new Decision.Record(c.At, [new IntentWithdrawn(c.Reason.Hash, c.Request)])
            : NotOpen();
    }

    private Decision Decide(RemoveIntent c) => Status == IntentStatus.Removed
        ? NotOpen()
        : new Decision.Record(c.At, [new IntentRemoved(c.Reason.Hash, c.Request)]);

    private Decision Decide(AwardIntent c)
    {
        if (NotTheCustomer(c) is { } refused)
            return refused;
        if (Status == IntentStatus.Awarded)
        {
            return AwardedOffer == c.OfferId
                ? new Decision.Repeat(_awardSeq)
                : new Decision.Refuse(Problems.AlreadyAwarded, $"offer {AwardedOffer} was awarded");
        }
        if (Status == IntentStatus.Open && !(Terms.Auction is { Format: AuctionFormat.Open, EarlyAward: true } && c.At < ClosesAt))
            return new Decision.Refuse(Problems.NotYetClosed, $"offers are still taken, until {Time.Format(ClosesAt)}");
        if (Status is not (IntentStatus.Open or IntentStatus.Evaluating) || c.At >= AwardBy)
            return NotOpen();
        // An offer whose time is over is no longer there to be chosen or passed over, though no wake-up has said so yet.
        var ranked = Ranking.Offers.Where(o => StandsUntil(o) > c.At).ToList();
        var rank = 1 + ranked.FindIndex(o => o.OfferId == c.OfferId);
        if (rank == 0)
            return new Decision.Refuse(Problems.OfferChanged, "this offer is not live: it was revised, withdrawn or has expired");
        if (rank > 1 && Terms.Auction.Format == AuctionFormat.SealedSecondScore)
            return new Decision.Refuse(Problems.FirstOnly, $"the offer has rank {rank}: where the second score sets what is paid, rank 1 alone is awarded");
        if (rank > 1 && c.Reason is null)
            return new Decision.Refuse(Problems.ReasonRequired, $"the offer has rank {rank}: tell the bidders why it is chosen");
        var won = ranked[rank - 1];
        var rankedHash = RankedHash(ranked);
        var lost = Standing.Where(o => o.OfferId != c.OfferId && StandsUntil(o) > c.At).OrderBy(o => o.Placed)
            .Select(o => new OfferRef(o.OfferId, o.Vendor)).ToList();
        var events = Expired(c.At);
        if (Status == IntentStatus.Open)
            events.Add(new IntentClosed(ranked.Count, rankedHash));
        events.Add(new IntentAwarded(
            won.OfferId, won.Vendor, rank, Paid(won, ranked.ElementAtOrDefault(1)), won.Score.Total, rankedHash, c.Contact?.Hash, c.Reason?.Hash, lost, c.Request));
        return new Decision.Record(c.At, events, Answer: events.Count - 1);
    }

    /// <summary>The clock has come to something: the call to close, the close behind it, the end of the time to award, an offer's end.</summary>
    private Decision Decide(Wake c)
    {
        List<MarketEvent> events = [];
        switch (Status)
        {
            case IntentStatus.Open when _closingCalledAt is { } calledAt:
                if (c.At >= calledAt + Limits.CloseGraceMs)
                {
                    events.Add(new IntentClosed(Ranking.Count, RankedHash(Ranking.Offers)));
                    if (Ranking.Count == 0)
                        events.Add(new IntentUnawarded());
                }
                break;
            case IntentStatus.Open:
                // An offer that is valid until the very close counts at the close.
                events = Expired(Math.Min(c.At, ClosesAt - 1));
                if (Terms.Auction.Clock is not null)
                    events.AddRange(LevelsEnded(c.At));
                // A japanese auction ends with its last level.
                if (c.At >= ClosesAt && Terms.Auction.Format != AuctionFormat.Japanese)
                    events.Add(new ClosingCalled());
                break;
            case IntentStatus.Evaluating when c.At >= AwardBy:
                events.Add(new IntentUnawarded());
                break;
            case IntentStatus.Evaluating:
                events = Expired(c.At);
                break;
        }
        return events.Count > 0 ? new Decision.Record(c.At, events) : new Decision.Nothing();
    }

    private List<MarketEvent> Expired(long at) =>
        [.. Standing.Where(o => StandsUntil(o) <= at).OrderBy(o => o.Placed).Select(o => new OfferExpired(o.OfferId, o.Vendor))];

    /// <summary>To everyone but its customer an intent that is not theirs does not exist.</summary>
    private Decision.Refuse? NotTheCustomer(Command c) =>
        c.Actor.Pseudonym == Customer ? null : new Decision.Refuse(Problems.NotFound, "there is no such intent");

    private Decision.Refuse NotOpen() => new(Problems.NotOpen, $"the intent is {Status.ToString().ToLowerInvariant()}");
}
