using System.Reflection;
using System.Text.RegularExpressions;
using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using IntentMarket.Storage;
using IntentMarket.Tests.Tidy;
using NUnit.Framework;

namespace IntentMarket.Tests.Engine;

/// <summary>Each enumeration that is stored or sent has one table of words, which stands with it.</summary>
public sealed class EnumWordsTests
{
    private static readonly Type[] Enums = [.. ((Type[])[typeof(OfferStatus), typeof(Store)])
        .SelectMany(type => type.Assembly.GetTypes()).Where(type => type.IsEnum).OrderBy(type => type.Name, StringComparer.Ordinal)];

    private static readonly (Type Of, string Member, string? Word)[] Members = [.. Enums
        .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static))
        .Select(field => (field.DeclaringType!, field.Name, field.GetCustomAttribute<WordAttribute>()?.Word))];

    /// <summary>Rows and messages with these words live for ever: this text is added to, never changed.</summary>
    [Test]
    public void Words_are_stable_and_every_member_has_one_of_its_own()
    {
        Assert.That(string.Join('\n', Members.GroupBy(m => m.Of, (of, members) =>
            $"{of.Name}: {string.Join(' ', members.Select(m => $"{m.Member}={m.Word}"))}")), Is.EqualTo(
            """
            AccountKind: Customer=customer Vendor=vendor Operator=operator
            AuctionFormat: Open=open Sealed=sealed SealedSecondScore=sealed-second-score English=english Dutch=dutch Japanese=japanese
            CriterionKind: Total=total DeliverBy=deliverBy WarrantyMonths=warrantyMonths ReturnDays=returnDays Condition=condition Certifications=certifications Attribute=attributes
            IntentStatus: Open=open Evaluating=evaluating Awarded=awarded Unawarded=unawarded Withdrawn=withdrawn Removed=removed
            KeyScope: All=all Read=read
            LinkPurpose: SignUp=sign-up Password=password Address=address
            MailKind: FirstOffer=first-offer ClosingSoon=closing-soon TimeToAward=time-to-award Won=won Lost=lost Digest=digest Message=message
            OfferStatus: Live=live Unconfirmed=unconfirmed Superseded=superseded Withdrawn=withdrawn Refused=refused Expired=expired Won=won Lost=lost Ended=ended Removed=removed
            PartyRole: Customer=customer Vendor=vendor
            ScoringMethod: Weighted=weighted Coefficient=coefficient
            Visibility: None=none Rank=rank Lead=lead Full=full
            """));
        Assert.That(Members.Select(m => (m.Of, m.Word)), Is.Unique);
    }

    [Test]
    public void Words_lead_back_to_their_members_and_others_to_none()
    {
        Assert.That(EnumWords.All<OfferStatus>().Select(Names.Read<OfferStatus>), Is.EqualTo(Enum.GetValues<OfferStatus>()));
        Assert.That(Enum.GetValues<OfferStatus>().Select(EnumWords.Of), Is.EqualTo(EnumWords.All<OfferStatus>()));
        Assert.That(EnumWords.TryRead<OfferStatus>("Live", out _), Is.False);
        Assert.That(() => Names.Read<OfferStatus>("sold"), Throws.TypeOf<NotKnownException>());
    }

    [Test]
    public void Words_are_made_and_read_without_garbage()
    {
        Turn();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Turn();
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);

        static void Turn() => EnumWords.TryRead<OfferStatus>(EnumWords.Of(OfferStatus.Ended), out _);
    }

    [Test]
    public void No_other_table_of_words_is_in_the_source()
    {
        var member = $@"\b(?:{string.Join('|', Enums.Select(type => type.Name))})\.\w+\)?";
        var word = $"\"(?:{string.Join('|', Members.Select(m => m.Word).Distinct())})\"";
        var tables = new Regex($@"{member}\s*(?:=>|,|\?)\s*{word}|{word}\s*(?:=>|,)\s*(?:new\()?{member}", RegexOptions.NonBacktracking);
        var found = Tree.Files("src", ".cs", ".razor").SelectMany(f => tables.Matches(f.Text).Select(m => $"{f.Name}: {m.Value}"));
        Assert.That(found, Is.Empty);
    }
}
