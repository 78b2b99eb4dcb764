using IntentMarket.Contracts;
using IntentMarket.Services.Wire;
using IntentMarket.Web.Layout;

namespace IntentMarket.Web.Intents;

public sealed partial class IntentForm
{
    private static readonly Labels Labels = new(
        ("title", "What do you need?"), ("description", "Description"), ("category", "Category"), ("budget", "Your budget"),
        ("currency", "Currency"), ("by", "When do you need it by?"), ("closes", "Offers close"), ("closesAt", "Time to close"),
        ("line-#-what", "Of what, row #"), ("line-#-quantity", "Quantity, row #"), ("region", "Where"), ("awardBy", "You choose by"),
        ("condition", "Condition"), ("warranty", "Warranty, months at least"), ("returns", "Days to return it, at least"),
        ("from", "Not before"), ("certifications", "Certifications"), ("must-#-name", "Anything else, what, row #"),
        ("must-#-value", "Anything else, value, row #"), ("kept-require-#", "A must-have of before"), ("weights", "What matters"),
        ("weight-total", "Points for the price"), ("best-total", "Price, all points at"), ("worst-total", "Price, none at"),
        ("weight-deliverBy", "Points for delivery"), ("best-deliverBy", "Delivery, all points at"),
        ("worst-deliverBy", "Delivery, none at"), ("weight-warrantyMonths", "Points for warranty"),
        ("best-warrantyMonths", "Warranty, all points at"), ("worst-warrantyMonths", "Warranty, none at"),
        ("weight-returnDays", "Points for returns"), ("best-returnDays", "Returns, all points at"),
        ("worst-returnDays", "Returns, none at"), ("weight-condition", "Points for condition"), ("points-new", "If new, of 100"),
        ("points-refurbished", "If refurbished, of 100"), ("points-used", "If used, of 100"),
        ("weight-own-#", "Points for something of your own, row #"), ("own-#-name", "Something of your own, what, row #"),
        ("own-#-best", "Something of your own, all points at, row #"), ("own-#-worst", "Something of your own, none at, row #"),
        ("weight-kept-#", "Points for what mattered before"), ("format", "The format"),
        ("visibility", "What vendors learn of each other"), ("soft-window", "The last moment is"),
        ("decrement", "A better offer improves by"), ("decrement-kind", "Counted in"), ("vs", "Better than"), ("start", "First price"),
        ("step", "It moves by"), ("limit", "Last price"), ("interval", "Every"), ("first", "The price first moves"),
        ("firstAt", "Time of the first move"), ("contact", "How the winner reaches you"));

    private readonly List<Place> _places = [];

    /// <summary>What to say of a field in the place of what the reader finds wrong there.</summary>
    private readonly Dictionary<string, string> _questions = [];

    private readonly List<FormFault> _own = [];

    /// <summary>What the form itself finds: half of something is filled in, which a message would be read without.</summary>
    public IReadOnlyList<FormFault> Own => _own;

    /// <summary>A place of the message, and the field that it came from.</summary>
    /// <param name="Follows">The field says it only by what follows from it: it is told there if nothing else is wrong with it.</param>
    private readonly record struct Place(string Pointer, string Field, bool Follows);

    /// <summary>What is wrong with the form: what it finds itself, and the faults of the message, each once at the field that it came
    /// from.</summary>
    public List<FormFault> Told(IEnumerable<Fault> faults)
    {
        var found = faults.Select(fault => (Fault: fault, Place: PlaceOf(fault))).ToList();
        var direct = found.Where(f => !f.Place.Follows).Select(f => f.Place.Field).ToHashSet();
        return
        [
            .. _own.Concat(found.Where(f => !f.Place.Follows || !direct.Contains(f.Place.Field))
                .Select(f => new FormFault(f.Place.Field, Words(f.Place.Field, f.Fault))))
                .Asking(_questions).DistinctBy(told => told.Field),
        ];
    }

    /// <summary>Why the message was refused, as <see cref="Told(IEnumerable{Fault})"/> where it is for its faults.</summary>
    public List<FormFault> Told(Problem problem) =>
        problem.Errors is { Count: > 0 } errors ? Told(errors) : [new FormFault("", UiText.Of(problem))];

    private void At(string pointer, string field) => _places.Add(new Place(pointer, field, Follows: false));

    private void Follows(string pointer, string field) => _places.Add(new Place(pointer, field, Follows: true));

    private void Ask(string field, string question) => _own.Add(new FormFault(field, question));

    private void MustBeNamed(string field)
    {
        if (!_given.Has(field))
            _questions[field] = "Say what this is, or empty its fields to leave it out.";
    }

    private Place PlaceOf(Fault fault) => (fault.At, fault.Code) switch
    {
        ("/auction", FaultCodes.ScaleMismatch) when Format.Word == "english" && !_given.Has("decrement") =>
            new Place(fault.At, "decrement", Follows: true),
        ("/auction", FaultCodes.ScaleMismatch) => new Place(fault.At, SuitsField, Follows: false),
        ("/auction/closesAt", FaultCodes.TooFarAhead) when Clock is not null => new Place(fault.At, "step", Follows: true),
        _ => _places.Where(p => fault.At == p.Pointer || fault.At.StartsWith(p.Pointer + "/", StringComparison.Ordinal))
            .OrderByDescending(p => p.Pointer.Length).FirstOrDefault(new Place(fault.At, "", Follows: false)),
    };

    /// <summary>Where the format asks for what the terms do not have.</summary>
    private string SuitsField => Format.Word switch
    {
        "sealed-second-score" => _given.Has("budget") ? "weight-total" : "budget",
        "english" => "decrement-kind",
        _ => "format",
    };

    private string Words(string field, Fault fault) => (field, fault.Code) switch
    {
        ("", _) => FaultWords.OfNoField,
        ("title", FaultCodes.Missing or FaultCodes.Blank) => "What do you need? Please say it in a few words.",
        ("category", _) => "We cannot tell what this is from your words: pick one, or Something else.",
        ("budget", FaultCodes.OutOfRange) when fault.Bounds.Most is null => "A budget is more than nothing.",
        ("budget", FaultCodes.ScaleMismatch) => "Your budget: this format needs one, to find what the winner is paid.",
        ("weight-total", FaultCodes.ScaleMismatch) => "Points for the price: this format needs the price to have some.",
        ("by", FaultCodes.MinOverMax) => "When do you need it by: this is before the soonest that it may come.",
        ("closesAt" or "firstAt", FaultCodes.Missing) => "Choose a date and a time here, or another choice above.",
        ("decrement", FaultCodes.Missing) => "How much must a better offer improve by?",
        ("decrement-kind", FaultCodes.ScaleMismatch) => UsualDecrement == "points"
            ? "Counted in: choose points, because more than the price counts. Or give the price all points under “What matters”."
            : "Counted in: choose an amount or a percentage, because the price alone counts.",
        ("start", FaultCodes.Missing) => "What is the first price?",
        ("step", FaultCodes.Missing) => "By how much does the price move?",
        ("step", FaultCodes.TooMany or FaultCodes.TooFarAhead) =>
            "It moves by: with so small a step the clock would go for too long. Choose a greater one.",
        ("limit", FaultCodes.Missing) => "What is the last price?",
        ("limit", FaultCodes.OutOfRange) when fault.Bounds == default => Format.Word == "dutch"
            ? "Last price: choose one above the first, because the price of a Dutch auction rises."
            : "Last price: choose one below the first, because the price of a Japanese auction falls.",
        ("first" or "firstAt", FaultCodes.TooSoon) => "The price first moves: choose a later time.",
        ("format", FaultCodes.NotAllowed) => "The format: how this request weighs offers goes with “Open” and “Sealed” alone.",
        _ when field.StartsWith("must-", StringComparison.Ordinal) && fault.Code == FaultCodes.Missing =>
            "Say which value it must have, or empty the row to leave it out.",
        _ => Labels.At(field) is var (_, label) ? FaultWords.Of(fault, label) : FaultWords.OfNoField,
    };

    /// <summary>What a field is called in a sentence.</summary>
    public static string Called(string field) => field switch
    {
        "title" => "what you need",
        "category" => "the category",
        "budget" or "best-total" => "your budget, to weigh the price by",
        "by" or "best-deliverBy" => "when you need it",
        "closes" or "closesAt" => "when offers close",
        "decrement" => "by how much offers improve",
        "start" or "step" or "limit" => "the prices of the clock",
        "first" or "firstAt" => "when the price first moves",
        _ when field.StartsWith("own-", StringComparison.Ordinal) => "the scale of what matters to you",
        _ => "a must-have",
    };
}
