namespace IntentMarket.Services.Wire;

public sealed record ClaimDraft(string Name, string? Note);

public sealed record ProfileDraft(string About, IReadOnlyList<ClaimDraft> Claims);

/// <param name="Until">Unix milliseconds; null: for good.</param>
public sealed record Verification(string By, long? Until);

/// <summary>Reads what a vendor says of itself, and what the operator finds of it.</summary>
public static class ProfileReader
{
    public static Reading<ProfileDraft> Profile(JsonTree tree)
    {
        var faults = new Faults(tree.Faults);
        if (JsonObjectReader.Open(tree, faults) is not { } body)
            return faults.Read<ProfileDraft>(() => null!);
        var about = body.Optional("about")?.Text(WireLimits.NoteMax, blank: true);
        var names = new HashSet<string>();
        var claims = body.Optional("claims")?.List(0, WireLimits.SetMax, item => Claim(item, names));
        body.Close();
        return faults.Read(() => new ProfileDraft(about ?? "", claims ?? []));
    }

    public static Reading<Verification> Verify(JsonTree tree, long now)
    {
        var faults = new Faults(tree.Faults);
        if (JsonObjectReader.Open(tree, faults) is not { } body)
            return faults.Read<Verification>(() => null!);
        var by = body.Required("by")?.Title(WireLimits.NameMax);
        var until = body.Optional("until")?.Time();
        if (until <= now)
            body.Fault("until", FaultCodes.InThePast, "`until` is past");
        body.Close();
        return faults.Read(() => new Verification(by!, until));
    }

    private static ClaimDraft? Claim(Field field, HashSet<string> names)
    {
        if (field.Object() is not { } claim)
            return null;
        var name = claim.Required("name")?.Title(WireLimits.AttributeTextMax);
        var note = claim.Optional("note")?.Text(WireLimits.ContactMax);
        claim.Close();
        if (name is null)
            return null;
        if (names.Add(name))
            return new ClaimDraft(name, note);
        field.Fault(FaultCodes.NotUnique, $"`{Pointer.Shown(name)}` is claimed before");
        return null;
    }
}
