using IntentMarket.Engine.Evaluation;
using IntentMarket.Engine.Intents;
using IntentMarket.Engine.Values;

namespace IntentMarket.Engine.Auctions;

/// <summary><c>open</c>: offers may be revised and, until they bind, withdrawn. The customer may amend the terms, and award a live offer
/// before the close where <c>earlyAward</c> says so.</summary>
internal sealed class OpenFormat : SoftCloseFormat
{
    public override bool MayBeAmended => true;

    public override bool MayBeAwardedEarly => true;

    /// <summary>Offers bind in the soft-close window before the close as the terms set it; from rules 2 on two minutes, or a tenth of the
    /// time from opening to close, at least.</summary>
    public override long BindingFrom(IntentTerms terms, long openedAt)
    {
        var bindingMs = terms.Auction.SoftClose?.WindowMs ?? 0;
        if (terms.Terms.HasRules2)
            bindingMs = Math.Max(bindingMs, Math.Min(Limits.BindingMs, (terms.ClosesAt - openedAt) / 10));
        return terms.ClosesAt - bindingMs;
    }

    /// <summary>Where offers bind, one that ranks below what it replaces would be a withdrawal. Of equals the later ranks below.</summary>
    public override Reason? Refuses(IntentState intent, OfferTerms offer, long at, BookedOffer? current)
    {
        if (!intent.HasRules2 || at < intent.BindingFrom || current is not { Status: OfferStatus.Live } own)
            return null;
        var score = Scoring.Of(intent.Terms.Terms, offer);
        if (Ranking.Compare(score, offer.Total, intent.Seq + 1, own.Score, own.Terms.Total, own.Placed) < 0)
            return null;
        return score.Total != own.Score.Total && intent.Terms.Terms.Method == ScoringMethod.Weighted
            ? new Reason("not-improving", null, Amount.Format(own.Score.Total, 6), Amount.Format(score.Total, 6))
            : new Reason("not-improving", Criterion.Total.Name, intent.Terms.Write(own.Terms.Total), intent.Terms.Write(offer.Total));
    }

    /// <summary>As long as it can lead: what leads at the close can be awarded behind it, as long as it stands.</summary>
    protected override long MayBeChosenUntil(IntentState intent) => intent.ClosesAt;
}
