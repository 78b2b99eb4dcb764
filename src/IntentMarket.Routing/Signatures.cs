using System.Runtime.Intrinsics;

namespace IntentMarket.Routing;

/// <summary>What a subscription's criteria are packed into: its signature for the posting lists, and what its entry in the
/// table holds besides.</summary>
/// <param name="Signature">See <see cref="Signatures"/>; the number is not in it yet.</param>
/// <param name="TookBits">Its wanted words have bits of their own (<see cref="Keywords.TakeBits"/>), to be given back.</param>
/// <param name="IsExact">Whether all this says what the criteria say. Where not, it lets pass too much, never too little.</param>
internal readonly record struct PackedCriteria(
    Vector256<int> Signature, ulong AnyWords, ulong NoWords, ulong Certifications, ushort LeadDays, ushort Agreements, bool TookBits,
    bool IsExact);

/// <summary>Packs criteria and intents, so that one vector comparison tells of nearly every subscription that it is not met.</summary>
/// <remarks>
/// <para>A signature has eight lanes of 32 bits, and so has an intent. Four are of an order: the signature's must be at most the
/// intent's. Three are sets: signature and intent must share a bit (see <see cref="BitSetCoder"/>). The first is the
/// subscription's number in the table.</para>
/// <code>
/// 0 number | 1 budget from | 2 -budget to | 3 quantity from | 4 -quantity to | 5 conditions | 6 currencies | 7 words wanted
/// </code>
/// <para>Amounts stand there by <see cref="LossyAmount"/>. A word has one of 31 bits, which it shares with others; which words they are
/// stands in the table, up to four by their numbers, and with them what fewer intents fail at: lead days, agreements, certifications,
/// unwanted words. The table is read for what the signatures let pass alone, and there it must be read for the account's id anyway.</para>
/// <para>What does not fit (an uneven bound beyond 2^26, a keyword of two words, a fifth keyword) is left open in both; then the criteria
/// themselves are kept and asked. So what is usual is fast, and all is right.</para>
/// </remarks>
internal sealed class Signatures
{
    /// <summary>In all signatures that want no word, and in every intent, with a word or without.</summary>
    private const int OpenToWords = 1 << Keywords.Bits;

    private const int MoneyUnit = 1;
    private const int QuantityUnit = 1_000_000;

    private readonly BitSetCoder _conditions = new(32);
    private readonly BitSetCoder _currencies = new(32);
    private readonly BitSetCoder _agreements = new(16);
    private readonly BitSetCoder _certifications = new(64);
    private readonly Keywords _keywords = new();

    /// <param name="isExact">False where the criteria must be kept for another reason.</param>
    public PackedCriteria Pack(Criteria criteria, bool isExact)
    {
        var anyWords = Numbers(criteria.AnyKeyword, ref isExact);
        var noWords = Numbers(criteria.NoKeyword, ref isExact);
        var (wanted, tookBits) = Wanted(criteria.AnyKeyword, anyWords);
        var signature = Vector256.Create(
            0,
            Lowest(criteria.Budget?.Min, MoneyUnit, ref isExact),
            -Highest(criteria.Budget?.Max, MoneyUnit, ref isExact),
            Lowest(criteria.Quantity?.Min, QuantityUnit, ref isExact),
            -Highest(criteria.Quantity?.Max, QuantityUnit, ref isExact),
            (int)_conditions.Have(criteria.Conditions, ref isExact),
            (int)_currencies.Have(criteria.Currencies, ref isExact),
            wanted);
        return new(
            signature,
            anyWords,
            noWords,
            _certifications.Have(criteria.HoldsCertifications, ref isExact),
            LeadDays(criteria.LeadDays, ref isExact),
            (ushort)_agreements.Have(criteria.AcceptsAgreements, ref isExact),
            tookBits,
            isExact);
    }

    /// <summary>Gives back what a subscription took that no list holds any more.</summary>
    /// <param name="criteria">Kept where it is not packed whole.</param>
    public void GiveBack(in SubscriptionEntry entry, Criteria? criteria)
    {
        _keywords.GiveBackNumbers(entry.AnyWords);
        _keywords.GiveBackNumbers(entry.NoWords);
        if (entry.TookBits)
            _keywords.GiveBackBits(criteria!.AnyKeyword!);
    }

    public void Ask(IntentFacts intent, PackedQuery query)
    {
        var bits = OpenToWords;
        query.ForgetWords();
        foreach (var word in intent.Words.Single)
        {
            if (_keywords.Find(word) is not { } named)
                continue;
            bits |= named.Bit;
            if (named.Number is > 0 and var number)
                query.AddWord(number);
        }
        query.Certifications.Clear();
        foreach (var group in intent.Certifications)
            query.Certifications.Add(_certifications.Ask(group));
        query.Agreements = (ushort)_agreements.Ask(intent.Agreement);
        query.LeadDays = intent.LeadDays is { } days ? Math.Max(days, -1) + 1 : long.MaxValue;
        query.Order = Vector256.Create(
            int.MaxValue,
            intent.MaxTotal is { } least ? LossyAmount.Floor(least, MoneyUnit) : int.MaxValue,
            intent.MaxTotal is { } most ? -LossyAmount.Ceiling(most, MoneyUnit) : int.MaxValue,
            intent.Quantity is { } fewest ? LossyAmount.Floor(fewest, QuantityUnit) : int.MaxValue,
            intent.Quantity is { } all ? -LossyAmount.Ceiling(all, QuantityUnit) : int.MaxValue,
            int.MaxValue,
            int.MaxValue,
            int.MaxValue);
        query.Sets = Vector256.Create(
            0, 0, 0, 0, 0, (int)_conditions.Ask(intent.Conditions), (int)_currencies.Ask(intent.Currency), bits);
    }

    private ulong Numbers(IReadOnlyList<string>? keywords, ref bool isExact)
    {
        if (keywords is null || keywords.All(keyword => keyword.Length == 0))
            return 0;
        var numbers = _keywords.TakeNumbers(keywords);
        isExact &= numbers != 0;
        return numbers;
    }

    /// <summary>The bits of keywords of which one must occur.</summary>
    /// <param name="numbers">Those that the list took, if it did.</param>
    private (int Bits, bool TookBits) Wanted(IReadOnlyList<string>? keywords, ulong numbers)
    {
        if (keywords is not { Count: > 0 })
            return (-1, false);
        if (numbers != 0 || keywords.All(keyword => keyword.Length == 0))
            return (_keywords.BitsOf(numbers), false);
        var bits = _keywords.TakeBits(keywords);
        return bits == 0 ? (-1, false) : (bits, true);
    }

    private static int Lowest(long? bound, int unit, ref bool isExact)
    {
        if (bound is not { } from)
            return int.MinValue;
        isExact &= LossyAmount.Floor(from, unit) == LossyAmount.Ceiling(from, unit);
        return LossyAmount.Floor(from, unit);
    }

    private static int Highest(long? bound, int unit, ref bool isExact)
    {
        if (bound is not { } to)
            return int.MaxValue;
        isExact &= LossyAmount.Floor(to, unit) == LossyAmount.Ceiling(to, unit);
        return LossyAmount.Ceiling(to, unit);
    }

    /// <summary>One more than the days, so that 0 is who needs none named: an intent that is to be delivered before its close
    /// reaches that one alone.</summary>
    private static ushort LeadDays(int? days, ref bool isExact)
    {
        if (days is not { } needed)
            return 0;
        isExact &= needed is >= 0 and < ushort.MaxValue;
        return (ushort)(Math.Clamp(needed, -1, ushort.MaxValue - 1) + 1);
    }
}
