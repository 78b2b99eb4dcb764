namespace IntentMarket.Web.Layout;

/// <summary>What the small forms call their fields. Those of requests, offers and criteria stand with them.</summary>
public static class FormLabels
{
    public static readonly Labels Withdrawal = new(("/reason", "Why"));

    public static readonly Labels Award = new(
        ("/contact", "How the vendor reaches you"), ("/reason", "Why not the offer that ranks first"));

    public static readonly Labels Report = new(("/reason", "What is wrong with it"));

    public static readonly Labels Message = new(("/text", "What you write"));

    public static readonly Labels Profile = new(
        ("/about", "About your business"), ("/claims/#/name", "Claim #"), ("/claims/#/note", "Note of claim #"));

    public static readonly Labels Key = new(("/name", "What it is for"), ("/scope", "What it may do"));

    public static readonly Labels Operator = new(("/reason", "Why"), ("/outcome", "What was done"), ("/by", "Who looked, and at what"));
}
