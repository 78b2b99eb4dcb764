using IntentMarket.Engine.Auctions;
using IntentMarket.Engine.Evaluation;
using IntentMarket.Engine.Intents;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Offers;
using IntentMarket.Engine.Values;

namespace IntentMarket.Engine.Loop;

/// <summary>The book of one intent: it takes commands and events, and hands each to the module of the rules that has it. What it holds is
/// the fold of its events, and nothing else.</summary>
/// <remarks>Only the loop that serves its partition touches it. <see cref="Decide(Command)"/> reads it, <see cref="Apply"/> alone changes
/// it.</remarks>
public sealed class Book(IntentId intentId)
{
    /// <summary>In the order in which a wake-up asks them. A new capability is one more.</summary>
    private static readonly BookModule[] Modules = [new OfferModule(), new IntentModule(), new AuctionModule(), new AwardModule()];

    private readonly IntentState _intent = new(intentId);
    private bool _isRead = true;

    public IntentId IntentId => _intent.IntentId;

    /// <summary>The number of its last event; 0: it was never posted.</summary>
    public int Seq => _intent.Seq;

    /// <summary>Hex hash of its last event; empty before the first.</summary>
    public string LastHash { get; private set; } = "";

    /// <summary>This build knows its rules and has read all its events. A book that a newer one went on with follows its chain, and decides
    /// nothing.</summary>
    public bool IsKnown => _isRead && (!_intent.IsPosted || Engine.Values.Rules.AreKnown(Rules));

    public IntentStatus Status => _intent.Status;

    public int Version => _intent.Version;

    public IntentTerms Terms => _intent.Terms;

    /// <summary>The version of the rules that the intent was opened under.</summary>
    public int Rules => _intent.Rules;

    public Pseudonym Customer => _intent.Customer;

    /// <summary>As extended.</summary>
    public long ClosesAt => _intent.ClosesAt;

    public long AwardBy => _intent.AwardBy;

    /// <summary>The closing time was called: offers behind the call in the queue are late.</summary>
    public bool IsClosingCalled => _intent.IsClosingCalled;

    public OfferId? AwardedOffer => _intent.AwardedOffer;

    /// <summary>All offers made over time, refused ones included.</summary>
    public int OffersMade => _intent.OffersMade;

    public Ranking Ranking => _intent.Ranking;

    /// <summary>When the intent next has something to do by itself; null: never.</summary>
    public long? WakeAt
    {
        get
        {
            if (!_intent.IsPosted)
                return null;
            long? next = null;
            foreach (var module in Modules)
            {
                if (module.WakeAt(_intent) is { } at)
                    next = Math.Min(at, next ?? long.MaxValue);
            }
            return next;
        }
    }

    /// <summary>The one offer of a vendor that is live or waits to be confirmed.</summary>
    public BookedOffer? Current(Pseudonym vendor) => _intent.Current(vendor);

    /// <summary>Whether the vendor has made an offer before, whatever became of it.</summary>
    public bool HasOffersOf(Pseudonym vendor) => _intent.HasOffersOf(vendor);

    /// <exception cref="NotKnownException">It is not known: see <see cref="IsKnown"/>.</exception>
    public void MustBeKnown()
    {
        if (!IsKnown)
            throw new NotKnownException($"intent {IntentId} goes by what this build does not know");
    }

    /// <summary>Decides a command without changing anything: the same book and command give the same decision.</summary>
    public Decision Decide(Command command)
    {
        if (DecidedBefore(command) is { } before)
            return before;
        if (command is Wake)
            return WakeUp(command.At);
        foreach (var module in Modules)
        {
            if (module.Decide(_intent, command) is { } decision)
                return decision;
        }
        throw new InvalidOperationException($"a command of an unknown kind: {command.GetType().Name}");
    }

    /// <summary>What an offer would get, by this book: it records nothing.</summary>
    public Decision Preview(SubmitOffer command) => DecidedBefore(command) ?? OfferModule.Preview(_intent, command);

    /// <summary>Changes the book by an event. The same events always give the same book.</summary>
    public void Apply(RecordedEvent recorded)
    {
        if (recorded.IntentId != IntentId || recorded.Seq != Seq + 1)
            throw new InvalidOperationException($"event {recorded.Seq} of {recorded.IntentId} does not follow event {Seq} of {IntentId}");
        _intent.Seq = recorded.Seq;
        LastHash = recorded.Hash;
        _isRead &= recorded.Event is not UnknownEvent;
        if (!IsKnown)
            return; // what happened is not known here, so nothing is decided: see DecidedBefore
        foreach (var module in Modules)
        {
            if (module.Apply(_intent, recorded))
                return;
        }
        throw new InvalidOperationException($"an event of an unknown kind: {recorded.Event.GetType().Name}");
    }

    /// <summary>The row that reads use. The loop adds the account where it knows it.</summary>
    public IntentRow ToRow(AccountId? account, bool fanOut) => new(
        IntentId, Partitions.Of(IntentId), account, Customer, Status, Version, EventCodec.Encode(Terms), _intent.OpenedAt, ClosesAt,
        AwardBy, WakeAt, Seq, Ranking.Count, OffersMade, _intent.Extensions, AwardedOffer, fanOut, Rules);

    /// <summary>The offers that changed since the last call, as rows, with the account and the offer's own key where they are
    /// known.</summary>
    public IReadOnlyList<OfferRow> TakeChangedOffers(Known known) =>
        _intent.TakeChanged().Select(offer => new OfferRow(
            offer.OfferId, IntentId, known.AccountOf(offer.Vendor), offer.Vendor, known.KeyOf(offer.OfferId), offer.Status,
            offer.Terms.Total, offer.Score.Total, offer.Score.Points, offer.Placed, offer.Receipt, offer.At, offer.ValidUntil,
            EventCodec.Encode(offer.Terms), offer.Score.Fine)).ToList();

    /// <summary>Whether the vendor leads, and would stand lower with this offer: where it would come then tells of the offer behind
    /// it.</summary>
    public bool GivesUpTheLead(OfferAccepted offer) => Ranking.Leader is { } leader && leader.Vendor == offer.Vendor && Ranking.Compare(
        new Score(offer.Score, offer.Points, offer.Fine), offer.Terms.Total, Seq + 1, leader.Score, leader.Terms.Total, leader.Placed) > 0;

    /// <summary>The book as one vendor by itself would have made it, which tells nothing of the others: for a preview where they are
    /// hidden.</summary>
    /// <param name="events">All that are about the intent or this vendor, in their order.</param>
    public static Book Alone(IntentId intentId, Pseudonym vendor, IEnumerable<RecordedEvent> events)
    {
        var book = new Book(intentId);
        foreach (var recorded in events)
        {
            var own = recorded.Event switch
            {
                IntentAmended e => e with { Unconfirmed = [.. e.Unconfirmed.Where(o => o.Vendor == vendor)] },
                IntentAwarded e when e.Vendor == vendor => e with { Lost = [] },
                IntentAwarded => new IntentUnawarded(),
                var e => e,
            };
            book._intent.Seq = recorded.Seq - 1;
            book.Apply(recorded with { Event = own });
        }
        return book;
    }

    /// <summary>What no module is asked about: what this node does not know, a request that was answered before, an intent that was never
    /// posted. Null: a module decides.</summary>
    private Decision? DecidedBefore(Command command)
    {
        if (!IsKnown || (command is PostIntent { Terms.Terms.Rules: { } rules } && !Engine.Values.Rules.AreKnown(rules)))
        {
            return command is Wake
                ? new Decision.Nothing()
                : new Decision.Refuse(
                    Problems.Down, "the intent goes by what this node does not know yet: send it again with the same key");
        }
        var actor = command is RemoveIntent ? IntentState.AnyOperator : command.Actor.Pseudonym;
        // The market itself sends no key.
        if (command is not (Wake or RemoveOffer) && _intent.AnswerTo(actor, command.Request) is var (seq, isSame))
        {
            return isSame
                ? new Decision.Repeat(seq)
                : new Decision.Refuse(Problems.KeyReused, "this key was used before with another body");
        }
        return Seq == 0 && command is not PostIntent ? new Decision.Refuse(Problems.NotFound, "there is no such intent") : null;
    }

    /// <summary>The clock has come to something: the call to close, the close behind it, the end of the time to award, an offer's
    /// end.</summary>
    private Decision WakeUp(long at)
    {
        List<MarketEvent> events = [];
        foreach (var module in Modules)
            module.Wake(_intent, at, events);
        return events.Count > 0 ? new Decision.Record(at, events) : new Decision.Nothing();
    }
}
