using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;

namespace IntentMarket.Engine.Intents;

/// <summary>What becomes of an intent by its customer's will, or the operator's: it is posted, amended, withdrawn, removed.</summary>
internal sealed class IntentModule : BookModule
{
    public override Decision? Decide(IntentState intent, Command command) => command switch
    {
        PostIntent c => Post(intent, c),
        AmendIntent c => Amend(intent, c),
        WithdrawIntent c => Withdraw(intent, c),
        RemoveIntent c => Remove(intent, c),
        _ => null,
    };

    public override bool Apply(IntentState intent, RecordedEvent recorded)
    {
        switch (recorded.Event)
        {
            case IntentOpened e:
                Opened(intent, e, recorded.At);
                return true;
            case IntentAmended e:
                Amended(intent, e);
                return true;
            case IntentWithdrawn e:
                intent.End(IntentStatus.Withdrawn, _ => OfferStatus.Ended);
                intent.Remember(intent.Customer, e.Request);
                return true;
            case IntentRemoved e:
                intent.End(IntentStatus.Removed, _ => OfferStatus.Ended);
                intent.Remember(IntentState.AnyOperator, e.Request);
                return true;
            default:
                return false;
        }
    }

    private static Decision Post(IntentState intent, PostIntent c) => intent.Seq > 0
        ? new Decision.Refuse(Problems.KeyReused, "this key was used before with another body")
        : new Decision.Record(
            c.At, [new IntentOpened(c.Actor.Pseudonym, c.Terms, c.Texts.Hash, c.Terms.Terms.Rules ?? 1, c.Request, c.Contact?.Hash)]);

    private static void Opened(IntentState intent, IntentOpened e, long at)
    {
        intent.Rules = e.Rules;
        intent.Customer = e.Customer;
        intent.OpenedAt = at;
        intent.Version = 1;
        intent.ContactHash = e.ContactHash;
        intent.SetTerms(e.Terms);
        intent.Remember(e.Customer, e.Request);
    }

    /// <summary>The terms change while offers are taken. What was live waits for its vendor to confirm it under the new terms.</summary>
    private static Decision Amend(IntentState intent, AmendIntent c)
    {
        if (NotTheCustomer(intent, c) is { } refused)
            return refused;
        if (c.Version != intent.Version)
            return new Decision.Refuse(Problems.StaleVersion, $"the intent is at version {intent.Version}");
        if (intent.Status != IntentStatus.Open || intent.IsClosingCalled || c.At >= intent.ClosesAt)
            return NotOpen(intent);
        if (!intent.Format.MayBeAmended || c.Terms.Auction.Format != intent.Terms.Auction.Format)
            return new Decision.Refuse(Problems.NotAmendable, "only an open auction may be amended, and it stays open");
        if (c.Terms.Currency != intent.Terms.Currency)
            return new Decision.Refuse(Problems.NotAmendable, $"the currency stays {intent.Terms.Currency}");
        if (c.Terms.ClosesAt < intent.ClosesAt)
            return new Decision.Refuse(Problems.NotAmendable, $"the close may move later only than {Time.Format(intent.ClosesAt)}");
        var live = intent.Ranking.Select(o => o.ToRef()).ToList();
        return new Decision.Record(c.At, [new IntentAmended(intent.Version + 1, c.Terms, c.Texts.Hash, live, c.Request)]);
    }

    private static void Amended(IntentState intent, IntentAmended e)
    {
        intent.EarlierTerms.Add(intent.Terms.TermsHash);
        intent.Version = e.Version;
        intent.SetTerms(e.Terms);
        foreach (var offer in e.Unconfirmed)
            intent.Become(intent.CurrentOf(offer.Vendor), OfferStatus.Unconfirmed);
        intent.Remember(intent.Customer, e.Request);
    }

    private static Decision Withdraw(IntentState intent, WithdrawIntent c)
    {
        if (NotTheCustomer(intent, c) is { } refused)
            return refused;
        return intent.Status is IntentStatus.Open or IntentStatus.Evaluating
            ? new Decision.Record(c.At, [new IntentWithdrawn(c.Reason.Hash, c.Request)])
            : NotOpen(intent);
    }

    /// <summary>The operator may remove what is over too.</summary>
    private static Decision Remove(IntentState intent, RemoveIntent c) => intent.Status == IntentStatus.Removed
        ? NotOpen(intent)
        : new Decision.Record(c.At, [new IntentRemoved(c.Reason.Hash, c.Request)]);
}
