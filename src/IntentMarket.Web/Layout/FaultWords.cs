using System.Globalization;
using IntentMarket.Contracts;
using IntentMarket.Services.Wire;

namespace IntentMarket.Web.Layout;

/// <summary>What is wrong with a field, in words for who filled it in: what the field is called, and what would do. What a reader says
/// of a fault is for programs: it names members.</summary>
public static class FaultWords
{
    /// <summary>Where no field of the form is at fault: what it keeps hidden was changed.</summary>
    public const string OfNoField = "Something on this page cannot be read. Reload the page and fill it in again.";

    private const string FirstYear = "1970";
    private const string LastYear = "9999";

    /// <param name="label">As the field's label says it.</param>
    public static string Of(Fault fault, string label) => $"{label.TrimEnd('?', ':')}: {Wish(fault)}";

    private static string Wish(Fault fault) => fault.Code switch
    {
        FaultCodes.Missing or FaultCodes.Blank or FaultCodes.Empty => "please fill this in.",
        FaultCodes.TooLong => $"use at most {Number(fault.Bounds.Most)} characters.",
        FaultCodes.TooLarge => "this is too much at once. Please shorten it.",
        FaultCodes.TooFew => $"give at least {Number(fault.Bounds.Least ?? "1")}.",
        FaultCodes.TooMany => $"give at most {Number(fault.Bounds.Most ?? "1")}.",
        FaultCodes.TooManyFaults => "there is more to put right than is listed here.",
        FaultCodes.NotUnique => "this is there twice. Leave one out.",
        FaultCodes.OutOfRange => Range(fault.Bounds),
        FaultCodes.NotADecimal or FaultCodes.WrongType when fault.Bounds is { Digits: > 0 and var digits, Most: null } =>
            $"use a number such as 399.50, with at most {digits} digits after the point.",
        FaultCodes.NotADecimal or FaultCodes.NotAnInteger or FaultCodes.WrongType when fault.Bounds is { Digits: 0 } =>
            fault.Bounds.Most is null ? "use a whole number such as 399." : $"use a whole number{Between(fault.Bounds)}.",
        FaultCodes.NotATime => "choose a date and a time.",
        FaultCodes.NotADuration => "choose how long.",
        FaultCodes.NotAName or FaultCodes.UnknownCriterion => "use the letters a to z, digits and spaces, at most 64.",
        FaultCodes.NotAWord => "each word needs a letter or a digit.",
        FaultCodes.NotAText => "use letters or digits that can be seen, and nothing hidden.",
        FaultCodes.NotAUnit or FaultCodes.UnknownValue or FaultCodes.UnknownCategory => "choose one from the list.",
        FaultCodes.UnknownRegion => "we do not know this place. Choose one from the list.",
        FaultCodes.UnknownCurrency => "we do not know this currency. It has three letters, such as GBP.",
        FaultCodes.NotAllowed or FaultCodes.NotYet => "this does not go with what else you chose. Leave it out.",
        FaultCodes.MinOverMax => "the least is more than the most.",
        FaultCodes.BestIsWorst => "all points and no points cannot be given for the same.",
        FaultCodes.ScaleMismatch => "this does not go with what else matters to you.",
        FaultCodes.InThePast => "this date is past.",
        FaultCodes.TooSoon => "this is too soon. Choose a later time.",
        FaultCodes.TooFarAhead => $"this is too far ahead. Choose a date within {Years(fault.Bounds.Most)}.",
        FaultCodes.BeforeTheClose => "this is before offers close.",
        FaultCodes.LeadNeeded => "vendors can improve on the leading offer only where they see what leads.",
        FaultCodes.Contradiction => "no offer can meet this and your other must-haves.",
        FaultCodes.OneCurrency => "this needs exactly one currency.",
        _ => "this cannot be read. Fill it in again.",
    };

    private static string Range(FaultBounds bounds) => bounds switch
    {
        { Least: { } least, Most: null } when IsSmallest(least) => "use more than nothing.",
        { Least: null, Most: null } => "use another value.",
        { Least: FirstYear, Most: LastYear } => $"choose a date in the years {FirstYear} to {LastYear}.",
        _ => $"use a number{Between(bounds)}.",
    };

    private static string Between(FaultBounds bounds) => bounds switch
    {
        { Least: { } least, Most: { } most } => $" from {Number(least)} to {Number(most)}",
        { Least: { } least } => $" of {Number(least)} or more",
        { Most: { } most } => $" of at most {Number(most)}",
        _ => "",
    };

    /// <summary>The smallest amount that there is: <c>0.01</c>.</summary>
    private static bool IsSmallest(string number) => number.Trim('0') is ".1" or ".01" or ".001" or ".000001" || number == "1";

    private static string Years(string? years) => years is null or "1" ? "a year" : $"{years} years";

    /// <summary>With commas between the thousands.</summary>
    private static string Number(string? written) =>
        decimal.TryParse(
            written, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number.ToString("#,0.######", CultureInfo.InvariantCulture)
            : "";
}
