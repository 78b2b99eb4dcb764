using IntentMarket.Engine.Market;

namespace IntentMarket.Engine.Intents;

/// <summary>One part of the rules of a book. It decides its own commands and applies its own events, and leaves all others to the other
/// modules.</summary>
/// <remarks>There is one of each for all books: it keeps nothing, and all that it goes by is the state of the intent.</remarks>
internal abstract class BookModule
{
    /// <summary>Decides a command of an intent that was posted (or is to be), and changes nothing. Null: the command is another
    /// module's.</summary>
    public virtual Decision? Decide(IntentState intent, Command command) => null;

    /// <summary>Changes the state by an event. False: the event is another module's.</summary>
    public virtual bool Apply(IntentState intent, RecordedEvent recorded) => false;

    /// <summary>What the intent has come to by itself at that time. Early or doubled it is nothing.</summary>
    public virtual void Wake(IntentState intent, long at, List<MarketEvent> events)
    {
    }

    /// <summary>When it next comes to something by itself; null: never.</summary>
    public virtual long? WakeAt(IntentState intent) => null;

    /// <summary>To everyone but its customer an intent that is not theirs does not exist.</summary>
    protected static Decision.Refuse? NotTheCustomer(IntentState intent, Command c) =>
        c.Actor.Pseudonym == intent.Customer ? null : new Decision.Refuse(Problems.NotFound, "there is no such intent");

    protected static Decision.Refuse NotOpen(IntentState intent) =>
        new(Problems.NotOpen, $"the intent is {EnumWords.Of(intent.Status)}");
}
