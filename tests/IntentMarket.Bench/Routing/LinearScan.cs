using IntentMarket.Tests.Routing;

namespace IntentMarket.Bench;

/// <summary>The way without an index: an intent is put to every subscription, one after the other. The subscriptions are numbers in
/// flat arrays, one for each member of the criteria and a list's values behind each other, and the next member is looked at only where
/// the one before is met.</summary>
internal sealed class LinearScan(RoutingWorkload workload, int capacity)
{
    private readonly Lists _categories = new(capacity);
    private readonly Lists _regions = new(capacity);
    private readonly Lists _conditions = new(capacity);
    private readonly Lists _anyWords = new(capacity);
    private readonly Lists _noWords = new(capacity);
    private readonly Lists _certifications = new(capacity);
    private readonly uint[] _budgetMin = new uint[capacity];
    private readonly uint[] _budgetMax = new uint[capacity];
    private readonly uint[] _quantityMin = new uint[capacity];
    private readonly uint[] _quantityMax = new uint[capacity];
    private readonly uint[] _leadDays = new uint[capacity];
    private int _count;

    /// <summary>Adds the next subscription; its id is how many there are then.</summary>
    public void Add(DrawnSubscription drawn)
    {
        _categories.Add(drawn.Categories);
        _regions.Add(drawn.Regions);
        _conditions.Add(drawn.Conditions);
        _anyWords.Add(drawn.AnyWords);
        _noWords.Add(drawn.NoWords);
        _certifications.Add(drawn.Certifications);
        _budgetMin[_count] = drawn.BudgetMin;
        _budgetMax[_count] = drawn.BudgetMax == 0 ? uint.MaxValue : drawn.BudgetMax;
        _quantityMin[_count] = drawn.QuantityMin;
        _quantityMax[_count] = drawn.QuantityMax == 0 ? uint.MaxValue : drawn.QuantityMax;
        _leadDays[_count] = drawn.LeadDays;
        _count++;
    }

    /// <summary>From now on no quantity meets it.</summary>
    public void Remove(ulong id) => (_quantityMin[id - 1], _quantityMax[id - 1]) = (uint.MaxValue, 0);

    /// <summary>The ids of the subscriptions that the intent meets, ascending.</summary>
    public IReadOnlyList<ulong> Match(DrawnIntent intent)
    {
        var ids = new List<ulong>();
        Span<uint> categories = [intent.Leaf, workload.ClassOf(intent.Leaf), workload.GroupOf(intent.Leaf)];
        Span<uint> regions = [intent.Region, RoutingWorkload.CountryOf(intent.Region)];
        for (var i = 0; i < _count; i++)
        {
            if (ShareOne(_categories.At(i), categories)
                && (_regions.At(i).IsEmpty || ShareOne(_regions.At(i), regions))
                && (intent.Budget == 0 || (_budgetMin[i] <= intent.Budget && intent.Budget <= _budgetMax[i]))
                && _quantityMin[i] <= intent.Quantity && intent.Quantity <= _quantityMax[i]
                && (intent.Days == 0 || intent.Days >= _leadDays[i])
                && (intent.Conditions.Length == 0 || _conditions.At(i).IsEmpty || ShareOne(_conditions.At(i), intent.Conditions))
                && (_anyWords.At(i).IsEmpty || ShareOne(_anyWords.At(i), intent.Words))
                && !ShareOne(_noWords.At(i), intent.Words)
                && (_certifications.At(i).IsEmpty || HoldsAll(_certifications.At(i), intent.Certifications)))
                ids.Add((ulong)i + 1);
        }
        return ids;
    }

    private static bool ShareOne(ReadOnlySpan<uint> ones, ReadOnlySpan<uint> others)
    {
        foreach (var one in ones)
        {
            foreach (var other in others)
            {
                if (one == other)
                    return true;
            }
        }
        return false;
    }

    private static bool HoldsAll(ReadOnlySpan<uint> held, ReadOnlySpan<uint> required)
    {
        foreach (var one in required)
        {
            if (!held.Contains(one))
                return false;
        }
        return true;
    }

    /// <summary>A list for each subscription, all in one array.</summary>
    private sealed class Lists(int capacity)
    {
        private readonly int[] _starts = new int[capacity + 1];
        private uint[] _values = new uint[capacity];
        private int _count;

        public ReadOnlySpan<uint> At(int i) => _values.AsSpan(_starts[i], _starts[i + 1] - _starts[i]);

        public void Add(uint[] values)
        {
            var start = _starts[_count++];
            while (_values.Length < start + values.Length)
                Array.Resize(ref _values, 2 * _values.Length);
            values.CopyTo(_values, start);
            _starts[_count] = start + values.Length;
        }
    }
}
