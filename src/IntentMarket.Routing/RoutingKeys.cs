using System.Globalization;
using IntentMarket.Engine.Values;

namespace IntentMarket.Routing;

/// <summary>Numbers for the places where subscriptions stand and intents come by: the nodes of the category trees, and regions.</summary>
/// <remarks>A CPV code is a number already, a region is read as one; other schemes are numbered as they come. What has no number is left
/// open: the subscription stands under any, and is checked exactly.</remarks>
internal sealed class RoutingKeys
{
    public const long AnyCategory = 0;
    public const uint AnyRegion = 1;

    /// <summary>Pairs of a category and a region at which one subscription stands. One with more stands under any region.</summary>
    private const int PairsMax = 64;

    /// <summary>More than one vendor can name ten times over. Each has a set of posting lists beside its number.</summary>
    private const int OtherCategoriesMax = 1 << 20;
    private const int CpvDigits = 8;
    private const int CpvDivision = 1_000_000;
    private const int RegionMax = 6;
    private const uint RegionLetters = 38;

    private readonly Interner<Category> _others = new(OtherCategoriesMax);

    /// <summary>Where a subscription stands: at each of the categories with each of the regions.</summary>
    /// <param name="isExact">Becomes false where it stands wider than it asks.</param>
    public void Stand(Criteria criteria, List<long> categories, List<uint> regions, ref bool isExact)
    {
        categories.Clear();
        regions.Clear();
        var wanted = criteria.Categories ?? [];
        var isFull = wanted.Count(category => category.Scheme != Categories.Cpv && _others.Find(category) == 0) > _others.Left;
        foreach (var category in isFull ? [] : wanted)
            AddOnce(categories, NumberOf(category));
        if (categories.Count == 0 || categories.Contains(AnyCategory))
        {
            isExact &= wanted.Count == 0;
            categories.Clear();
            categories.Add(AnyCategory);
        }

        foreach (var region in criteria.Regions ?? [])
            AddOnce(regions, NumberOf(region));
        if (regions.Count == 0 || regions.Contains(AnyRegion) || categories.Count * regions.Count > PairsMax)
        {
            isExact &= regions.Count == 0;
            regions.Clear();
            regions.Add(AnyRegion);
        }
    }

    /// <summary>Where an intent comes by: at every category that covers its own, or what that is in the other scheme, with every region
    /// that covers its own. One that names no region gets none here: it comes by at all there are.</summary>
    public void Pass(IntentFacts intent, List<long> categories, List<uint> regions)
    {
        categories.Clear();
        regions.Clear();
        categories.Add(AnyCategory);
        AddWithAbove(intent.Category);
        foreach (var counterpart in intent.Counterparts)
            AddWithAbove(counterpart);

        if (intent.Region is not { } region)
            return;
        regions.Add(AnyRegion);
        AddOnce(regions, NumberOf(region));
        if (Regions.CountryOf(region) is { } country)
            AddOnce(regions, NumberOf(country));

        void AddWithAbove(Category category)
        {
            if (category.Scheme == Categories.Cpv)
            {
                var code = Cpv(category);
                for (var level = CpvDivision; level > 0; level /= 10)
                    AddOnce(categories, code - code % level);
                return;
            }
            var id = category.Id;
            for (var dot = id.IndexOf('.'); dot >= 0; dot = id.IndexOf('.', dot + 1))
                AddOther(category with { Id = id[..dot] });
            AddOther(category);
        }

        void AddOther(Category above)
        {
            if (_others.Find(above) is > 0 and var number)
                AddOnce(categories, -number);
        }
    }

    /// <summary>No subscription stands at the category any more.</summary>
    public void GiveBack(long category)
    {
        if (category < 0)
            _others.GiveBack((int)-category);
    }

    private long NumberOf(Category category) =>
        category.Scheme == Categories.Cpv ? Cpv(category) : -_others.FindOrAdd(category);

    private static long Cpv(Category category) =>
        int.Parse(category.Id.AsSpan(0, CpvDigits), NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>Its letters, digits and hyphens as the digits of a number, no two regions the same; any region where it is none that could
    /// be known (see <see cref="Regions.IsRegion"/>).</summary>
    private static uint NumberOf(ReadOnlySpan<char> region)
    {
        if (region.Length is < 2 or > RegionMax)
            return AnyRegion;
        var number = 0U;
        foreach (var letter in region)
        {
            var digit = letter switch
            {
                '-' => 1U,
                >= '0' and <= '9' => (uint)(letter - '0' + 2),
                >= 'A' and <= 'Z' => (uint)(letter - 'A' + 12),
                _ => 0U,
            };
            if (digit == 0)
                return AnyRegion;
            number = number * RegionLetters + digit;
        }
        return number;
    }

    private static void AddOnce<T>(List<T> list, T item)
    {
        if (!list.Contains(item))
            list.Add(item);
    }
}
